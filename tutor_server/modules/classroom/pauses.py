"""Live rooms of this process by student, which of them are paused, and pausing them.

A room of another process is not seen: sessions are where their students are connected.
"""

from sessions.commands import Pause
from sessions.contracts import Identity
from sessions.ids import SessionId, StudentId, TenantId
from sessions.outputs import Closed, Output, Paused
from tutor_server.attach.hub import Hub
from tutor_server.attach.room import Room

Who = tuple[TenantId, StudentId]


class Pauses:
    """Told of every output of every session (attach.hub.Hub.watchers)."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        # Bounded by the live sessions: a session's end takes its entry away.
        self._paused: set[SessionId] = set()
        hub.watchers.append(self._watch)

    def live(self) -> frozenset[Who]:
        """Students with a live room."""
        return frozenset(_who(room) for room in self._hub.rooms if _lives(room))

    def paused(self) -> frozenset[Who]:
        """Students with a live room that is paused."""
        return frozenset(
            _who(room)
            for room in self._hub.rooms
            if _lives(room) and room.identity.session_id in self._paused
        )

    def pause(self, who: Who, *, paused: bool) -> int:
        """Ask every live room of a student for quiet, or let it go on; returns how many."""
        rooms = [room for room in self._hub.rooms if _lives(room) and _who(room) == who]
        for room in rooms:
            room.post(Pause(paused=paused))
        return len(rooms)

    def _watch(self, identity: Identity, output: Output) -> None:
        if isinstance(output, Paused) and output.paused:
            self._paused.add(identity.session_id)
        elif isinstance(output, Paused | Closed):
            self._paused.discard(identity.session_id)


def _who(room: Room) -> Who:
    return room.identity.tenant_id, room.identity.student_id


def _lives(room: Room) -> bool:
    """It has a session, and the session has not ended."""
    try:
        return room.session is not None and room.ended is None
    except RuntimeError:  # the hub is still making the session
        return False
