"""Consent: nothing without a grant, nothing after a withdrawal, and a record of both."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor_server.storage.world import World
from tutor_server.errors import ForbiddenError
from tutor_server.storage.consents import Purpose, allowed, grant, history, withdraw
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

NOW = datetime(2026, 5, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


async def may_learn(world: World) -> bool:
    return await allowed(
        world.database, world.tenant, person=world.ada, purpose=Purpose.LEARN_FROM_VOTES
    )


async def test_off_until_granted_and_after_withdrawal(world: World) -> None:
    scope = world.as_("service")
    consent = {"person": world.ada, "purpose": Purpose.LEARN_FROM_VOTES}
    assert not await may_learn(world)
    await grant(world.database, scope, **consent, now=NOW)
    await grant(world.database, scope, **consent, now=LATER)  # already stands
    assert await may_learn(world)
    assert await withdraw(world.database, scope, **consent, now=LATER)
    assert not await withdraw(world.database, scope, **consent, now=LATER)
    assert not await may_learn(world)
    await grant(world.database, scope, **consent, now=LATER)
    record = await history(world.database, scope, person=world.ada)
    assert [(c.granted_at, c.withdrawn_at) for c in record] == [(NOW, LATER), (LATER, None)]


async def test_one_purpose_is_not_another(world: World) -> None:
    await grant(
        world.database, world.as_("service"), person=world.ada, purpose=Purpose.TEACHER_VIEW,
        now=NOW,
    )  # fmt: skip
    assert not await may_learn(world)


async def test_guardian_grants_for_the_ward(world: World) -> None:
    guardian = await world.person(PersonRole.GUARDIAN)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    scope = world.as_("guardian", guardian)
    consent = {"purpose": Purpose.LEARN_FROM_VOTES, "now": NOW}
    await grant(world.database, scope, person=world.ada, **consent)
    assert await may_learn(world)
    with pytest.raises(ForbiddenError):
        await grant(world.database, scope, person=world.ben, **consent)
    assert [c.granted_by for c in await history(world.database, scope, person=world.ada)] == [
        guardian
    ]


@pytest.mark.parametrize("role", [PersonRole.STUDENT, PersonRole.TEACHER])
async def test_students_and_teachers_cannot_grant(world: World, role: PersonRole) -> None:
    who = world.ada if role is PersonRole.STUDENT else await world.person(role)
    with pytest.raises(ForbiddenError):
        await grant(
            world.database, world.as_(role, who), person=world.ada,
            purpose=Purpose.LEARN_FROM_VOTES, now=NOW,
        )  # fmt: skip
    assert not await may_learn(world)
