"""Flight records go after their own few days, or the tenant's fewer."""

from datetime import timedelta

import pytest

from tests.tutor_server.modules.flight.flown import (
    DAYS,
    NOON,
    allow,
    chunks_of,
    flight_of,
    rows,
    store_of,
    talk,
)
from tests.tutor_server.storage.world import World
from tutor_server.modules.flight.retention import KIND, purge

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)


async def filled(world: World) -> None:
    await allow(world)
    flight = flight_of(await world.open())
    assert await store_of(world).keep(flight, chunks_of(talk(18))[0], now=NOON)


async def test_they_go_when_they_expire(world: World) -> None:
    await filled(world)
    late = NOON + DAYS * DAY
    assert await purge(world.database, world.tenant, now=late - DAY / 2) == {KIND: 0}
    assert await purge(world.database, world.tenant, now=late) == {KIND: 1}
    assert await rows(world) == 0


@pytest.mark.parametrize(("days", "gone"), [(2, 1), (30, 0)])
async def test_a_tenant_can_only_have_them_gone_sooner(world: World, days: int, gone: int) -> None:
    await filled(world)
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, $2, $3)",
            world.tenant,
            KIND,
            days,
        )
    assert await purge(world.database, world.tenant, now=NOON + 3 * DAY) == {KIND: gone}
    assert await purge(world.database, world.tenant, now=NOON + DAYS * DAY) == {KIND: 1 - gone}
