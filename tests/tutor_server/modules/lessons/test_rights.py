"""The policies of 0003_lessons.sql: who sees runs and items, and that only the service writes."""

import asyncpg
import pytest

from tests.tutor_server.modules.lessons.happened import NOON, happened, started, tried
from tests.tutor_server.modules.rights import nobody_else_sees, responsible, seen
from tests.tutor_server.storage.world import World
from tutor_server.modules.lessons.progress import TABLES
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow


@pytest.fixture
async def filled(world: World) -> World:
    """Ada has a row in each table."""
    await happened(world, started(), tried())
    return world


async def test_who_sees_everything(filled: World) -> None:
    scopes = await responsible(filled)
    scopes.pop("teacher")
    for role, scope in scopes.items():
        assert await seen(filled, scope, TABLES) == set(TABLES), role


async def test_a_teacher_sees_mistakes_only_with_consent(filled: World) -> None:
    teacher = filled.as_("teacher", await filled.person(PersonRole.TEACHER))
    consent = {"person": filled.ada, "purpose": Purpose.TEACHER_VIEW, "now": NOON}
    assert await seen(filled, teacher, TABLES) == {"lesson_runs"}
    await grant(filled.database, filled.as_("service"), **consent)
    assert await seen(filled, teacher, TABLES) == set(TABLES)
    await withdraw(filled.database, filled.as_("service"), **consent)
    assert await seen(filled, teacher, TABLES) == {"lesson_runs"}


async def test_nobody_else_sees_anything(filled: World) -> None:
    await nobody_else_sees(filled, TABLES)


@pytest.mark.parametrize("role", ["student", "teacher", "operator"])
@pytest.mark.parametrize("table", TABLES)
async def test_nobody_writes_their_own_results(filled: World, role: str, table: str) -> None:
    scope = filled.as_(role, filled.ada)
    async with filled.database.scoped(scope) as connection:
        for statement in (
            f"DELETE FROM {table} WHERE student = $1",  # noqa: S608
            f"UPDATE {table} SET lesson = 'x' WHERE student = $1",  # noqa: S608
        ):
            assert (await connection.execute(statement, filled.ada)).endswith(" 0")
    time = "started_at" if table == "lesson_runs" else "at"
    columns = f"tenant, student, run, lesson, {time}"
    more = (", path", ", 'p'") if table == "lesson_runs" else (", item", ", 'i'")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with filled.database.scoped(scope) as connection:
            await connection.execute(
                f"INSERT INTO {table} ({columns}{more[0]})"  # noqa: S608
                f" VALUES ($1, $2, 'r9', 'x', now(){more[1]})",
                filled.tenant,
                filled.ada,
            )
