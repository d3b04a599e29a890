"""The policies of 0007_qlearning.sql."""

import asyncpg
import pytest

from sessions.ids import TenantId
from tests.tutor_server.modules.qlearning.facts import (
    MONDAY,
    decided,
    finished,
    learned,
    started,
    tried,
)
from tests.tutor_server.storage.world import World
from tutor_server.clock import wall_clock
from tutor_server.modules.qlearning.overrides import set_override
from tutor_server.modules.qlearning.store import TABLES
from tutor_server.storage.consents import Purpose, grant
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow


@pytest.fixture
async def filled(world: World) -> World:
    await learned(world, decided(), started(), tried(), finished())
    await set_override(
        world.database, world.as_("teacher", "t"), student=world.ada, format="video", now=MONDAY
    )
    return world


async def tables_seen(world: World, scope: Scope) -> set[str]:
    seen = set()
    async with world.database.scoped(scope) as connection:
        for table in TABLES:
            count = f"SELECT count(*) FROM {table} WHERE student = $1"  # noqa: S608
            if await connection.fetchval(count, world.ada):
                seen.add(table)
    return seen


async def test_the_student_staff_and_guardian_see_them(filled: World) -> None:
    guardian = await filled.person(PersonRole.GUARDIAN)
    await filled.people.put_under_guard(filled.tenant, guardian=guardian, student=filled.ada)
    for scope in (
        filled.as_("student", filled.ada),
        filled.as_("teacher", "t"),
        filled.as_("operator", "o"),
        filled.as_("service"),
        filled.as_("guardian", guardian),
    ):
        assert await tables_seen(filled, scope) == set(TABLES), scope


@pytest.mark.parametrize("role", ["student", "guardian", "made up", ""])
async def test_others_see_nothing(filled: World, role: str) -> None:
    assert await tables_seen(filled, filled.as_(role, filled.ben)) == set()


@pytest.mark.parametrize("role", ["student", "teacher", "operator", "service", "guardian"])
async def test_other_tenants_see_nothing(filled: World, role: str) -> None:
    scope = Scope(tenant=TenantId("elsewhere"), role=role, person=filled.ada)
    assert await tables_seen(filled, scope) == set()


@pytest.mark.parametrize("role", ["student", "teacher", "operator"])
async def test_nobody_changes_what_was_learned(filled: World, role: str) -> None:
    async with filled.database.scoped(filled.as_(role, filled.ada)) as connection:
        for statement in (
            "DELETE FROM qlearning_values WHERE student = $1",
            "UPDATE qlearning_values SET value = 9 WHERE student = $1",
            "UPDATE qlearning_decisions SET reward = 1 WHERE student = $1",
            "DELETE FROM qlearning_deeds WHERE student = $1",
            "UPDATE qlearning_students SET profile = '{}' WHERE student = $1",
        ):
            assert (await connection.execute(statement, filled.ada)).endswith(" 0")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with filled.database.scoped(filled.as_(role, filled.ada)) as connection:
            await connection.execute(
                "INSERT INTO qlearning_values (tenant, student, kind, state, option, visits,"
                " rewards, value) VALUES ($1, $2, 'format', 's', 'o', 1, 1, 1)",
                filled.tenant,
                filled.ada,
            )


async def test_pooling_needs_the_consent_for_it(filled: World) -> None:
    async def may_pool(scope: Scope) -> bool:
        async with filled.database.scoped(scope) as connection:
            return await connection.fetchval(
                "SELECT app_may_pool_lessons($1, $2)", filled.tenant, filled.ada
            )

    service = filled.as_("service")
    await grant(
        filled.database, service, person=filled.ada, purpose=Purpose.LEARN_FROM_VOTES,
        now=wall_clock(),
    )  # fmt: skip
    assert not await may_pool(service)
    await grant(
        filled.database, service, person=filled.ada, purpose=Purpose.LEARN_FROM_CHATS,
        now=wall_clock(),
    )  # fmt: skip
    assert await may_pool(service)
    assert not await may_pool(filled.as_("student", filled.ada))
    assert not await may_pool(Scope(tenant=TenantId("elsewhere"), role="operator", person="o"))
