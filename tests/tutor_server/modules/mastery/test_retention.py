"""Single attempts go when they are old; what was learned stays."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor_server.modules.mastery.facts import tried
from tests.tutor_server.modules.mastery.replay import catch_up, everything, happened, rows
from tests.tutor_server.storage.world import World
from tutor_server.modules.mastery.retention import KIND, purge
from tutor_server.storage import expiry

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
async def filled(world: World) -> World:
    await happened(world, tried("i1"), tried("i2"), at=NOON)
    await happened(world, tried("i3"), at=NOON + timedelta(days=10))
    await catch_up(world)
    return world


@pytest.mark.parametrize(("days", "left"), [(729, 3), (731, 1), (741, 0)])
async def test_two_years_unless_told_otherwise(filled: World, days: int, left: int) -> None:
    before = await everything(filled)
    removed = await purge(filled.database, filled.tenant, now=NOON + timedelta(days=days))
    after = await everything(filled)
    assert removed == {KIND: 3 - left}
    assert len(after.pop(KIND)) == left
    before.pop(KIND)
    assert after == before


async def test_a_schools_own_time(filled: World) -> None:
    async with filled.database.as_tenant(filled.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, $2, 5)", filled.tenant, KIND
        )
    await purge(filled.database, filled.tenant, now=NOON + timedelta(days=12))
    assert [attempt["item"] for attempt in await rows(filled, KIND)] == ["equal-parts/i3"]


async def test_batch_by_batch(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH_ROWS", 2)
    now = NOON + timedelta(days=1_000)
    counts = [(await purge(filled.database, filled.tenant, now=now))[KIND] for _ in range(3)]
    assert counts == [2, 1, 0]
