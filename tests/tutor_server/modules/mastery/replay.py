"""Facts into the log at chosen times, and the module's cursor over them."""

from datetime import datetime

from sessions.contracts import Fact
from sessions.ids import StudentId
from tests.tutor_server.storage.world import World
from tutor_server.modules.mastery.consumer import CONSUMER, TABLES, apply
from tutor_server.storage.consumers import Consumers, Effect, Pending
from tutor_server.storage.event_log import OwnedLog
from tutor_server.storage.keys import KeyVault


async def happened(
    world: World,
    *facts: Fact,
    at: datetime | None = None,
    student: StudentId | None = None,
    owned: OwnedLog | None = None,
) -> None:
    """Append to a new session, or a given one; at a time other than now when one is given."""
    owned = owned or await world.open(student)
    await owned.append(facts)
    if at is not None:
        async with world.database.as_tenant(world.tenant) as connection:
            await connection.execute(
                "UPDATE events SET at = $2 WHERE session = $1 AND fact_id = ANY($3)",
                owned.ownership.session_id,
                at,
                [fact.fact_id for fact in facts],
            )


def module(keys: KeyVault) -> tuple[str, Effect]:
    """For `trouble`."""
    del keys
    return CONSUMER, apply


async def catch_up(world: World, student: StudentId | None = None) -> int:
    """Apply everything that a student's log has."""
    consumers = Consumers(world.database, world.keys)
    who = Pending(tenant_id=world.tenant, student_id=student or world.ada)
    applied = 0
    while count := await consumers.apply(CONSUMER, who, apply):
        applied += count
    return applied


async def rows(world: World, table: str, student: StudentId | None = None) -> list[dict]:
    """A student's rows of one of the module's tables, without whose they are."""
    assert table in TABLES
    order = {"mastery_attempts": "place", "mastery_lessons": "lesson"}.get(table, "skill")
    async with world.database.as_tenant(world.tenant) as connection:
        found = await connection.fetch(
            f"SELECT * FROM {table} WHERE student = $1 ORDER BY {order}",  # noqa: S608
            student or world.ada,
        )
    return [
        {name: value for name, value in row.items() if name not in ("tenant", "student")}
        for row in found
    ]


async def everything(world: World, student: StudentId | None = None) -> dict[str, list[dict]]:
    """All of a student's rows."""
    return {table: await rows(world, table, student) for table in TABLES}
