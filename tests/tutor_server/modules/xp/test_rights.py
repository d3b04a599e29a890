"""The policies of 0004_xp.sql: who sees XP, and that only the service gives it."""

from datetime import UTC, datetime

import asyncpg
import pytest

from sessions.ids import TenantId
from tests.tutor_server.modules.rights import ROLES, nobody_else_sees, responsible, seen
from tests.tutor_server.modules.xp.facts import finished
from tests.tutor_server.modules.xp.replay import catch_up, happened
from tests.tutor_server.storage.world import World
from tutor_server.modules.xp.choices import set_time_zone, show_on_leaderboard
from tutor_server.modules.xp.store import TABLES
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
async def filled(world: World) -> World:
    """Ada has a row in every table and shows nothing."""
    scope = world.as_("student", world.ada)
    await happened(world, finished(), at=NOON)
    await catch_up(world)
    await set_time_zone(world.database, scope, zone="Asia/Tokyo", now=NOON)
    await show_on_leaderboard(world.database, scope, show=False)
    return world


async def test_the_student_staff_and_guardian_see_it(filled: World) -> None:
    for role, scope in (await responsible(filled)).items():
        assert await seen(filled, scope, TABLES) == set(TABLES), role


async def test_nobody_else_sees_anything(filled: World) -> None:
    await nobody_else_sees(filled, TABLES)


async def test_what_is_shown_stays_in_the_tenant(filled: World) -> None:
    await show_on_leaderboard(filled.database, filled.as_("student", filled.ada), show=True)
    for role in ROLES:
        scope = Scope(tenant=TenantId("elsewhere"), role=role, person=filled.ada)
        assert await seen(filled, scope, TABLES) == set(), role


@pytest.mark.parametrize("role", ["guardian", "made up", ""])
async def test_showing_opens_weeks_to_students_only(filled: World, role: str) -> None:
    await show_on_leaderboard(filled.database, filled.as_("student", filled.ada), show=True)
    peer = filled.as_("student", filled.ben)
    assert await seen(filled, peer, TABLES) == {"xp_weeks", "xp_choices"}
    assert await seen(filled, filled.as_(role, filled.ben), TABLES) == set()
    await show_on_leaderboard(filled.database, filled.as_("student", filled.ada), show=False)
    assert await seen(filled, peer, TABLES) == set()


@pytest.mark.parametrize("role", ["student", "teacher", "operator"])
@pytest.mark.parametrize("table", sorted(set(TABLES) - {"xp_choices", "xp_time_zones"}))
async def test_nobody_gives_or_takes_xp(filled: World, role: str, table: str) -> None:
    scope = filled.as_(role, filled.ada)
    async with filled.database.scoped(scope) as connection:
        for statement in (
            f"DELETE FROM {table} WHERE student = $1",  # noqa: S608
            f"UPDATE {table} SET tenant = tenant WHERE student = $1",  # noqa: S608
        ):
            assert (await connection.execute(statement, filled.ada)).endswith(" 0")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with filled.database.scoped(scope) as connection:
            await connection.execute(
                f"INSERT INTO {table} SELECT * FROM {table} WHERE student = $1",  # noqa: S608
                filled.ada,
            )


async def test_a_student_cannot_rewrite_the_past_of_their_zones(filled: World) -> None:
    async with filled.database.as_student(filled.tenant, filled.ada) as connection:
        for statement in (
            "DELETE FROM xp_time_zones WHERE student = $1",
            "UPDATE xp_time_zones SET zone = 'UTC' WHERE student = $1",
        ):
            assert (await connection.execute(statement, filled.ada)).endswith(" 0")
