"""Pieces go when they were said last too long ago."""

from datetime import timedelta

import pytest

from tests.tutor_server.modules.memory.talk import NOON, kept, remembered
from tests.tutor_server.storage.world import World
from tutor_server.modules.memory.retention import DEFAULT_DAYS, KIND, purge
from tutor_server.storage import expiry
from tutor_server.storage.retention import DEFAULT_DAYS as LOG_DAYS
from tutor_server.storage.retention import RetentionKind

pytestmark = pytest.mark.slow


@pytest.fixture
async def filled(world: World) -> World:
    await remembered(world, "I love football.", "I love chess.", "I love music.")
    return world


def test_it_is_kept_no_longer_than_what_was_said() -> None:
    assert LOG_DAYS[RetentionKind.TRANSCRIPTS] >= DEFAULT_DAYS


@pytest.mark.parametrize(("days", "left"), [(179, 3), (181, 0)])
async def test_pieces_have_their_time(filled: World, days: int, left: int) -> None:
    removed = await purge(filled.database, filled.tenant, now=NOON + timedelta(days=days))
    assert removed == {KIND: 3 - left}
    assert len(await kept(filled)) == left


async def test_the_tenant_may_choose_and_a_call_is_bounded(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "BATCH_ROWS", 2)
    async with filled.database.as_tenant(filled.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, $2, 2)", filled.tenant, KIND
        )
    late = NOON + timedelta(days=3)
    counts = [(await purge(filled.database, filled.tenant, now=late))[KIND] for _ in range(3)]
    assert counts == [2, 1, 0]
