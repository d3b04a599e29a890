"""Records a session as it flies: every event, and now and then the state before one.

A ring in pieces: each piece begins with a whole state and goes on with events; when all become too
large the oldest is dropped, so what is left can always be replayed. Knows no clock, no storage and
no consent; the host stops or forgets it.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from sessions.events import Event
from sessions.flight.codec import encode
from sessions.flight.schema import schema
from sessions.state import State

MAGIC = "tutor-flight"
FORMAT = 1
MAX_BYTES = 512 * 1024
"""Half an hour of lively talk, without compression."""
PIECES = 8
"""A piece ends when its events hold this share of the bytes, or as much as its state."""
MAX_STATES = 4
"""A state may be this share of the bytes; were it more, hardly an event would stay beside it."""


@dataclass(slots=True, kw_only=True)
class _Piece:
    state: bytes
    events: list[bytes] = field(default_factory=list)
    event_bytes: int = 0

    @property
    def size(self) -> int:
        return len(self.state) + self.event_bytes


class Recorder:
    """Of one session; `note` is its `SessionOptions.record`."""

    def __init__(self, state: Callable[[], State], *, max_bytes: int = MAX_BYTES) -> None:
        self._state = state
        """Gives the state as it is before the event that is noted."""
        self._max_bytes = max_bytes
        self._pieces: deque[_Piece] = deque()
        self._size = 0
        self.dropped = 0
        """Events that were recorded and have left the ring."""
        self.stopped = False
        """Nothing more is recorded."""

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    def note(self, event: Event) -> None:
        """Called with each event just before it is reduced."""
        if self.stopped:
            return
        try:
            self._add(event)
        except (TypeError, ValueError, OverflowError, RecursionError):
            # A value that was never foreseen ends the record, not the session.
            self.stopped = True

    def _add(self, event: Event) -> None:
        piece = self._piece()
        if piece is None:
            return
        data = encode(event)
        piece.events.append(data)
        piece.event_bytes += len(data)
        self._size += len(data)
        while self._size > self._max_bytes:
            self._drop()

    def stop(self) -> None:
        """Record nothing more; what there is stays."""
        self.stopped = True

    def forget(self) -> None:
        """Record nothing more and lose what there is (consent was taken back)."""
        self.stopped = True
        self._pieces.clear()
        self._size = 0

    def take(self) -> bytes:
        """The record so far; empty when nothing was recorded."""
        if not self._pieces:
            return b""
        raw = msgspec.Raw
        pieces = [[raw(p.state), [raw(event) for event in p.events]] for p in self._pieces]
        head = [MAGIC, FORMAT, schema().fingerprint, self.dropped]
        return msgspec.msgpack.encode([*head, pieces])

    def _piece(self) -> _Piece | None:
        """The piece that goes on, or a new one; None, and an end, when states are too large."""
        newest = self._pieces[-1] if self._pieces else None
        if newest and newest.event_bytes < max(self._max_bytes // PIECES, len(newest.state)):
            return newest
        piece = _Piece(state=encode(self._state()))
        if piece.size > self._max_bytes // MAX_STATES:
            self.stopped = True
            return None
        self._pieces.append(piece)
        self._size += piece.size
        return piece

    def _drop(self) -> None:
        piece = self._pieces.popleft()
        self._size -= piece.size
        self.dropped += len(piece.events)
