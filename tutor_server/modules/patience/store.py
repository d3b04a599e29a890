"""Keeps what sessions learned about a student's pauses, so that the next session begins with it.

A session writes the factor into the fact of the turn that taught it (sessions.reduce.learning);
here the newest one of each student stands in a row. Knows no turns and no rule.
"""

from sessions.contracts import FactKind
from sessions.ids import StudentId, TenantId
from sessions.patience import NOTHING_LEARNED, bounded
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection, Database

CONSUMER = "patience"


async def apply(connection: Connection, logged: LoggedFact) -> None:
    """Take a turn's factor, in the transaction that moves the cursor."""
    factor = logged.fact.body.get("patience")
    if logged.fact.kind is not FactKind.STUDENT_TURN or not isinstance(factor, int | float):
        return
    await connection.execute(
        "INSERT INTO patience_learned (tenant, student, factor, at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (student) DO UPDATE SET factor = excluded.factor, at = excluded.at",
        logged.tenant_id,
        logged.student_id,
        bounded(factor),
        logged.at,
    )


async def learned(database: Database, tenant: TenantId, student: StudentId) -> float:
    """For a session that is about to begin. Raises StorageUnavailableError."""
    async with database.as_tenant(tenant) as connection:
        found = await connection.fetchval(
            "SELECT factor FROM patience_learned WHERE student = $1", student
        )
    return NOTHING_LEARNED if found is None else bounded(found)


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Forget a student, within the erasure's transaction."""
    del tenant
    await connection.execute("DELETE FROM patience_learned WHERE student = $1", student)
