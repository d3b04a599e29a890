"""Pauses in Postgres: they stand until they are lifted, and only staff may do either."""

from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from sessions.commands import Pause
from sessions.ids import StudentId
from tests.tutor_server.modules.classroom.http import NOON
from tests.tutor_server.storage.world import World, make_world
from tutor_server.modules.classroom.standing import (
    CLASS_PAUSE_LASTS,
    class_pause,
    stand,
    stand_class,
    standing,
    standing_of,
)
from tutor_server.modules.classroom.store import erase
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)


async def pause_of(world: World, student: StudentId, now: datetime = NOON) -> Pause:
    who = (world.tenant, student)
    return (await standing_of(world.database, [who], now)).of(who)


async def is_paused(world: World, student: StudentId) -> bool:
    return (await pause_of(world, student)).paused


async def rows(world: World) -> list[tuple[str, str, object]]:
    async with world.database.as_tenant(world.tenant) as connection:
        found = await connection.fetch("SELECT student, set_by, at FROM classroom_pauses")
    return [(row["student"], row["set_by"], row["at"]) for row in found]


async def test_a_pause_stands_until_it_is_lifted(world: World) -> None:
    teacher = world.as_("teacher", "t1")
    assert not await is_paused(world, world.ada)
    await stand(world.database, teacher, world.ada, paused=True, now=NOON)
    await stand(
        world.database, world.as_("teacher", "t2"), world.ada, paused=True,
        now=NOON + HOUR,
    )  # fmt: skip
    assert await rows(world) == [(world.ada, "t1", NOON)], "the first stands"
    assert await is_paused(world, world.ada)
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
    assert await is_paused(world, world.ada)


async def test_schools_do_not_see_each_others(world: World, home) -> None:
    other = await make_world(world.database, home)
    await stand(world.database, world.as_("teacher", "t1"), world.ada, paused=True, now=NOON)
    stranger = other.as_("teacher", "t9")
    assert await standing(world.database, stranger) == frozenset()
    await stand(world.database, stranger, world.ada, paused=False, now=NOON)
    assert await is_paused(world, world.ada)
    with pytest.raises(asyncpg.PostgresError):
        await stand(world.database, stranger, world.ben, paused=True, now=NOON)
    assert not await is_paused(world, world.ben)


async def test_many_students_of_many_schools_at_once(world: World, home) -> None:
    other = await make_world(world.database, home)
    for one, student in ((world, world.ada), (other, other.ben)):
        await stand(one.database, one.as_("teacher", "t"), student, paused=True, now=NOON)
    await stand_class(other.database, other.as_("teacher", "t"), paused=True, now=NOON)
    asked = [(one.tenant, who) for one in (world, other) for who in (one.ada, one.ben)]
    found = await standing_of(world.database, asked, NOON)
    assert found.students == {(world.tenant, world.ada), (other.tenant, other.ben)}
    assert found.classes == {other.tenant}
    assert [found.of(who) for who in asked] == [
        Pause(paused=True), Pause(paused=False), *[Pause(paused=True, whole_class=True)] * 2,
    ]  # fmt: skip


async def test_a_class_is_paused_for_who_is_there_and_who_comes(world: World) -> None:
    teacher = world.as_("teacher", "t1")
    await stand_class(world.database, teacher, paused=True, now=NOON)
    late = StudentId(await world.person(PersonRole.STUDENT, "Late"))
    for student in (world.ada, world.ben, late):
        assert await pause_of(world, student) == Pause(paused=True, whole_class=True)
    for _ in range(2):
        await stand_class(world.database, teacher, paused=False, now=NOON)
    assert await class_pause(world.database, teacher, NOON) is None
    assert not await is_paused(world, late)


async def test_a_class_pause_ends_by_itself_and_the_first_one_stands_until_then(
    world: World,
) -> None:
    first, second = world.as_("teacher", "t1"), world.as_("operator", "o1")
    await stand_class(world.database, first, paused=True, now=NOON)
    await stand_class(world.database, second, paused=True, now=NOON + HOUR)
    found = await class_pause(world.database, second, NOON + HOUR)
    assert found is not None
    assert (found.set_by, found.at, found.until) == ("t1", NOON, NOON + CLASS_PAUSE_LASTS)
    over = NOON + CLASS_PAUSE_LASTS
    assert await class_pause(world.database, first, over) is None
    assert await pause_of(world, world.ada, over) == Pause(paused=False)
    await stand_class(world.database, second, paused=True, now=over)
    again = await class_pause(world.database, first, over)
    assert again is not None
    assert (again.set_by, again.at) == ("o1", over)


async def test_who_is_paused_alone_stays_so_when_the_class_goes_on(world: World) -> None:
    teacher = world.as_("teacher", "t1")
    await stand(world.database, teacher, world.ada, paused=True, now=NOON)
    await stand_class(world.database, teacher, paused=True, now=NOON)
    await stand(world.database, teacher, world.ben, paused=False, now=NOON)
    assert (await pause_of(world, world.ben)).whole_class
    await stand_class(world.database, teacher, paused=False, now=NOON)
    assert await pause_of(world, world.ada) == Pause(paused=True)
    assert await pause_of(world, world.ben) == Pause(paused=False)


@pytest.mark.parametrize("role", ["student", "guardian"])
async def test_only_staff_pause_a_class_and_only_their_own(
    world: World, home: Path, role: str
) -> None:
    ada, operator = world.as_(role, world.ada), world.as_("operator", "o1")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await stand_class(world.database, ada, paused=True, now=NOON)
    await stand_class(world.database, operator, paused=True, now=NOON)
    await stand_class(world.database, ada, paused=False, now=NOON)
    assert await class_pause(world.database, ada, NOON) is not None
    other = await make_world(world.database, home)
    stranger = other.as_("teacher", "t9")
    assert await class_pause(world.database, stranger, NOON) is None
    async with world.database.scoped(stranger) as connection:
        assert await connection.fetch("SELECT * FROM classroom_class_pauses") == []
        await connection.execute("DELETE FROM classroom_class_pauses")
    assert await class_pause(world.database, operator, NOON) is not None


async def test_erasure_takes_it_away(world: World) -> None:
    await stand(world.database, world.as_("teacher", "t"), world.ada, paused=True, now=NOON)
    async with world.database.as_tenant(world.tenant) as connection:
        await erase(connection, world.tenant, world.ada)
    assert await rows(world) == []
