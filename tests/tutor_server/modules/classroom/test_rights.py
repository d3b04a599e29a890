"""The row policies of 0008_classroom.sql, and who may read what was said."""

import asyncpg
import pytest
from aiohttp.test_utils import make_mocked_request

from sessions.ids import TenantId
from tests.tutor_server.modules.classroom.facts import catch_up, happened, tried
from tests.tutor_server.modules.classroom.http import NOON
from tests.tutor_server.storage.world import World
from tutor_server.errors import ForbiddenError, NotFoundError
from tutor_server.modules.classroom.rights import (
    CONSENT_MISSING,
    id_of,
    may_read,
    require_reading,
)
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow


async def seen(world: World, scope: Scope) -> int:
    async with world.database.scoped(scope) as connection:
        count: int = await connection.fetchval("SELECT count(*) FROM classroom_students")
    return count


async def test_staff_the_student_and_the_guardian_see_it(world: World) -> None:
    guardian = await world.person(PersonRole.GUARDIAN)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    await happened(world, tried())
    await catch_up(world)
    for scope in (
        world.as_("teacher", "t"),
        world.as_("operator", "o"),
        world.as_("service"),
        world.as_("student", world.ada),
        world.as_("guardian", guardian),
    ):
        assert await seen(world, scope) == 1, scope
    for scope in (
        world.as_("student", world.ben),
        world.as_("guardian", "another"),
        world.as_("made up", world.ada),
        world.as_("", world.ada),
        Scope(tenant=TenantId("elsewhere"), role="teacher", person="t"),
        Scope(tenant=TenantId("elsewhere"), role="student", person=world.ada),
        Scope(tenant=TenantId("*"), role="teacher", person="t"),
    ):
        assert await seen(world, scope) == 0, scope


@pytest.mark.parametrize("role", ["student", "teacher", "operator", "guardian"])
async def test_only_the_service_writes(world: World, role: str) -> None:
    await happened(world, tried())
    await catch_up(world)
    async with world.database.scoped(world.as_(role, world.ada)) as connection:
        for statement in (
            "DELETE FROM classroom_students",
            "UPDATE classroom_students SET wrong_in_row = 0",
        ):
            assert (await connection.execute(statement)).endswith(" 0")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.database.scoped(world.as_(role, world.ada)) as connection:
            await connection.execute(
                "INSERT INTO classroom_students VALUES"
                " ($1, $2, now(), '', now(), '', '', '', '', 0, 0, 0, 0, NULL)",
                world.tenant,
                world.ada,
            )


async def test_a_teacher_reads_with_a_standing_consent_only(world: World) -> None:
    teacher, operator = world.as_("teacher", "t"), world.as_("service")
    for purpose in set(Purpose) - {Purpose.TEACHER_VIEW}:
        await grant(world.database, operator, person=world.ada, purpose=purpose, now=NOON)
    with pytest.raises(ForbiddenError) as refused:
        await require_reading(world.database, teacher, world.ada)
    assert (refused.value.code, refused.value.status) == (CONSENT_MISSING, 403)
    assert ForbiddenError.code == ForbiddenError().code == "forbidden"
    purpose = Purpose.TEACHER_VIEW
    await grant(world.database, operator, person=world.ada, purpose=purpose, now=NOON)
    await require_reading(world.database, teacher, world.ada)
    assert not await may_read(world.database, teacher, world.ben)
    await withdraw(world.database, operator, person=world.ada, purpose=purpose, now=NOON)
    assert not await may_read(world.database, teacher, world.ada)


async def test_others_need_no_consent_and_unknown_roles_read_nothing(world: World) -> None:
    for role in ("student", "guardian", "operator", "service"):
        assert await may_read(world.database, world.as_(role, "x"), world.ada)
    for role in ("made up", "", "Teacher"):
        assert not await may_read(world.database, world.as_(role, "x"), world.ada)


@pytest.mark.parametrize("text", ["a\0b", "\n", "\ud800", "a\u202eb"])
def test_ids_that_cannot_be(text: str) -> None:
    request = make_mocked_request("GET", "/", match_info={"student_id": text})
    with pytest.raises(NotFoundError):
        id_of(request, "student_id")
