"""Who sees which tables of a side module, and who of all should."""

from collections.abc import Iterable

from sessions.ids import TenantId
from tests.tutor_server.storage.world import World
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Scope

ROLES = ("student", "teacher", "operator", "service", "guardian")


async def seen(world: World, scope: Scope, tables: Iterable[str]) -> set[str]:
    """Of `tables`, those in which the scope sees a row of Ada's."""
    found = set()
    async with world.database.scoped(scope) as connection:
        for table in tables:
            count = f"SELECT count(*) FROM {table} WHERE student = $1"  # noqa: S608
            if await connection.fetchval(count, world.ada):
                found.add(table)
    return found


async def responsible(world: World) -> dict[str, Scope]:
    """Ada herself, her guardian, and staff; by role."""
    guardian = await world.person(PersonRole.GUARDIAN)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    return {
        "student": world.as_("student", world.ada),
        "teacher": world.as_("teacher", "t"),
        "operator": world.as_("operator", "o"),
        "service": world.as_("service"),
        "guardian": world.as_("guardian", guardian),
    }


async def nobody_else_sees(world: World, tables: Iterable[str]) -> None:
    """Neither another person of the tenant, whatever their role is called, nor another tenant."""
    for role in ("student", "guardian", "made up", ""):
        assert await seen(world, world.as_(role, world.ben), tables) == set(), role
    for role in ROLES:
        scope = Scope(tenant=TenantId("elsewhere"), role=role, person=world.ada)
        assert await seen(world, scope, tables) == set(), role
