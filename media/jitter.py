"""RTP packets of a voice in order, each as early as it can be. Pure: time is an argument.

Who listens to the student needs the order, not an even pace: so a packet in order waits for
nothing, and nothing can make the delay grow. Only behind a gap do packets wait, until the missing
one is later than packets usually are (media/arrivals.py) and never longer than `MAX_WAIT_S`: on an
even network a lost packet is given up the moment its successor is there. aiortc's buffer holds
every packet back 80 ms, 280 ms for good after the first loss.

Knows sequence numbers and time stamps, both of which wrap around (RFC 3550 section 5.1); knows
nothing of codecs.
"""

from collections.abc import Sequence
from typing import NamedTuple

from media.arrivals import Arrivals

MAX_WAIT_S = 0.060
"""The longest a packet that came is held back for one that did not."""
MAX_HELD = 100
"""Packets (2 s) that may wait; a burst of more gives up what it waits for."""
MAX_MISORDER = 100
"""Further back than this it is another sequence (RFC 3550 appendix A.1)."""
MAX_DROPOUT = 3_000
"""Further ahead than this, a minute, it is another sequence."""
MAX_STEP = 5_760
"""Time units of the longest Opus packet, 120 ms."""


class Ready(NamedTuple):
    """A packet to be heard now."""

    timestamp: int
    """Unwrapped; counts in 1/48,000 s."""
    payload: bytes
    lost: int
    """Packets before it that never came."""
    begins: bool
    """The first of a sequence: its time stamp has nothing to do with the one before."""


class _Held(NamedTuple):
    timestamp: int
    payload: bytes
    at_s: float


class JitterBuffer:
    """Of one RTP stream."""

    def __init__(self) -> None:
        self.arrivals = Arrivals()
        self.due_s: float | None = None
        """When `poll` has something to do even if no packet comes."""
        self.received = self.late = self.lost = self.stale = 0
        """Packets; `late` came twice or after they were given up, `stale` out of a backlog."""
        self._begins = True
        self._next = 0
        """Unwrapped sequence number that is wanted next."""
        self._timestamp = self._step = 0
        self._held: dict[int, _Held] = {}

    def restart(self) -> None:
        """Begin again with whatever comes next: another sender."""
        self._begins, self.due_s = True, None
        self._held.clear()
        self.arrivals.restart()

    def push(self, sequence: int, timestamp: int, payload: bytes, now_s: float) -> Sequence[Ready]:
        """Take a packet as it comes; what can be heard now, in order."""
        self.received += 1
        ahead = self._ahead(sequence)
        timestamp = self._unwrapped(timestamp)
        live = self.arrivals.note(timestamp, now_s)
        if ahead < 0 or not live:
            self.late += ahead < 0
            self.stale += ahead >= 0
            return self.poll(now_s)
        if ahead == 0 and not self._held:
            return (self._take(timestamp, payload, 0),)
        place = self._next + ahead
        self.late += place in self._held
        self._held.setdefault(place, _Held(timestamp, payload, now_s))
        return self._in_order(now_s)

    def poll(self, now_s: float) -> Sequence[Ready]:
        """What can be heard because the time for what is missing has run out."""
        return self._in_order(now_s) if self._held else ()

    def _ahead(self, sequence: int) -> int:
        """How far ahead of the wanted packet; the first of a new sequence is the wanted one."""
        if not self._begins:
            ahead = ((sequence - self._next + 0x8000) & 0xFFFF) - 0x8000
            if -MAX_MISORDER <= ahead <= MAX_DROPOUT:
                return ahead
            self.restart()
        self._next = sequence
        return 0

    def _unwrapped(self, timestamp: int) -> int:
        return (
            self._timestamp + ((timestamp - self._timestamp + (1 << 31)) & 0xFFFF_FFFF) - (1 << 31)
        )

    def _take(self, timestamp: int, payload: bytes, lost: int) -> Ready:
        step = (timestamp - self._timestamp) // (lost + 1)
        self._step = step if 0 < step <= MAX_STEP else self._step
        self._timestamp = timestamp
        self._next += 1
        begins, self._begins = self._begins, False
        return Ready(timestamp, payload, lost, begins)

    def _in_order(self, now_s: float) -> list[Ready]:
        ready: list[Ready] = []
        self.due_s = None
        while self._held:
            first = min(self._held)
            lost = first - self._next
            if lost:
                due_s = self._deadline_s(self._held[first])
                if now_s < due_s and len(self._held) <= MAX_HELD:
                    self.due_s = due_s
                    break
            held = self._held.pop(first)
            self._next = first
            self.lost += lost
            ready.append(self._take(held.timestamp, held.payload, lost))
        return ready

    def _deadline_s(self, first: _Held) -> float:
        """When the packet before `first` is not to be expected any more."""
        late_s = self.arrivals.due_s(first.timestamp - self._step)
        oldest_s = min(held.at_s for held in self._held.values())
        return min(late_s, oldest_s + MAX_WAIT_S)
