"""Side modules read the log by their own cursor, in order per student, each fact exactly once.

The cursor and the effect are one transaction: a crash undoes both, a retry finds neither or
both. Two workers of one consumer never hold the same student. Knows no effect.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from sessions.ids import StudentId, TenantId
from tutor_server.errors import ErasedError
from tutor_server.storage.facts import COLUMNS, LoggedFact, from_row
from tutor_server.storage.keys import KeyVault
from tutor_server.storage.pool import Connection, Database

BATCH: Final = 100
"""Facts per transaction, so that one student's backlog never holds locks for long."""

Effect = Callable[[Connection, LoggedFact], Awaitable[None]]
"""Writes its rows on the given connection and does nothing else that lasts."""

_NEXT = f"""
    SELECT {COLUMNS} FROM events WHERE student = $1 AND student_seq > $2
    ORDER BY student_seq LIMIT $3
"""  # noqa: S608 a constant


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A student whose log is longer than the consumer's cursor."""

    tenant_id: TenantId
    student_id: StudentId


class Consumers:
    """Moves cursors. Every method raises StorageUnavailableError."""

    def __init__(self, database: Database, keys: KeyVault) -> None:
        self._database = database
        self._keys = keys

    async def pending(self, consumer: str, *, limit: int = 100) -> tuple[Pending, ...]:
        """Students with facts that the consumer has not applied, in no particular order."""
        async with self._database.as_service() as connection:
            rows = await connection.fetch(
                "SELECT s.tenant, s.student FROM student_streams s"
                " LEFT JOIN cursors c ON c.consumer = $1 AND c.student = s.student"
                " WHERE s.last_seq > coalesce(c.last_seq, 0) LIMIT $2",
                consumer,
                limit,
            )
        return tuple(
            Pending(tenant_id=TenantId(row["tenant"]), student_id=StudentId(row["student"]))
            for row in rows
        )

    async def apply(self, consumer: str, who: Pending, effect: Effect) -> int:
        """Apply the next facts of one student, in order; returns how many (0: up to date).

        Another worker holding this student counts as up to date. What the effect raises undoes
        the whole batch and comes out here. An erased student's facts come without their
        private part.
        """
        try:
            cipher = await self._keys.cipher(who.tenant_id, who.student_id)
        except ErasedError:
            cipher = None
        async with self._database.as_tenant(who.tenant_id) as connection:
            last_seq = await _hold_cursor(connection, consumer, who)
            if last_seq is None:
                return 0
            rows = await connection.fetch(_NEXT, who.student_id, last_seq, BATCH)
            for row in rows:
                await effect(connection, from_row(row, cipher))
            if rows:
                await connection.execute(
                    "UPDATE cursors SET last_seq = $3 WHERE consumer = $1 AND student = $2",
                    consumer,
                    who.student_id,
                    rows[-1]["student_seq"],
                )
            return len(rows)

    async def catch_up(self, consumer: str, effect: Effect) -> int:
        """Apply everything that is pending now; returns how many facts."""
        applied = 0
        for who in await self.pending(consumer):
            while count := await self.apply(consumer, who, effect):
                applied += count
        return applied


async def _hold_cursor(connection: Connection, consumer: str, who: Pending) -> int | None:
    """The cursor, locked until the commit; None when another worker has it."""
    await connection.execute(
        "INSERT INTO cursors (consumer, student, tenant) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING",
        consumer,
        who.student_id,
        who.tenant_id,
    )
    last_seq: int | None = await connection.fetchval(
        "SELECT last_seq FROM cursors WHERE consumer = $1 AND student = $2 FOR UPDATE SKIP LOCKED",
        consumer,
        who.student_id,
    )
    return last_seq
