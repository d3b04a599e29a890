"""Opens storage for a role, and the store that attaches sessions to the log."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from inference.contracts import JsonValue
from sessions.commands import Pause
from sessions.contracts import Identity
from sessions.errors import LogUnavailableError
from sessions.facts import restore
from sessions.ids import SessionId
from sessions.items import Item
from tutor_server.app.places import Places
from tutor_server.attach.contracts import Opened, Student
from tutor_server.clock import monotonic, wall_clock
from tutor_server.errors import UnavailableError
from tutor_server.modules.classroom.standing import standing_of
from tutor_server.modules.memory.reading import OwnMemory
from tutor_server.modules.patience.store import learned
from tutor_server.settings import Settings
from tutor_server.storage.erasure import export_student
from tutor_server.storage.event_log import EventLog
from tutor_server.storage.keys import KeyVault, load_master_key
from tutor_server.storage.people import People
from tutor_server.storage.pool import Database, Scope
from tutor_server.storage.session_list import get_session, list_sessions
from tutor_server.web.contracts import Caller, SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Everything a role needs to reach Postgres."""

    database: Database
    keys: KeyVault
    people: People
    log: EventLog


@asynccontextmanager
async def open_storage(settings: Settings, places: Places) -> AsyncIterator[Storage]:
    """Connect. Raises StorageUnavailableError, KeyFileError."""
    database = await Database.open(settings.database_url)
    try:
        master = load_master_key(places.keys / "master")
        keys = KeyVault(database, master=master, clock=monotonic)
        yield Storage(
            database=database,
            keys=keys,
            people=People(database, keys),
            log=EventLog(database, keys),
        )
    finally:
        await database.close()


class LogStore:
    """attach.contracts.SessionStore on the event log."""

    def __init__(self, storage: Storage, *, owner: str) -> None:
        self._storage = storage
        self._owner = owner

    async def open(self, student: Student, session_id: SessionId | None) -> Opened:
        """See SessionStore."""
        try:
            if session_id is None:
                return await self._new(student)
            return await self._again(student, session_id)
        except UnavailableError as error:
            raise LogUnavailableError from error

    async def _identity(self, student: Student, session_id: SessionId) -> Identity:
        person = await self._storage.people.get(student.tenant_id, student.student_id)
        return Identity(
            tenant_id=student.tenant_id,
            student_id=student.student_id,
            session_id=session_id,
            display_name=person.display_name,
            grade=person.grade,
        )

    async def _new(self, student: Student) -> Opened:
        session_id = SessionId(f"sess_{secrets.token_urlsafe(15)}")
        identity = await self._identity(student, session_id)
        log = await self._storage.log.open_session(identity, owner=self._owner)
        pause = await self._pause(student)
        return Opened(
            identity=identity,
            epoch=log.epoch,
            log=log,
            history=(),
            paused=pause.paused,
            whole_class=pause.whole_class,
            learned=await self._learned(student),
        )

    async def _pause(self, student: Student) -> Pause:
        who = (student.tenant_id, student.student_id)
        return (await standing_of(self._storage.database, [who], wall_clock())).of(who)

    async def _learned(self, student: Student) -> float:
        return await learned(self._storage.database, student.tenant_id, student.student_id)

    async def _again(self, student: Student, session_id: SessionId) -> Opened:
        # The row policies decide whether the session is the student's to see.
        await get_session(self._storage.database, _scope(student), session_id)
        identity = await self._identity(student, session_id)
        log = await self._storage.log.claim(session_id, owner=self._owner)
        logged = await self._storage.log.read_all(session_id)
        facts = tuple(one.fact for one in logged)
        person = await self._storage.people.get(student.tenant_id, student.student_id)
        pause = await self._pause(student)
        return Opened(
            identity=identity,
            epoch=log.epoch,
            log=log,
            history=restore(facts),
            facts=facts,
            accommodations=person.accommodations,
            paused=pause.paused,
            whole_class=pause.whole_class,
            learned=await self._learned(student),
        )

    async def closed(self, identity: Identity, epoch: int) -> None:
        """Mark the session closed unless a later epoch owns it."""
        try:
            async with self._storage.database.as_tenant(identity.tenant_id) as connection:
                await connection.execute(
                    "UPDATE sessions SET closed_at = now()"
                    " WHERE id = $1 AND epoch = $2 AND closed_at IS NULL",
                    identity.session_id,
                    epoch,
                )
        except UnavailableError as error:
            raise LogUnavailableError from error


def _scope(student: Student) -> Scope:
    return Scope(tenant=student.tenant_id, role="student", person=student.student_id)


class StoredRecords:
    """web.contracts.Records: a caller's own data, as the row policies let them see it."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def sessions(
        self, caller: Caller, *, limit: int, before: datetime | None
    ) -> tuple[SessionRow, ...]:
        """See Records."""
        records = await list_sessions(
            self._storage.database,
            _caller_scope(caller),
            student=caller.person_id,
            before=before,
            limit=limit,
        )
        return tuple(
            SessionRow(
                session_id=record.session_id,
                opened_at=record.opened_at,
                closed_at=record.closed_at,
                events=record.last_seq,
            )
            for record in records
        )

    async def items(self, caller: Caller, session_id: SessionId) -> tuple[Item, ...]:
        """See Records."""
        scope = _caller_scope(caller)
        await get_session(self._storage.database, scope, session_id)
        facts = await self._storage.log.read_all(session_id)
        return restore(logged.fact for logged in facts)

    async def set_language(self, caller: Caller, tag: str) -> None:
        """See Records."""
        await self._storage.people.set_locale(caller.tenant_id, caller.person_id, tag)

    async def export(self, caller: Caller) -> Mapping[str, JsonValue]:
        """See Records."""
        who = (caller.tenant_id, caller.person_id)
        stored = await export_student(
            self._storage.database,
            people=self._storage.people,
            log=self._storage.log,
            who=who,
        )
        own = OwnMemory(database=self._storage.database, keys=self._storage.keys, now=wall_clock)
        return {**stored, "memory": await own.all(_caller_scope(caller))}


def _caller_scope(caller: Caller) -> Scope:
    """Own data only: staff read others' through their own routes, not these."""
    return Scope(tenant=caller.tenant_id, role="student", person=caller.person_id)
