"""Decisions and deeds go when they are old; values stay."""

from datetime import timedelta

import pytest

from tests.tutor_server.modules.qlearning.facts import (
    MONDAY,
    decided,
    finished,
    learned,
    started,
)
from tests.tutor_server.storage.world import World
from tutor_server.modules.qlearning.retention import purge
from tutor_server.storage import expiry

pytestmark = pytest.mark.slow


@pytest.fixture
async def filled(world: World) -> World:
    await learned(
        world, decided(), started(), finished(), decided("d2"), started("r2", "d2"), at=MONDAY
    )
    return world


async def removed(world: World, days: int) -> dict[str, int]:
    return dict(await purge(world.database, world.tenant, now=MONDAY + timedelta(days=days)))


async def test_after_two_years(filled: World) -> None:
    assert await removed(filled, 729) == {"qlearning_decisions": 0, "qlearning_deeds": 0}
    assert await removed(filled, 731) == {"qlearning_decisions": 2, "qlearning_deeds": 5}
    async with filled.database.as_tenant(filled.tenant) as connection:
        assert await connection.fetchval("SELECT sum(visits) FROM qlearning_values") == 1


async def test_the_tenant_may_choose(filled: World) -> None:
    async with filled.database.as_tenant(filled.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, 'qlearning_decisions', 5)",
            filled.tenant,
        )
    assert await removed(filled, 6) == {"qlearning_decisions": 2, "qlearning_deeds": 0}


async def test_a_lesson_that_ends_after_its_decision_is_gone_teaches_nothing(
    filled: World,
) -> None:
    assert (await removed(filled, 731))["qlearning_decisions"] == 2
    await learned(filled, finished(run="r2", decision="d2"))
    async with filled.database.as_tenant(filled.tenant) as connection:
        assert await connection.fetchval("SELECT sum(visits) FROM qlearning_values") == 1


async def test_one_call_is_bounded(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH_ROWS", 2)
    assert [(await removed(filled, 800))["qlearning_deeds"] for _ in range(4)] == [2, 2, 1, 0]
