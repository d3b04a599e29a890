"""Whereabouts go when their time has passed."""

from datetime import UTC, datetime, timedelta

import pytest

from sessions.ids import StudentId, TenantId
from tests.tutor_server.modules.classroom.facts import catch_up, happened, tried
from tests.tutor_server.storage.world import World
from tutor_server.modules.classroom.retention import DAYS, PAUSE_DAYS, purge
from tutor_server.modules.classroom.standing import stand, stand_class, standing

pytestmark = pytest.mark.slow

KIND, PAUSES, CLASSES = "classroom_students", "classroom_pauses", "classroom_class_pauses"
NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def left(world: World) -> set[StudentId]:
    async with world.database.as_tenant(world.tenant) as connection:
        rows = await connection.fetch("SELECT student FROM classroom_students")
    return {row["student"] for row in rows}


async def filled(world: World) -> None:
    for student, at in ((world.ada, NOON), (world.ben, NOON + 10 * DAY)):
        await happened(world, tried(), at=at, student=student)
        await catch_up(world, student)


async def test_old_rows_go_after_the_default_time(world: World) -> None:
    await filled(world)
    late = NOON + DAYS * DAY
    assert (await purge(world.database, world.tenant, now=late))[KIND] == 0
    assert (await purge(world.database, world.tenant, now=late + DAY))[KIND] == 1
    assert await left(world) == {world.ben}


async def test_a_tenant_has_its_own_time(world: World) -> None:
    await filled(world)
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, $2, 0)", world.tenant, KIND
        )
    now = NOON + 10 * DAY
    gone = await purge(world.database, TenantId("elsewhere"), now=now + DAY)
    assert gone == {KIND: 0, PAUSES: 0, CLASSES: 0}
    assert (await purge(world.database, world.tenant, now=now))[KIND] == 1
    assert await left(world) == {world.ben}


async def test_a_forgotten_pause_is_lifted(world: World) -> None:
    teacher = world.as_("teacher", "t1")
    for student, at in ((world.ada, NOON), (world.ben, NOON + DAY)):
        await stand(world.database, teacher, student, paused=True, now=at)
    late = NOON + PAUSE_DAYS * DAY + DAY / 2
    assert (await purge(world.database, world.tenant, now=late))[PAUSES] == 1
    assert await standing(world.database, teacher) == {world.ben}


async def test_a_class_pause_that_is_long_over_goes(world: World) -> None:
    teacher = world.as_("teacher", "t1")
    await stand_class(world.database, teacher, paused=True, now=NOON)
    late = NOON + PAUSE_DAYS * DAY
    assert (await purge(world.database, world.tenant, now=late))[CLASSES] == 0
    assert (await purge(world.database, world.tenant, now=late + DAY))[CLASSES] == 1
