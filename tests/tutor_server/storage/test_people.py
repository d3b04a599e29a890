"""People: found again by name, the name itself never in the clear."""

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from sessions.ids import TenantId
from tests.tutor_server.storage.world import World
from tutor_server.errors import ErasedError, InvalidRequestError, NotFoundError
from tutor_server.launcher.postgres import PostgresUrls
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow


async def test_same_name_is_the_same_person(world: World) -> None:
    for name in ("Ada", "  ada ", "ADA", "\uff21da"):  # the last begins with a full-width A
        assert (
            await world.people.ensure_person(world.tenant, PersonRole.STUDENT, name) == world.ada
        )


async def test_other_role_or_tenant_is_another_person(world: World) -> None:
    other = TenantId(f"{world.tenant}b")
    await world.people.ensure_tenant(other, name="Another school")
    found = {
        world.ada,
        await world.people.ensure_person(world.tenant, PersonRole.TEACHER, "Ada"),
        await world.people.ensure_person(other, PersonRole.STUDENT, "Ada"),
    }
    assert len(found) == 3


async def test_many_at_once_make_one(world: World) -> None:
    made = await asyncio.gather(
        *(world.people.ensure_person(world.tenant, PersonRole.STUDENT, "Cleo") for _ in range(8))
    )
    assert len(set(made)) == 1
    assert (await world.people.get(world.tenant, made[0])).display_name == "Cleo"


async def test_name_is_not_in_the_database(world: World, postgres: PostgresUrls) -> None:
    name = "Zebedee Quux"
    person = await world.people.ensure_person(world.tenant, PersonRole.STUDENT, name)
    admin = await asyncpg.connect(postgres.admin)
    try:
        row = await admin.fetchrow("SELECT people::text AS t FROM people WHERE id = $1", person)
    finally:
        await admin.close()
    assert row is not None
    for part in ("Zebedee", "Quux", name.encode().hex(), b"zebedee".hex()):
        assert part not in row["t"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
async def test_bad_names(world: World, name: str) -> None:
    with pytest.raises(InvalidRequestError):
        await world.people.ensure_person(world.tenant, PersonRole.STUDENT, name)


async def test_unknown_tenant_and_person(world: World) -> None:
    with pytest.raises(NotFoundError):
        await world.people.ensure_person(TenantId("nowhere"), PersonRole.STUDENT, "Ada")
    with pytest.raises(ErasedError):
        await world.people.get(world.tenant, "nobody")


async def test_learning_needs(world: World) -> None:
    ada = await world.people.get(world.tenant, world.ada)
    changed = replace(ada, grade=3, locale="de", accommodations={"dyslexia": True})
    await world.people.set_learning_needs(changed)
    assert await world.people.get(world.tenant, world.ada) == changed


async def test_a_language_is_kept_until_it_is_forgotten(world: World) -> None:
    assert (await world.people.get(world.tenant, world.ada)).locale == ""
    await world.people.set_locale(world.tenant, world.ada, "pt-BR")
    assert (await world.people.get(world.tenant, world.ada)).locale == "pt-BR"
    await world.people.set_locale(world.tenant, world.ada, "")
    assert (await world.people.get(world.tenant, world.ada)).locale == ""


async def test_tenants_are_made_once(world: World) -> None:
    await world.people.ensure_tenant(world.tenant, name="Another name")
    assert (await world.people.tenants()).count(world.tenant) == 1
