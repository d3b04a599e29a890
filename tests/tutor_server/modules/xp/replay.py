"""Facts into the log at chosen times, and the module's cursor over them."""

from collections.abc import Sequence
from datetime import datetime

from sessions.contracts import Fact
from sessions.ids import StudentId
from tests.tutor_server.modules.xp.facts import CURRICULUM
from tests.tutor_server.storage.world import World
from tutor_server.modules.xp.store import CONSUMER, Xp
from tutor_server.storage.consumers import Consumers, Effect, Pending
from tutor_server.storage.keys import KeyVault

XP = Xp(CURRICULUM)


def module(keys: KeyVault) -> tuple[str, Effect]:
    """For `trouble`."""
    del keys
    return CONSUMER, XP.apply


async def happened(
    world: World, *facts: Fact, at: datetime | None = None, student: StudentId | None = None
) -> None:
    """Append to a new session; at a time other than now when one is given."""
    owned = await world.open(student)
    await owned.append(facts)
    if at is not None:
        async with world.database.as_tenant(world.tenant) as connection:
            await connection.execute(
                "UPDATE events SET at = $2 WHERE session = $1", owned.ownership.session_id, at
            )


async def stamp(world: World, session_id: str, times: Sequence[datetime]) -> None:
    """Give the facts of a session their times, in order."""
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "UPDATE events e SET at = t.at FROM unnest($2::timestamptz[]) WITH ORDINALITY"
            " AS t (at, n) WHERE e.session = $1 AND e.seq = t.n",
            session_id,
            times,
        )


async def catch_up(world: World, student: StudentId | None = None) -> int:
    """Apply everything that a student's log has."""
    consumers = Consumers(world.database, world.keys)
    who = Pending(tenant_id=world.tenant, student_id=student or world.ada)
    applied = 0
    while count := await consumers.apply(CONSUMER, who, XP.apply):
        applied += count
    return applied
