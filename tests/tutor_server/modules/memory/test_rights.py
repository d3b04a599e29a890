"""The policies of the memory's tables: who sees, who forgets, and that only the service writes."""

import asyncpg
import pytest

from tests.tutor_server.modules.memory.talk import kept, remembered
from tests.tutor_server.storage.world import World
from tutor_server.modules.memory.store import TABLES
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow


@pytest.fixture
async def filled(world: World) -> World:
    await remembered(world, "I love football.")
    return world


async def seen(world: World, scope: Scope) -> set[str]:
    found = set()
    async with world.database.scoped(scope) as connection:
        for table in TABLES:
            if await connection.fetchval(f"SELECT count(*) FROM {table}"):  # noqa: S608
                found.add(table)
    return found


async def guardian_of_ada(world: World) -> str:
    guardian = await world.person(PersonRole.GUARDIAN)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    return guardian


async def test_who_sees_it(filled: World) -> None:
    guardian = await guardian_of_ada(filled)
    assert await seen(filled, filled.as_("service")) == set(TABLES)
    assert await seen(filled, filled.as_("student", filled.ada)) == set(TABLES)
    assert await seen(filled, filled.as_("guardian", guardian)) == {"memory_pieces"}
    assert await seen(filled, filled.as_("operator", "o")) == {"memory_pieces"}
    for scope in (
        filled.as_("student", filled.ben),
        filled.as_("guardian", "stranger"),
        filled.as_("teacher", "t"),
        Scope(tenant="elsewhere", role="student", person=filled.ada),  # type: ignore[arg-type]
        Scope(tenant="elsewhere", role="operator", person="o"),  # type: ignore[arg-type]
    ):
        assert not await seen(filled, scope), scope


@pytest.mark.parametrize("role", ["student", "guardian", "teacher", "operator"])
async def test_only_the_service_writes(filled: World, role: str) -> None:
    scope = filled.as_(role, filled.ada)
    async with filled.database.scoped(scope) as connection:
        assert (await connection.execute("UPDATE memory_pieces SET times = 9")).endswith(" 0")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with filled.database.scoped(scope) as connection:
            await connection.execute(
                "INSERT INTO memory_pieces (tenant, student, piece, kind, mark, session, item,"
                " student_seq, sealed, embedding, at) SELECT $1, $2, 'x', 'about',"
                " decode(repeat('00', 32), 'hex'), 's', '', 1, '', array_fill(0, ARRAY[384])"
                "::real[]::vector, now()",
                filled.tenant,
                filled.ada,
            )


@pytest.mark.parametrize("role", ["teacher", "other student", "other guardian"])
async def test_nobody_else_forgets(filled: World, role: str) -> None:
    person = {"teacher": "t", "other student": filled.ben, "other guardian": "g"}[role]
    async with filled.database.scoped(filled.as_(role.split()[-1], person)) as connection:
        assert await connection.execute("DELETE FROM memory_pieces") == "DELETE 0"
    assert await kept(filled)


@pytest.mark.parametrize("role", ["guardian", "operator"])
async def test_whoever_withdraws_the_consent_erases(filled: World, role: str) -> None:
    from tests.tutor_server.modules.memory.talk import NOON

    person = await guardian_of_ada(filled)
    if role == "operator":
        person = await filled.person(PersonRole.OPERATOR)
    scope = filled.as_(role, person)
    for purpose in (Purpose.TEACHER_VIEW, Purpose.MEMORY):
        await grant(filled.database, scope, person=filled.ada, purpose=purpose, now=NOON)
    assert await withdraw(
        filled.database, scope, person=filled.ada, purpose=Purpose.TEACHER_VIEW, now=NOON
    )
    assert await kept(filled)
    assert await withdraw(
        filled.database, scope, person=filled.ada, purpose=Purpose.MEMORY, now=NOON
    )
    assert not await kept(filled)
