"""All live sessions of this process: opened once, found again, ended when nobody returns.

Every session runs in a task of the hub's group. One process owns a session; the log's epoch
makes that true even when two believe it.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from sessions.commands import Close, TurnSettings
from sessions.contracts import Clock, Identity
from sessions.errors import SessionError
from sessions.ids import SessionId
from sessions.outputs import Output
from tutor_server.attach.contracts import Opened, SessionFactory, SessionStore, Student
from tutor_server.attach.room import Room, Watch
from tutor_server.errors import OverloadedError
from tutor_server.wire.project import Projector, Render
from tutor_server.wire.session_object import WireSettings

log = logging.getLogger(__name__)

RESTART_S = 2.0
"""A process that leaves is replaced in about this time."""
_LOOK_S = 0.02
"""Between two looks at who has fallen quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSettings:
    """How many sessions, and how long they wait."""

    max_sessions: int = 200
    idle_s: float = 300.0
    """Seconds without a connection after which a session ends."""
    grace_s: float = 15.0
    """When all places are taken, a session may end after this many seconds without one."""
    close_deadline_s: float = 5.0


@dataclass(slots=True)
class _Entry:
    room: Room
    empty_since_s: float
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    leaving: bool = False


class Hub:
    """Opens and keeps rooms. Use as `async with hub.running()`."""

    def __init__(
        self,
        store: SessionStore,
        make_session: SessionFactory,
        settings: HubSettings,
        *,
        clock: Clock,
        render: Render,
        busy: Callable[[int], bool] = lambda students: False,
    ) -> None:
        """`busy` tells whether the process is too loaded for one more than so many students."""
        self._busy = busy
        self._store = store
        self._make_session = make_session
        self._settings = settings
        self._clock = clock
        self._render = render
        self._entries: dict[SessionId, _Entry] = {}
        self._opening: WeakValueDictionary[SessionId, asyncio.Lock] = WeakValueDictionary()
        self._starting = 0
        self._group: asyncio.TaskGroup | None = None
        self._draining = False
        self.watchers: list[Watch] = []
        """Told of every output of every session."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Hub"]:
        """Owns the sessions' tasks; leaving drains them all."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            sweeper = group.create_task(self._sweep())
            try:
                yield self
            finally:
                self._draining = True
                sweeper.cancel()
                for entry in list(self._entries.values()):
                    self._hand_over(entry)

    @property
    def rooms(self) -> tuple[Room, ...]:
        """Rooms that live now."""
        return tuple(entry.room for entry in self._entries.values())

    def holds(self, session_id: SessionId) -> bool:
        """The session lives here, whoever's it is."""
        entry = self._entries.get(session_id)
        return entry is not None and entry.room.ended is None

    @property
    def students(self) -> int:
        """Sessions with a connection."""
        return sum(entry.room.watched for entry in self._entries.values())

    @property
    def accepts(self) -> bool:
        """A new student would be let in now."""
        if self._draining or self._busy(self.students):
            return False
        return self._has_place() or self._longest_left() is not None

    def stop_accepting(self) -> None:
        """No session opens here any more."""
        self._draining = True

    async def drain(self, deadline_s: float) -> None:
        """Take nobody more and hand every session over: when nothing is being said in it, at the
        latest after the deadline. Pages are told to come back, and find the next owner."""
        self.stop_accepting()
        until_s = self._clock() + deadline_s
        while self._entries and self._clock() < until_s:
            for entry in list(self._entries.values()):
                if entry.room.quiet:
                    self._hand_over(entry)
            await asyncio.sleep(_LOOK_S)
        left = list(self._entries.values())
        for entry in left:
            self._hand_over(entry)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._settings.close_deadline_s):
                for entry in left:
                    await entry.gone.wait()

    def _hand_over(self, entry: _Entry) -> None:
        """Once; a session that is not made yet ends with the process."""
        if entry.ready.is_set() and not entry.leaving:
            entry.leaving = True
            entry.room.post(Close(reason="drain"))

    async def open(
        self, student: Student, session_id: SessionId | None, settings: WireSettings
    ) -> Room:
        """A new room, or the student's own room again. Raises OverloadedError, NotFoundError,
        LogUnavailableError."""
        if session_id is None:
            return await self._start(student, None, settings)
        lock = self._opening.setdefault(session_id, asyncio.Lock())
        async with lock:
            room = self.find(student, session_id)
            return room or await self._start(student, session_id, settings)

    def find(self, student: Student, session_id: SessionId) -> Room | None:
        """The student's live room of that id, if it is here."""
        entry = self._entries.get(session_id)
        if entry is None or entry.room.ended is not None:
            return None
        identity = entry.room.identity
        mine = (identity.tenant_id, identity.student_id) == (student.tenant_id, student.student_id)
        return entry.room if mine else None

    async def _start(
        self, student: Student, session_id: SessionId | None, settings: WireSettings
    ) -> Room:
        if self._draining or self._group is None:
            restarting = "The server is restarting. Please try again in a moment."
            raise OverloadedError(restarting, retry_after_s=RESTART_S)
        if session_id is None and self._busy(self.students):
            raise OverloadedError  # who comes back to a talk is never sent away for lag
        await self._make_place()
        self._starting += 1
        try:
            opened = await self._store.open(student, session_id)
            projector = Projector(
                conversation_id=f"conv_{opened.identity.session_id}", render=self._render
            )
            room = Room(opened, settings, projector, watch=self._watch)
            entry = _Entry(room=room, empty_since_s=self._clock())
            self._entries[opened.identity.session_id] = entry
        finally:
            self._starting -= 1
        self._group.create_task(self._run(opened, settings.turn, entry))
        await entry.ready.wait()
        return room

    async def _make_place(self) -> None:
        """When full, end the session that has waited longest for its student: who is here comes
        before who left, and who left finds the log again. Raises OverloadedError."""
        while not self._has_place():
            longest = self._longest_left()
            if longest is None:
                raise OverloadedError
            longest.leaving = True
            longest.room.post(Close(reason="idle"))
            await longest.gone.wait()

    def _has_place(self) -> bool:
        return len(self._entries) + self._starting < self._settings.max_sessions

    def _longest_left(self) -> _Entry | None:
        limit_s = self._clock() - self._settings.grace_s
        left = [
            one
            for one in self._entries.values()
            if not (one.room.watched or one.leaving) and one.empty_since_s <= limit_s
        ]
        return min(left, key=lambda one: one.empty_since_s, default=None)

    async def _run(self, opened: Opened, turn: TurnSettings, entry: _Entry) -> None:
        session_id = opened.identity.session_id
        room = entry.room
        try:
            async with self._make_session(opened, turn, room.publish) as session:
                room.bind(session)
                entry.ready.set()
                if self._draining:
                    self._hand_over(entry)
                reason = await session.ended()
                log.info("session ended", extra={"session": session_id, "reason": reason})
        except Exception:  # supervisor: one broken session must not end the others
            log.exception("session failed", extra={"session": session_id})
        finally:
            entry.ready.set()
            room.ended = room.ended or "failed"
            if self._entries.get(session_id) is entry:
                del self._entries[session_id]
            entry.gone.set()
        await self._closed(opened)

    async def _closed(self, opened: Opened) -> None:
        try:
            async with asyncio.timeout(self._settings.close_deadline_s):
                await self._store.closed(opened.identity, opened.epoch)
        except (SessionError, TimeoutError):
            # The row stays open; the next owner's epoch makes that harmless.
            log.warning("session not marked closed", extra={"session": opened.identity.session_id})

    def _watch(self, identity: Identity, output: Output) -> None:
        for watch in self.watchers:
            watch(identity, output)

    async def _sweep(self) -> None:
        """End sessions whose student did not come back."""
        while True:
            await asyncio.sleep(min(5.0, self._settings.idle_s / 4))
            now_s = self._clock()
            for entry in list(self._entries.values()):
                if entry.room.watched:
                    entry.empty_since_s = now_s
                elif now_s - entry.empty_since_s > self._settings.idle_s:
                    entry.room.post(Close(reason="idle"))
