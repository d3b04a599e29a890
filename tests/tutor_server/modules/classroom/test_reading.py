"""The class as the row policies let it be seen."""

from datetime import timedelta

import pytest

from tests.tutor_server.modules.classroom.facts import catch_up, happened, tried
from tests.tutor_server.modules.classroom.http import NOON
from tests.tutor_server.storage.world import World, make_world
from tutor_server.modules.classroom.reading import read_class, read_whereabouts
from tutor_server.modules.classroom.whereabouts import NOWHERE
from tutor_server.storage.erasure import Eraser
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow


async def test_every_student_of_the_tenant_and_nobody_else(world: World, home) -> None:
    other = await make_world(world.database, home)
    await world.person(PersonRole.TEACHER)
    await happened(world, tried(), at=NOON, student=world.ben)
    await catch_up(world, world.ben)
    for role in ("teacher", "operator", "service"):
        pupils = await read_class(world.database, world.as_(role, "x"))
        assert [pupil.who for pupil in pupils] == [
            (world.tenant, world.ben), (world.tenant, world.ada),
        ]  # fmt: skip
        assert [pupil.where.last_at for pupil in pupils] == [NOON, None]
    mine = await read_class(world.database, world.as_("student", world.ada))
    assert [pupil.student for pupil in mine] == [world.ada]
    assert {pupil.student for pupil in await read_class(other.database, other.as_("teacher"))} == {
        other.ada, other.ben,
    }  # fmt: skip


async def test_of_too_many_the_newest_are_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for student, at in ((world.ada, NOON), (world.ben, NOON + timedelta(hours=1))):
        await happened(world, tried(), at=at, student=student)
        await catch_up(world, student)
    monkeypatch.setattr("tutor_server.modules.classroom.reading.MOST_STUDENTS", 1)
    (only,) = await read_class(world.database, world.as_("teacher"))
    assert only.student == world.ben


async def test_the_erased_are_gone(world: World) -> None:
    await happened(world, tried())
    await catch_up(world)
    await Eraser(world.database, world.keys).erase_student(world.tenant, world.ada)
    pupils = await read_class(world.database, world.as_("teacher"))
    assert [pupil.student for pupil in pupils] == [world.ben]
    assert await read_whereabouts(world.database, world.as_("teacher"), world.ada) == NOWHERE
