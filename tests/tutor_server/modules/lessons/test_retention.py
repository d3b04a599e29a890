"""Runs and items go when they are as old as the events they come from."""

from datetime import timedelta

import pytest

from tests.tutor_server.modules.lessons.happened import NOON, finished, happened, started, tried
from tests.tutor_server.storage.world import World
from tutor_server.modules.lessons.retention import purge
from tutor_server.storage import expiry

pytestmark = pytest.mark.slow


@pytest.fixture
async def filled(world: World) -> World:
    await happened(world, started(), tried("a"), tried("b"), started(run="r2"))
    await happened(world, finished(), at=NOON + timedelta(days=10))
    return world


@pytest.mark.parametrize(
    ("days", "removed"),
    [(729, (0, 0)), (730, (1, 2)), (739, (1, 2)), (740, (2, 2))],
)
async def test_the_end_of_a_run_counts(filled: World, days: int, removed: tuple[int, int]) -> None:
    gone = await purge(filled.database, filled.tenant, now=NOON + timedelta(days=days, hours=1))
    assert (gone["lesson_runs"], gone["lesson_items"]) == removed


async def test_the_tenant_may_choose(filled: World) -> None:
    async with filled.database.as_tenant(filled.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, 'lesson_items', 5)",
            filled.tenant,
        )
    gone = await purge(filled.database, filled.tenant, now=NOON + timedelta(days=6))
    assert gone == {"lesson_runs": 0, "lesson_items": 2}


async def test_one_call_is_bounded(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH_ROWS", 1)
    late = NOON + timedelta(days=900)
    counts = [(await purge(filled.database, filled.tenant, now=late)) for _ in range(3)]
    assert [count["lesson_items"] for count in counts] == [1, 1, 0]


async def test_other_tenants_stay(filled: World) -> None:
    gone = await purge(
        filled.database, type(filled.tenant)("elsewhere"), now=NOON + timedelta(days=900)
    )
    assert set(gone.values()) == {0}
