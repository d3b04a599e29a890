"""The policies of 0006_mastery.sql: who sees it, and that only the service writes it."""

import asyncpg
import pytest

from tests.tutor_server.modules.mastery.facts import started, tried
from tests.tutor_server.modules.mastery.replay import catch_up, happened
from tests.tutor_server.modules.rights import nobody_else_sees, responsible, seen
from tests.tutor_server.storage.world import World
from tutor_server.modules.mastery.consumer import TABLES

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


async def test_the_student_staff_and_guardian_see_it(filled: World) -> None:
    for role, scope in (await responsible(filled)).items():
        assert await seen(filled, scope, TABLES) == set(TABLES), role


async def test_nobody_else_sees_anything(filled: World) -> None:
    await nobody_else_sees(filled, TABLES)


async def test_the_schools_own_numbers_are_the_services(filled: World) -> None:
    for role, scope in (await responsible(filled)).items():
        async with filled.database.scoped(scope) as connection:
            for table in SCHOOL:
                count = await connection.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608
                assert (count > 0) == (role == "service"), (role, table)


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
