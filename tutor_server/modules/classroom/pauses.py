"""Live rooms of this process by student, and keeping them as paused as Postgres says.

Whoever pauses a student or a class writes it to Postgres (`standing`); every process looks there
every LOOK_S and asks its rooms for quiet, or lets them go on. The process that was asked does it
at once. Without Postgres everything stays as it is.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Final

from sessions.commands import Pause
from sessions.contracts import Identity
from sessions.ids import SessionId
from sessions.outputs import Closed, Output, Paused
from tutor_server.attach.hub import Hub
from tutor_server.attach.room import Room
from tutor_server.clock import WallClock
from tutor_server.errors import TutorError
from tutor_server.modules.classroom.standing import Who, standing_of
from tutor_server.storage.pool import Database

LOOK_S: Final = 1.0
"""Until another process's pause is carried out here; a look is one short query."""
_GOING_ON: Final = Pause(paused=False)

log = logging.getLogger(__name__)


class Pauses:
    """Told of every output of every session (attach.hub.Hub.watchers)."""

    def __init__(self, hub: Hub, database: Database, now: WallClock) -> None:
        self._hub = hub
        self._database = database
        self._now = now
        # Bounded by the live sessions: a session's end takes its entry away.
        self._paused: dict[SessionId, Pause] = {}
        self._asked = 0
        hub.watchers.append(self._watch)

    def live(self) -> frozenset[Who]:
        """Students with a live room."""
        return frozenset(_who(room) for room in self._hub.rooms if room.lives)

    async def ask(self, whom: Collection[Who]) -> int:
        """Make the live rooms of these students as paused as Postgres says, at once, because it
        was just written; returns how many. Raises StorageUnavailableError."""
        rooms = [room for room in self._hub.rooms if room.lives and _who(room) in whom]
        if not rooms:
            return 0
        standing = await standing_of(self._database, whom, self._now())
        self._asked += 1
        rooms = [room for room in rooms if room.lives]
        for room in rooms:
            room.post(standing.of(_who(room)))
        return len(rooms)

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Keeps looking, until left."""
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self._follow())
            try:
                yield
            finally:
                task.cancel()

    async def look(self) -> None:
        """Make the rooms here as paused as Postgres says. Raises StorageUnavailableError."""
        live, asked = self.live(), self._asked
        if not live:
            return
        standing = await standing_of(self._database, live, self._now())
        if asked != self._asked:
            return  # what was read may be older than what was asked here meanwhile
        for room in self._hub.rooms:
            who = _who(room)
            if who not in live or not room.lives:
                continue
            wanted = standing.of(who)
            if wanted != self._paused.get(room.identity.session_id, _GOING_ON):
                room.post(wanted)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.look()
            except TutorError as error:
                log.warning("pauses could not be read", extra={"error": type(error).__name__})

    def _watch(self, identity: Identity, output: Output) -> None:
        if isinstance(output, Paused) and output.paused:
            self._paused[identity.session_id] = Pause(paused=True, whole_class=output.whole_class)
        elif isinstance(output, Paused | Closed):
            self._paused.pop(identity.session_id, None)


def _who(room: Room) -> Who:
    return room.identity.tenant_id, room.identity.student_id
