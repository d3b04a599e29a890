"""The outbox: in order, without gaps, one's own."""

from datetime import UTC, datetime

import pytest

from tests.tutor_server.modules.xp.facts import finished, tried
from tests.tutor_server.modules.xp.replay import catch_up, happened
from tests.tutor_server.storage.world import World
from tutor_server.modules.xp import notices
from tutor_server.modules.xp.notices import last_notice, notices_after

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def test_xp_then_level_then_achievements(world: World) -> None:
    await happened(world, finished(run="r", xp=50), finished(run="r", xp=50), at=NOON)
    await catch_up(world)
    seen = await notices_after(world.database, world.as_("student", world.ada), 0)
    assert [(item.seq, item.kind) for item in seen] == [
        (1, "tutor.xp"), (2, "tutor.level"), (3, "tutor.achievement"),
    ]  # fmt: skip
    assert seen[0].body == {
        "amount": 50, "source": "lesson", "lesson": "equal-parts", "total": 50, "level": 2,
        "into_level": 10, "level_size": 60, "streak": 1,
    }  # fmt: skip
    assert seen[1].body == {"level": 2, "total": 50, "next_at": 100}
    assert seen[2].body["id"] == "first-lesson"


async def test_going_on_from_a_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "PAGE", 2)
    scope = world.as_("student", world.ada)
    assert await last_notice(world.database, scope) == 0
    await happened(world, *(tried(f"i{n}") for n in range(5)), at=NOON)
    await catch_up(world)
    seen, seq = [], 0
    while page := await notices_after(world.database, scope, seq):
        seen += [item.seq for item in page]
        seq = page[-1].seq
    assert seen == [1, 2, 3, 4, 5]
    assert await last_notice(world.database, scope) == 5


async def test_nothing_is_told_for_nothing(world: World) -> None:
    await happened(world, tried(correct=False), finished(xp=0), at=NOON)
    await catch_up(world)
    seen = await notices_after(world.database, world.as_("student", world.ada), 0)
    assert [item.kind for item in seen] == ["tutor.achievement"]


async def test_only_ones_own(world: World) -> None:
    await happened(world, finished(), at=NOON)
    await catch_up(world)
    assert await notices_after(world.database, world.as_("student", world.ben), 0) == ()
