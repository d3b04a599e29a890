"""The replay ring: the last events of a session, so that a reconnect misses nothing.

Bounded by count and bytes; when full the oldest are dropped, and a client that needs them gets
a snapshot instead of a replay.
"""

from collections import deque
from dataclasses import dataclass

from tutor_server.wire.codec import ServerEvent

MAX_EVENTS = 4_096
MAX_BYTES = 8 << 20
"""About two and a half minutes of PCM16 24 kHz speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    seq: int
    event: ServerEvent
    size: int


class Ring:
    """Stamps events with `seq` and keeps them."""

    def __init__(self, *, max_events: int = MAX_EVENTS, max_bytes: int = MAX_BYTES) -> None:
        self._kept: deque[_Kept] = deque()
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._bytes = 0
        self.last_seq = 0
        """Sequence of the newest event; 0 before the first."""

    def add(self, event: ServerEvent) -> ServerEvent:
        """Give the event its `seq` and `event_id`, and keep it."""
        self.last_seq += 1
        stamped: ServerEvent = {**event, "seq": self.last_seq, "event_id": f"ev_{self.last_seq}"}
        size = _size(event)
        self._kept.append(_Kept(seq=self.last_seq, event=stamped, size=size))
        self._bytes += size
        while len(self._kept) > self._max_events or self._bytes > self._max_bytes:
            self._bytes -= self._kept.popleft().size
        return stamped

    def since(self, last_seq: int) -> list[ServerEvent] | None:
        """Events after `last_seq`, or None when some of them are gone or never were."""
        if last_seq > self.last_seq or last_seq < 0:
            return None
        oldest = self._kept[0].seq if self._kept else self.last_seq + 1
        if last_seq + 1 < oldest:
            return None
        return [kept.event for kept in self._kept if kept.seq > last_seq]


def _size(event: ServerEvent) -> int:
    """Bytes of the large fields; the rest is counted as 200."""
    return 200 + sum(len(value) for value in event.values() if isinstance(value, str | bytes))
