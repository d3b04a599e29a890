"""Votes and ratings go when they are old."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor_server.modules.votes.facts import happened, rating, vote
from tests.tutor_server.storage.world import World
from tutor_server.modules.votes.retention import purge
from tutor_server.storage import expiry

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
async def filled(world: World) -> World:
    await happened(world, *(vote() for _ in range(3)), rating(stars=4), at=NOON)
    return world


async def removed(world: World, days: int) -> dict[str, int]:
    return dict(await purge(world.database, world.tenant, now=NOON + timedelta(days=days)))


async def test_after_two_years(filled: World) -> None:
    assert await removed(filled, 729) == {"votes": 0, "ratings": 0}
    assert await removed(filled, 731) == {"votes": 3, "ratings": 1}
    assert await removed(filled, 731) == {"votes": 0, "ratings": 0}


async def test_the_tenant_may_choose(filled: World) -> None:
    async with filled.database.as_tenant(filled.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, 'votes', 5)", filled.tenant
        )
    assert await removed(filled, 6) == {"votes": 3, "ratings": 0}


async def test_one_call_is_bounded(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH_ROWS", 2)
    assert [(await removed(filled, 800))["votes"] for _ in range(3)] == [2, 1, 0]
