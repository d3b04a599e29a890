"""Counts each day's activity of a student from committed facts; a `/v1/me/activity` route.

Knows what happened, not what was said: only the plain part of a fact is read. The day is UTC
until a student's time zone is known (a later module owns streaks).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from inference.contracts import JsonValue
from sessions.contracts import FactKind
from sessions.ids import StudentId, TenantId
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection, Database, Scope

CONSUMER = "activity"

_ADD = """
    INSERT INTO activity_days (tenant, student, day, turns, replies, interrupted, heard_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (student, day) DO UPDATE SET
        turns = activity_days.turns + excluded.turns,
        replies = activity_days.replies + excluded.replies,
        interrupted = activity_days.interrupted + excluded.interrupted,
        heard_ms = activity_days.heard_ms + excluded.heard_ms
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What one fact adds to its day."""

    turns: int = 0
    replies: int = 0
    interrupted: int = 0
    heard_ms: int = 0


def amount_of(kind: FactKind, body: Mapping[str, JsonValue]) -> Amount | None:
    """What a fact counts for; None when it counts for nothing."""
    if kind is FactKind.STUDENT_TURN:
        return Amount(turns=1)
    if kind is not FactKind.REPLY_DONE:
        return None
    heard_ms = body.get("heard_ms")
    return Amount(
        replies=1,
        interrupted=int(body.get("status") == "cancelled"),
        heard_ms=heard_ms if isinstance(heard_ms, int) else 0,
    )


async def apply(connection: Connection, logged: LoggedFact) -> None:
    """Add one fact to its day, in the transaction that moves the cursor."""
    amount = amount_of(logged.fact.kind, logged.fact.body)
    if amount is None:
        return
    await connection.execute(
        _ADD,
        logged.tenant_id,
        logged.student_id,
        logged.at.date(),
        amount.turns,
        amount.replies,
        amount.interrupted,
        amount.heard_ms,
    )


async def read_days(database: Database, scope: Scope, *, limit: int) -> list[JsonValue]:
    """The student's newest days, as the scope may see them."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            "SELECT day, turns, replies, interrupted, heard_ms FROM activity_days"
            " WHERE student = $1 ORDER BY day DESC LIMIT $2",
            scope.person,
            limit,
        )
    return [{**dict(row), "day": row["day"].isoformat()} for row in rows]


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove a student's days, within the erasure's transaction."""
    await connection.execute("DELETE FROM activity_days WHERE student = $1", student)
