"""One student's data: exported whole, or erased for good.

Erasing destroys the student's key first (what any backup still holds can no longer be read),
then removes the rows of every table, and leaves a nameless row so that the id is never given
again. A side module with more than plain rows of its own adds that through `Eraser.also`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from inference.contracts import JsonValue
from sessions.ids import StudentId, TenantId
from tutor_server.errors import NotFoundError
from tutor_server.storage.consents import history
from tutor_server.storage.event_log import EventLog
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.keys import KeyVault
from tutor_server.storage.people import People, Person
from tutor_server.storage.pool import Connection, Database, Scope
from tutor_server.storage.session_list import SessionRecord, list_sessions
from tutor_server.storage.student_tables import student_tables

EraseMore = Callable[[Connection, TenantId, StudentId], Awaitable[None]]
"""Removes what a side module keeps in other ways; runs before the rows are deleted."""
EXPORT_SESSIONS = 1_000
"""Sessions per page of an export."""
_TOLD_APART = frozenset({"sessions", "events", "consents"})
"""Tables that an export shows in its own form; all others come as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What went, and what the caller still has to remove from the blob store."""

    sessions: int
    events: int
    blob_paths: tuple[str, ...]


class Eraser:
    """Erases students."""

    def __init__(
        self, database: Database, keys: KeyVault, *, also: Sequence[EraseMore] = ()
    ) -> None:
        self._database = database
        self._keys = keys
        self._also = also

    async def erase_student(self, tenant: TenantId, student: StudentId) -> Erased:
        """One transaction; harmless when repeated. A live session of the student is fenced.

        Raises NotFoundError, StorageUnavailableError.
        """
        async with self._database.as_tenant(tenant) as connection:
            await _hold_sessions(connection, student)
            await self._keys.destroy(connection, tenant, student)
            for erase in self._also:
                await erase(connection, tenant, student)
            erased = await _remove_rows(connection, student)
            await _forget_person(connection, student)
        return erased


async def export_student(
    database: Database, *, people: People, log: EventLog, who: tuple[TenantId, StudentId]
) -> dict[str, JsonValue]:
    """Everything stored about a student, readable. Raises NotFoundError, ErasedError."""
    tenant, student = who
    scope = Scope(tenant=tenant, role="student", person=student)
    person = await people.get(tenant, student)
    consents = await history(database, scope, person=student)
    sessions: list[JsonValue] = []
    before = None
    while page := await list_sessions(
        database, scope, student=student, before=before, limit=EXPORT_SESSIONS
    ):
        for record in page:
            sessions.append(_session(record, await log.read_all(record.session_id)))
        before = page[-1].opened_at
    async with database.scoped(scope) as connection:
        records: dict[str, JsonValue] = {
            table.name: [row["row"] for row in await table.rows(connection, student)]
            for table in await student_tables(connection)
            if table.name not in _TOLD_APART
        }
    return {
        "person": _person(person),
        "consents": [
            {
                "purpose": consent.purpose,
                "granted_by": consent.granted_by,
                "granted_at": consent.granted_at.isoformat(),
                "withdrawn_at": _time(consent.withdrawn_at),
            }
            for consent in consents
        ],
        "sessions": sessions,
        "records": records,
    }


def _person(person: Person) -> JsonValue:
    return {
        "id": person.person_id,
        "tenant": person.tenant_id,
        "name": person.display_name,
        "grade": person.grade,
        "locale": person.locale,
        "accommodations": dict(person.accommodations),
    }


def _session(record: SessionRecord, facts: Sequence[LoggedFact]) -> JsonValue:
    return {
        "id": record.session_id,
        "opened_at": record.opened_at.isoformat(),
        "closed_at": _time(record.closed_at),
        "facts": [
            {
                "seq": logged.seq,
                "at": logged.at.isoformat(),
                "kind": logged.fact.kind.value,
                "body": dict(logged.fact.body),
                "private": dict(logged.fact.private),
            }
            for logged in facts
        ],
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


async def _hold_sessions(connection: Connection, student: StudentId) -> None:
    """Wait for appends in flight and refuse later ones, before anything is removed."""
    found = await connection.fetchval("SELECT id FROM people WHERE id = $1 FOR UPDATE", student)
    if found is None:
        raise NotFoundError("There is no such student.")
    await connection.execute(
        "UPDATE sessions SET epoch = epoch + 1, owner = 'erased' WHERE student = $1", student
    )


async def _remove_rows(connection: Connection, student: StudentId) -> Erased:
    blobs = await connection.fetch("SELECT path FROM blobs WHERE student = $1", student)
    gone = {
        table.name: await table.erase(connection, student)
        for table in await student_tables(connection)
    }
    return Erased(
        sessions=gone["sessions"],
        events=gone["events"],
        blob_paths=tuple(row["path"] for row in blobs),
    )


async def _forget_person(connection: Connection, student: StudentId) -> None:
    await connection.execute(
        "UPDATE people SET name_mark = NULL, name_sealed = NULL, accommodations = '{}',"
        " grade = DEFAULT, locale = DEFAULT, erased_at = coalesce(erased_at, now())"
        " WHERE id = $1",
        student,
    )
