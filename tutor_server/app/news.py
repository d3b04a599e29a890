"""Tells live pages what the side modules found: XP, levels, achievements.

The projector writes the news with the awards, in its own process; this looks for new ones of the
students who are here, shortly after something that may have earned some. Knows rooms and the
outbox; awards nothing.
"""

import asyncio
import logging
from dataclasses import dataclass

from sessions.contracts import Identity
from sessions.ids import SessionId
from sessions.outputs import (
    AttemptChecked,
    Closed,
    LessonFinished,
    Output,
    RatingTaken,
    VoteTaken,
)
from tutor_server.attach.hub import Hub
from tutor_server.errors import TutorError
from tutor_server.modules.xp.notices import last_notice, notices_after
from tutor_server.storage.pool import Database, Scope

POLL_S = 0.5
QUICK = 12
"""So many looks in a row after each deed: the projector needs a second."""
EVERY = 10
"""Then only every tenth time, for two minutes: the projector may have been restarted."""
LOOKS = QUICK + 24 * EVERY
_DEEDS = (AttemptChecked, LessonFinished, RatingTaken, VoteTaken)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Watched:
    identity: Identity
    seq: int | None = None
    """The last notice shown; None before the first look."""
    looks: int = LOOKS
    """Times that it is still watched, see `due`."""


def due(looks: int) -> bool:
    """Whether to look now, with so many times to come."""
    return looks > LOOKS - QUICK or looks % EVERY == 1


class News:
    """Watches a hub's outputs; `run` in a task of the web role."""

    def __init__(self, hub: Hub, database: Database) -> None:
        self._hub = hub
        self._database = database
        self._watched: dict[SessionId, _Watched] = {}
        hub.watchers.append(self.watch)

    def watch(self, identity: Identity, output: Output) -> None:
        """A deed starts a few looks; the first output of a session sets its beginning."""
        if isinstance(output, Closed):
            self._watched.pop(identity.session_id, None)
            return
        found = self._watched.setdefault(identity.session_id, _Watched(identity))
        if isinstance(output, _DEEDS):
            found.looks = LOOKS

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(POLL_S)
            for session_id, found in list(self._watched.items()):
                if found.looks <= 0:
                    continue
                now = due(found.looks)
                found.looks -= 1
                if not now:
                    continue
                try:
                    await self._look(session_id, found)
                except TutorError:
                    log.warning("news could not be read", extra={"session": session_id})

    async def _look(self, session_id: SessionId, found: _Watched) -> None:
        who = found.identity
        scope = Scope(tenant=who.tenant_id, role="student", person=who.student_id)
        if found.seq is None:
            found.seq = await last_notice(self._database, scope)
            return
        room = next((r for r in self._hub.rooms if r.identity.session_id == session_id), None)
        if room is None:
            return
        for notice in await notices_after(self._database, scope, found.seq):
            found.seq = notice.seq
            room.emit({"type": notice.kind, **notice.body})
