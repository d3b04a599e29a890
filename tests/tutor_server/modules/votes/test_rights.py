"""The policies of 0005_votes.sql."""

import asyncpg
import pytest

from sessions.ids import TenantId
from tests.tutor_server.modules.rights import nobody_else_sees, responsible, seen
from tests.tutor_server.modules.votes.facts import happened, rating, vote
from tests.tutor_server.storage.world import World
from tutor_server.clock import wall_clock
from tutor_server.modules.votes.store import TABLES
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow


@pytest.fixture
async def filled(world: World) -> World:
    await happened(world, vote(), rating(stars=4))
    return world


async def test_the_student_staff_and_guardian_see_them(filled: World) -> None:
    for role, scope in (await responsible(filled)).items():
        assert await seen(filled, scope, TABLES) == set(TABLES), role


async def test_nobody_else_sees_anything(filled: World) -> None:
    await nobody_else_sees(filled, TABLES)


@pytest.mark.parametrize("role", ["student", "teacher", "operator"])
async def test_nobody_changes_a_vote(filled: World, role: str) -> None:
    async with filled.database.scoped(filled.as_(role, filled.ada)) as connection:
        for statement in (
            "DELETE FROM votes WHERE student = $1",
            "UPDATE votes SET choice = 'right' WHERE student = $1",
            "DELETE FROM ratings WHERE student = $1",
            "UPDATE ratings SET stars = 1 WHERE student = $1",
        ):
            assert (await connection.execute(statement, filled.ada)).endswith(" 0")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with filled.database.scoped(filled.as_(role, filled.ada)) as connection:
            await connection.execute(
                "INSERT INTO ratings (tenant, student, item_id, source, stars, at)"
                " VALUES ($1, $2, 'mine', 's', 5, now())",
                filled.tenant,
                filled.ada,
            )


async def test_learning_needs_the_consent_for_it(filled: World) -> None:
    async def may_learn(scope: Scope) -> bool:
        async with filled.database.scoped(scope) as connection:
            return await connection.fetchval(
                "SELECT app_may_learn_from_votes($1, $2)", filled.tenant, filled.ada
            )

    staff = filled.as_("operator", "o")
    consent = {"person": filled.ada, "now": wall_clock()}
    assert not await may_learn(staff)
    service = filled.as_("service")
    await grant(filled.database, service, purpose=Purpose.LEARN_FROM_CHATS, **consent)
    assert not await may_learn(staff)
    await grant(filled.database, service, purpose=Purpose.LEARN_FROM_VOTES, **consent)
    assert await may_learn(staff)
    assert not await may_learn(filled.as_("student", filled.ada))
    assert not await may_learn(Scope(tenant=TenantId("elsewhere"), role="operator", person="o"))
    late = {**consent, "now": wall_clock()}
    await withdraw(filled.database, service, purpose=Purpose.LEARN_FROM_VOTES, **late)
    assert not await may_learn(staff)
