"""Pauses in Postgres: they stand until they are lifted, and only staff may do either."""

from datetime import timedelta

import asyncpg
import pytest

from tests.tutor_server.modules.classroom.http import NOON
from tests.tutor_server.storage.world import World, make_world
from tutor_server.modules.classroom.standing import is_paused, stand, standing, standing_of
from tutor_server.modules.classroom.store import erase

pytestmark = pytest.mark.slow


async def rows(world: World) -> list[tuple[str, str, object]]:
    async with world.database.as_tenant(world.tenant) as connection:
        found = await connection.fetch("SELECT student, set_by, at FROM classroom_pauses")
    return [(row["student"], row["set_by"], row["at"]) for row in found]


async def test_a_pause_stands_until_it_is_lifted(world: World) -> None:
    teacher = world.as_("teacher", "t1")
    assert not await is_paused(world.database, world.tenant, world.ada)
    await stand(world.database, teacher, world.ada, paused=True, now=NOON)
    await stand(
        world.database, world.as_("teacher", "t2"), world.ada, paused=True,
        now=NOON + timedelta(hours=1),
    )  # fmt: skip
    assert await rows(world) == [(world.ada, "t1", NOON)], "the first stands"
    assert await is_paused(world.database, world.tenant, world.ada)
    assert await standing(world.database, teacher) == {world.ada}
    for _ in range(2):
        await stand(world.database, teacher, world.ada, paused=False, now=NOON)
    assert await rows(world) == []


@pytest.mark.parametrize("role", ["student", "guardian"])
async def test_only_staff_pause_and_lift(world: World, role: str) -> None:
    ada = world.as_(role, world.ada)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await stand(world.database, ada, world.ada, paused=True, now=NOON)
    await stand(world.database, world.as_("operator"), world.ada, paused=True, now=NOON)
    await stand(world.database, ada, world.ada, paused=False, now=NOON)
    assert await is_paused(world.database, world.tenant, world.ada)


async def test_schools_do_not_see_each_others(world: World, home) -> None:
    other = await make_world(world.database, home)
    await stand(world.database, world.as_("teacher", "t1"), world.ada, paused=True, now=NOON)
    stranger = other.as_("teacher", "t9")
    assert await standing(world.database, stranger) == frozenset()
    await stand(world.database, stranger, world.ada, paused=False, now=NOON)
    assert await is_paused(world.database, world.tenant, world.ada)
    with pytest.raises(asyncpg.PostgresError):
        await stand(world.database, stranger, world.ben, paused=True, now=NOON)
    assert not await is_paused(world.database, world.tenant, world.ben)


async def test_many_students_of_many_schools_at_once(world: World, home) -> None:
    other = await make_world(world.database, home)
    for one, student in ((world, world.ada), (other, other.ben)):
        await stand(one.database, one.as_("teacher", "t"), student, paused=True, now=NOON)
    asked = [world.ada, world.ben, other.ada, other.ben]
    found = await standing_of(world.database, asked)
    assert found == {(world.tenant, world.ada), (other.tenant, other.ben)}
    assert await standing_of(world.database, [world.ben]) == frozenset()


async def test_erasure_takes_it_away(world: World) -> None:
    await stand(world.database, world.as_("teacher", "t"), world.ada, paused=True, now=NOON)
    async with world.database.as_tenant(world.tenant) as connection:
        await erase(connection, world.tenant, world.ada)
    assert await rows(world) == []
