"""Flight records in Postgres: chunks sealed with the student's key, by standing consent only.

Every write asks for the consent again, under a lock that a withdrawal waits for: what the database
holds was allowed when it was written, and a withdrawal removes it (a trigger of the migration).
Knows no event and no clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sessions.contracts import Identity
from sessions.flight.chunk import Chunk
from sessions.ids import SessionId, StudentId, TenantId
from tutor_server.errors import ErasedError
from tutor_server.storage.consents import Purpose, allowed
from tutor_server.storage.keys import KeyVault
from tutor_server.storage.pool import Connection, Database, Row, Scope

MAX_SESSION_BYTES: Final = 2 * 1024 * 1024
"""Sealed bytes kept of one session, some hours of talk; then the oldest go."""

_KEEP = """
    WITH allowed AS (
        SELECT s.tenant, s.student, s.id FROM people p
        JOIN consents c ON c.person = p.id AND c.purpose = $4 AND c.withdrawn_at IS NULL
        JOIN sessions s ON s.student = p.id AND s.id = $2 AND s.epoch = $3
        WHERE p.id = $1 AND p.erased_at IS NULL
        FOR KEY SHARE OF p FOR SHARE OF c
    )
    INSERT INTO flight_chunks
        (tenant, student, session, epoch, first, events, begins, sealed, at, expires_at)
    SELECT tenant, student, id, $3, $5, $6, $7, $8, $9, $10 FROM allowed
    ON CONFLICT DO NOTHING
    RETURNING true
"""
"""Erasure begins with a lock on the person, a withdrawal writes the consent: both wait for this
and then see its row. The session's row stays free for the turn that is being committed."""

_DROP_OLDEST = """
    WITH sized AS (
        SELECT epoch, first, begins, sum(octet_length(sealed))
            OVER (ORDER BY epoch DESC, first DESC) AS held
        FROM flight_chunks WHERE session = $1
    ), oldest AS (
        SELECT epoch, first FROM sized WHERE begins AND held <= $2
        ORDER BY epoch, first LIMIT 1
    )
    DELETE FROM flight_chunks f USING oldest o
    WHERE f.session = $1 AND (f.epoch, f.first) < (o.epoch, o.first)
"""

_LIST = """
    SELECT tenant, student, session, epoch, min(first) AS first,
        max(first + events) AS until, sum(events) AS events, sum(octet_length(sealed)) AS bytes,
        min(at) AS began_at, max(at) AS flushed_at, min(expires_at) AS expires_at
    FROM flight_chunks
    WHERE expires_at > $1 AND ($2::text IS NULL OR session = $2)
        AND ($3::text IS NULL OR student = $3)
    GROUP BY tenant, student, session, epoch
    ORDER BY max(at) DESC, epoch DESC LIMIT $4
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """One owner's flight of one session."""

    identity: Identity
    epoch: int

    @property
    def place(self) -> str:
        """Ties sealed chunks to it; a chunk's own number is added."""
        return f"flight:{self.identity.session_id}:{self.epoch}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What there is of a flight, without its contents."""

    tenant: TenantId
    student: StudentId
    session: SessionId
    epoch: int
    first: int
    """Number of the first event that is there."""
    until: int
    """Number after the last one."""
    events: int
    bytes: int
    began_at: datetime
    flushed_at: datetime
    expires_at: datetime


class FlightStore:
    """Writes for the service, reads for a viewer."""

    def __init__(self, database: Database, keys: KeyVault, *, days: int) -> None:
        self._database = database
        self._keys = keys
        self._days = days

    async def consented(self, identity: Identity) -> bool:
        """Whether the student may be recorded now. Raises StorageUnavailableError."""
        return await allowed(
            self._database,
            identity.tenant_id,
            person=identity.student_id,
            purpose=Purpose.FLIGHT_RECORD,
        )

    async def keep(self, flight: Flight, chunk: Chunk, *, now: datetime) -> bool:
        """Seal and store a chunk; False when it may not be: no consent stands, another owner has
        the session, or the student was erased. Harmless when repeated. Raises
        StorageUnavailableError."""
        who = flight.identity
        try:
            cipher = await self._keys.cipher(who.tenant_id, who.student_id)
        except ErasedError:
            return False
        sealed = cipher.seal(chunk.data, place=f"{flight.place}:{chunk.first}")
        async with self._database.as_tenant(who.tenant_id) as connection:
            kept = await connection.fetchval(
                _KEEP,
                who.student_id,
                who.session_id,
                flight.epoch,
                Purpose.FLIGHT_RECORD.value,
                chunk.first,
                chunk.events,
                chunk.begins,
                sealed,
                now,
                now + timedelta(days=self._days),
            )
            if kept and chunk.begins:
                await connection.execute(_DROP_OLDEST, who.session_id, MAX_SESSION_BYTES)
            return bool(kept) or await _is_there(connection, flight, chunk)

    async def flights(
        self,
        viewer: Scope,
        *,
        now: datetime,
        session: str | None = None,
        student: str | None = None,
        limit: int = 100,
    ) -> tuple[Kept, ...]:
        """What the viewer may see, flown last first. Raises StorageUnavailableError."""
        async with self._database.scoped(viewer) as connection:
            rows = await connection.fetch(_LIST, now, session, student, limit)
        return tuple(_kept(row) for row in rows)

    async def chunks(self, viewer: Scope, kept: Kept, *, now: datetime) -> tuple[bytes, ...]:
        """The chunks of a flight in order, opened; empty once the student was erased.

        Raises StorageUnavailableError, KeyFileError (rows that were moved or damaged).
        """
        async with self._database.scoped(viewer) as connection:
            rows = await connection.fetch(
                "SELECT first, sealed FROM flight_chunks"
                " WHERE session = $1 AND epoch = $2 AND expires_at > $3 ORDER BY first",
                kept.session,
                kept.epoch,
                now,
            )
        try:
            cipher = await self._keys.cipher(kept.tenant, kept.student)
        except ErasedError:
            return ()
        place = f"flight:{kept.session}:{kept.epoch}"
        return tuple(cipher.open(row["sealed"], place=f"{place}:{row['first']}") for row in rows)


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove everything of a student, within the erasure's transaction."""
    await connection.execute("DELETE FROM flight_chunks WHERE student = $1", student)


async def _is_there(connection: Connection, flight: Flight, chunk: Chunk) -> bool:
    """It was stored before, and the answer was lost."""
    return bool(
        await connection.fetchval(
            "SELECT true FROM flight_chunks WHERE session = $1 AND epoch = $2 AND first = $3",
            flight.identity.session_id,
            flight.epoch,
            chunk.first,
        )
    )


def _kept(row: Row) -> Kept:
    return Kept(
        tenant=TenantId(row["tenant"]),
        student=StudentId(row["student"]),
        session=SessionId(row["session"]),
        epoch=row["epoch"],
        first=row["first"],
        until=row["until"],
        events=row["events"],
        bytes=row["bytes"],
        began_at=row["began_at"],
        flushed_at=row["flushed_at"],
        expires_at=row["expires_at"],
    )
