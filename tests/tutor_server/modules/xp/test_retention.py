"""Notices and known deeds go when they are old; XP stays."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor_server.modules.xp.facts import finished, tried
from tests.tutor_server.modules.xp.replay import catch_up, happened
from tests.tutor_server.storage.world import World
from tutor_server.modules.xp.retention import purge
from tutor_server.storage import expiry

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def count(world: World, table: str) -> int:
    async with world.database.as_tenant(world.tenant) as connection:
        return await connection.fetchval(
            f"SELECT count(*) FROM {table} WHERE student = $1",  # noqa: S608
            world.ada,
        )


@pytest.fixture
async def filled(world: World) -> World:
    await happened(world, finished(), tried("a"), at=NOON)
    await catch_up(world)
    return world


@pytest.mark.parametrize(
    ("days", "left"),
    [(29, {"xp_notices": 3, "xp_deeds": 2}), (31, {"xp_notices": 0, "xp_deeds": 2}),
     (731, {"xp_notices": 0, "xp_deeds": 0})],
)  # fmt: skip
async def test_each_kind_has_its_time(filled: World, days: int, left: dict[str, int]) -> None:
    before = {table: await count(filled, table) for table in left}
    removed = await purge(filled.database, filled.tenant, now=NOON + timedelta(days=days))
    assert {table: await count(filled, table) for table in left} == left
    assert removed == {table: before[table] - left[table] for table in left}
    assert await count(filled, "xp_awards") == 2


async def test_the_tenant_may_choose(filled: World) -> None:
    async with filled.database.as_tenant(filled.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, 'xp_notices', 2)",
            filled.tenant,
        )
    await purge(filled.database, filled.tenant, now=NOON + timedelta(days=3))
    assert await count(filled, "xp_notices") == 0


async def test_numbers_go_on_after_a_purge(filled: World) -> None:
    await purge(filled.database, filled.tenant, now=NOON + timedelta(days=31))
    await happened(filled, tried("b"), at=NOON + timedelta(days=31))
    await catch_up(filled)
    async with filled.database.as_tenant(filled.tenant) as connection:
        seq = "SELECT min(seq) FROM xp_notices WHERE student = $1"
        assert await connection.fetchval(seq, filled.ada) == 4


async def test_one_call_is_bounded_and_stays_in_its_tenant(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "BATCH_ROWS", 2)
    late = NOON + timedelta(days=40)
    counts = [
        (await purge(filled.database, filled.tenant, now=late))["xp_notices"] for _ in range(3)
    ]
    assert counts == [2, 1, 0]
