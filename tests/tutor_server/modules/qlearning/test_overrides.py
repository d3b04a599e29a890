"""A teacher's word: who may give it, about whom."""

import asyncpg
import pytest

from sessions.ids import TenantId
from tests.tutor_server.modules.qlearning.facts import MONDAY
from tests.tutor_server.storage.world import World
from tutor_server.errors import InvalidRequestError, NotFoundError
from tutor_server.modules.qlearning.overrides import set_override
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow


async def say(world: World, scope: Scope, format: str | None, student: str = "") -> None:
    await set_override(
        world.database, scope, student=student or world.ada, format=format, now=MONDAY
    )


async def standing(world: World) -> list[tuple[str, str]]:
    async with world.database.as_tenant(world.tenant) as connection:
        rows = await connection.fetch(
            "SELECT format, set_by FROM qlearning_overrides WHERE student = $1", world.ada
        )
    return [tuple(row.values()) for row in rows]


@pytest.mark.parametrize("role", ["teacher", "operator", "service"])
async def test_the_newest_word_stands_until_it_is_taken_back(world: World, role: str) -> None:
    scope = world.as_(role, "t")
    await say(world, scope, "video")
    await say(world, scope, "practice")
    assert await standing(world) == [("practice", "t")]
    await say(world, scope, None)
    await say(world, scope, None)
    assert await standing(world) == []


@pytest.mark.parametrize("format", ["", "song", "Video", "video "])
async def test_only_formats_that_there_are(world: World, format: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await say(world, world.as_("teacher", "t"), format)
    assert caught.value.param == "format"
    assert await standing(world) == []


async def test_only_about_students(world: World) -> None:
    guardian = await world.person(PersonRole.GUARDIAN)
    for who in ("nobody", guardian):
        with pytest.raises(NotFoundError):
            await say(world, world.as_("teacher", "t"), "video", who)


async def test_not_about_students_of_another_school(world: World) -> None:
    elsewhere = Scope(tenant=TenantId("elsewhere"), role="teacher", person="t")
    with pytest.raises(NotFoundError):
        await say(world, elsewhere, "video")
    assert await standing(world) == []


async def test_students_and_guardians_cannot_choose_for_themselves(world: World) -> None:
    guardian = await world.person(PersonRole.GUARDIAN)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    for scope in (world.as_("student", world.ada), world.as_("guardian", guardian)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await say(world, scope, "video")
    await say(world, world.as_("teacher", "t"), "reading")
    await say(world, world.as_("student", world.ada), None)
    assert await standing(world) == [("reading", "t")]
