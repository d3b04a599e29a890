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
from tests.tutor_server.modules.rights import nobody_else_sees, responsible, seen
from tests.tutor_server.storage.world import World
from tutor_server.clock import wall_clock
from tutor_server.modules.qlearning.overrides import set_override
from tutor_server.modules.qlearning.store import TABLES
from tutor_server.storage.consents import Purpose, grant
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow


@pytest.fixture
async def filled(world: World) -> World:
    await learned(world, decided(), started(), tried(), finished())
    await set_override(
        world.database, world.as_("teacher", "t"), student=world.ada, format="video", now=MONDAY
    )
    return world


async def test_the_student_staff_and_guardian_see_them(filled: World) -> None:
    for role, scope in (await responsible(filled)).items():
        assert await seen(filled, scope, TABLES) == set(TABLES), role


async def test_nobody_else_sees_anything(filled: World) -> None:
    await nobody_else_sees(filled, TABLES)


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
