"""The append-only log of committed facts, one owner per session.

An owner holds an epoch; claiming a session raises it, and every append checks it under the
session's row lock, so two live owners are impossible. Sequences are allocated under the
session's and the student's locks, held until the commit: whoever reads by cursor sees no gap
that could be filled later. Knows nothing about turns or about who is connected.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import asyncpg

from sessions.contracts import Fact, FactKind, Identity
from sessions.errors import FencedError, LogUnavailableError
from sessions.ids import SessionId, StudentId, TenantId
from tutor_server.errors import ConflictError, ErasedError, NotFoundError, UnavailableError
from tutor_server.storage.facts import COLUMNS, LoggedFact, from_row, seal
from tutor_server.storage.keys import Cipher, KeyVault
from tutor_server.storage.pool import Connection, Database, Scope

READ_LIMIT = 1_000
"""Facts per read; a longer log is read in pages."""

Wake = Callable[[TenantId, StudentId], None]
"""Told after a commit that the student's log grew; must not block. A hint, may be lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """The right to append to one session."""

    tenant_id: TenantId
    student_id: StudentId
    session_id: SessionId
    epoch: int


class EventLog:
    """Opens, claims and reads sessions' logs."""

    def __init__(self, database: Database, keys: KeyVault, *, wake: Wake | None = None) -> None:
        self._database = database
        self._keys = keys
        self._wake = wake

    async def open_session(self, identity: Identity, *, owner: str) -> "OwnedLog":
        """Start a session's log under epoch 1.

        Raises ConflictError (the session exists: claim it), NotFoundError (no such student in
        this tenant), StorageUnavailableError.
        """
        tenant, student = identity.tenant_id, identity.student_id
        try:
            async with self._database.as_tenant(tenant) as connection:
                opened = await connection.fetchval(
                    _OPEN, identity.session_id, tenant, student, owner
                )
        except asyncpg.UniqueViolationError as error:
            raise ConflictError("A session of this id exists.") from error
        if opened is None:
            raise NotFoundError("There is no such student.")
        return self._owned(
            Ownership(
                tenant_id=tenant, student_id=student, session_id=identity.session_id, epoch=1
            )
        )

    async def claim(self, session_id: SessionId, *, owner: str) -> "OwnedLog":
        """Take a session over, whoever had it; the former owner's next append is refused.

        Reopens a closed session. Raises NotFoundError, StorageUnavailableError.
        """
        async with self._database.as_service() as connection:
            row = await connection.fetchrow(
                "UPDATE sessions SET epoch = epoch + 1, owner = $2, closed_at = NULL"
                " WHERE id = $1 RETURNING tenant, student, epoch",
                session_id,
                owner,
            )
        if row is None:
            raise NotFoundError("There is no such session.")
        return self._owned(
            Ownership(
                tenant_id=TenantId(row["tenant"]),
                student_id=StudentId(row["student"]),
                session_id=session_id,
                epoch=row["epoch"],
            )
        )

    async def read(
        self,
        session_id: SessionId,
        *,
        after_seq: int = 0,
        limit: int = READ_LIMIT,
        viewer: Scope | None = None,
    ) -> tuple[LoggedFact, ...]:
        """Facts after a sequence number, oldest first, as far as the viewer may see them.

        Without a viewer it is the service. Raises StorageUnavailableError.
        """
        query = (
            f"SELECT {COLUMNS} FROM events WHERE session = $1 AND seq > $2"  # noqa: S608 a constant
            " ORDER BY seq LIMIT $3"
        )
        scope = self._database.as_service() if viewer is None else self._database.scoped(viewer)
        async with scope as connection:
            rows = await connection.fetch(query, session_id, after_seq, limit)
        if not rows:
            return ()
        cipher = await self.cipher_or_none(rows[0]["tenant"], rows[0]["student"])
        return tuple(from_row(row, cipher) for row in rows)

    async def read_all(self, session_id: SessionId) -> tuple[LoggedFact, ...]:
        """The whole log of a session, for its new owner. Raises StorageUnavailableError."""
        facts: list[LoggedFact] = []
        while page := await self.read(session_id, after_seq=facts[-1].seq if facts else 0):
            facts.extend(page)
        return tuple(facts)

    async def cipher_or_none(self, tenant: TenantId, student: StudentId) -> Cipher | None:
        """The student's cipher; None once the student was erased."""
        try:
            return await self._keys.cipher(tenant, student)
        except ErasedError:
            return None

    def _owned(self, ownership: Ownership) -> "OwnedLog":
        return OwnedLog(self._database, self._keys, ownership=ownership, wake=self._wake)


class OwnedLog:
    """One owner's right to append to one session; a `sessions.contracts.SessionLog`."""

    def __init__(
        self, database: Database, keys: KeyVault, *, ownership: Ownership, wake: Wake | None
    ) -> None:
        self._database = database
        self._keys = keys
        self.ownership = ownership
        self._wake = wake

    @property
    def epoch(self) -> int:
        """The epoch this owner holds."""
        return self.ownership.epoch

    async def append(self, facts: Sequence[Fact]) -> int:
        """Commit in order; returns the session's last sequence number.

        A fact_id already there is skipped. Raises FencedError (another owner, or the student
        was erased), LogUnavailableError (nothing or everything was committed: try again).
        """
        mine = self.ownership
        try:
            cipher = await self._keys.cipher(mine.tenant_id, mine.student_id)
            sealed = [
                (fact, seal(fact, session_id=mine.session_id, cipher=cipher))
                for fact in _first_of_each(facts)
            ]
            async with self._database.as_student(mine.tenant_id, mine.student_id) as connection:
                last_seq = await self._append(connection, sealed)
        except ErasedError as error:
            raise FencedError("The student was erased.") from error
        except UnavailableError as error:
            raise LogUnavailableError(error.detail) from error
        if self._wake is not None:
            self._wake(mine.tenant_id, mine.student_id)
        return last_seq

    async def _append(
        self, connection: Connection, sealed: Sequence[tuple[Fact, bytes | None]]
    ) -> int:
        last_seq = await self._lock(connection)
        known = await self._known(connection, [fact.fact_id for fact, _ in sealed])
        fresh = [(fact, private) for fact, private in sealed if fact.fact_id not in known]
        if fresh:
            await self._insert(connection, fresh, after_seq=last_seq)
        return last_seq + len(fresh)

    async def _lock(self, connection: Connection) -> int:
        """Hold the session's row until the commit; its last sequence number."""
        last_seq: int | None = await connection.fetchval(
            "SELECT last_seq FROM sessions WHERE id = $1 AND epoch = $2 FOR NO KEY UPDATE",
            self.ownership.session_id,
            self.ownership.epoch,
        )
        if last_seq is None:
            raise FencedError("Another owner has this session.")
        return last_seq

    async def _known(self, connection: Connection, fact_ids: Sequence[str]) -> set[str]:
        rows = await connection.fetch(
            "SELECT fact_id FROM events WHERE session = $1 AND fact_id = ANY($2::text[])",
            self.ownership.session_id,
            fact_ids,
        )
        return {row["fact_id"] for row in rows}

    async def _insert(
        self,
        connection: Connection,
        fresh: Sequence[tuple[Fact, bytes | None]],
        *,
        after_seq: int,
    ) -> None:
        """One statement for any number of facts: allocate, insert, move the session on."""
        mine = self.ownership
        await connection.execute(
            _INSERT,
            mine.session_id,
            mine.tenant_id,
            mine.student_id,
            after_seq,
            [fact.fact_id for fact, _ in fresh],
            [fact.kind.value for fact, _ in fresh],
            [json.dumps(dict(fact.body), ensure_ascii=False) for fact, _ in fresh],
            [private for _, private in fresh],
            any(fact.kind is FactKind.SESSION_CLOSED for fact, _ in fresh),
        )


_OPEN = """
    WITH person AS (
        SELECT id, tenant FROM people WHERE tenant = $2 AND id = $3 AND erased_at IS NULL
        FOR KEY SHARE
    ), stream AS (
        INSERT INTO student_streams (student, tenant) SELECT id, tenant FROM person
        ON CONFLICT DO NOTHING
    )
    INSERT INTO sessions (id, tenant, student, owner) SELECT $1, tenant, id, $4 FROM person
    RETURNING id
"""

_INSERT = """
    WITH stream AS (
        UPDATE student_streams SET last_seq = last_seq + cardinality($5::text[])
        WHERE student = $3
        RETURNING last_seq - cardinality($5::text[]) AS base
    ), moved AS (
        UPDATE sessions SET
            last_seq = $4 + cardinality($5::text[]),
            closed_at = CASE WHEN $9 THEN clock_timestamp() ELSE closed_at END
        WHERE id = $1
    )
    INSERT INTO events
        (session, tenant, student, seq, student_seq, fact_id, kind, body, private, at)
    SELECT $1, $2, $3, $4 + f.n, stream.base + f.n, f.fact_id, f.kind, f.body::jsonb, f.private,
           clock_timestamp()
    FROM stream, unnest($5::text[], $6::text[], $7::text[], $8::bytea[]) WITH ORDINALITY
        AS f (fact_id, kind, body, private, n)
"""
"""The stream's row stays locked until the commit: student_seq has no gap that fills up later."""


def _first_of_each(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    firsts: dict[str, Fact] = {}
    for fact in facts:
        firsts.setdefault(fact.fact_id, fact)
    return tuple(firsts.values())
