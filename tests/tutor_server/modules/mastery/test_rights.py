"""The policies of 0006_mastery.sql: who sees it, and that only the service writes it."""

import asyncpg
import pytest

from sessions.ids import TenantId
from tests.tutor_server.modules.mastery.facts import started, tried
from tests.tutor_server.modules.mastery.replay import catch_up, happened
from tests.tutor_server.storage.world import World
from tutor_server.modules.mastery.consumer import TABLES
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow

SCHOOL = ("mastery_models", "mastery_weights")


@pytest.fixture
async def filled(world: World) -> World:
    """Ada has a row in every table, and so has her school."""
    await happened(world, started(), *(tried(f"i{n}") for n in range(3)))
    await catch_up(world)
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "INSERT INTO mastery_models VALUES ($1, 'a', 0.3, 0.1, 0.1, 0.2, 0.7)", world.tenant
        )
        await connection.execute("INSERT INTO mastery_weights VALUES ($1, 'a', 1)", world.tenant)
    return world


async def tables_seen(world: World, scope: Scope) -> set[str]:
    seen = set()
    async with world.database.scoped(scope) as connection:
        for table in TABLES:
            count = f"SELECT count(*) FROM {table} WHERE student = $1"  # noqa: S608
            if await connection.fetchval(count, world.ada):
                seen.add(table)
        for table in SCHOOL:
            count = f"SELECT count(*) FROM {table} WHERE tenant = $1"  # noqa: S608
            if await connection.fetchval(count, world.tenant):
                seen.add(table)
    return seen


async def test_the_student_staff_and_guardian_see_it(filled: World) -> None:
    guardian = await filled.person(PersonRole.GUARDIAN)
    await filled.people.put_under_guard(filled.tenant, guardian=guardian, student=filled.ada)
    for scope in (
        filled.as_("student", filled.ada),
        filled.as_("teacher", "t"),
        filled.as_("operator", "o"),
        filled.as_("guardian", guardian),
    ):
        assert await tables_seen(filled, scope) == set(TABLES), scope
    assert await tables_seen(filled, filled.as_("service")) == {*TABLES, *SCHOOL}


@pytest.mark.parametrize("role", ["student", "guardian", "made up", ""])
async def test_others_see_nothing(filled: World, role: str) -> None:
    assert await tables_seen(filled, filled.as_(role, filled.ben)) == set()


@pytest.mark.parametrize("role", ["student", "teacher", "operator", "service", "guardian"])
async def test_other_tenants_see_nothing(filled: World, role: str) -> None:
    scope = Scope(tenant=TenantId("elsewhere"), role=role, person=filled.ada)
    assert await tables_seen(filled, scope) == set()


@pytest.mark.parametrize("role", ["student", "teacher", "operator", "guardian"])
@pytest.mark.parametrize("table", [*TABLES, *SCHOOL])
async def test_nobody_gives_or_takes_mastery(filled: World, role: str, table: str) -> None:
    scope = filled.as_(role, filled.ada)
    async with filled.database.scoped(scope) as connection:
        for statement in (
            f"DELETE FROM {table}",  # noqa: S608
            f"UPDATE {table} SET tenant = tenant",  # noqa: S608
        ):
            assert (await connection.execute(statement)).endswith(" 0")
    async with filled.database.as_tenant(filled.tenant) as connection:
        row = await connection.fetchval(f"SELECT t FROM {table} t LIMIT 1")  # noqa: S608
    places = ", ".join(f"${n + 1}" for n in range(len(row)))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with filled.database.scoped(scope) as connection:
            await connection.execute(f"INSERT INTO {table} VALUES ({places})", *row)  # noqa: S608
