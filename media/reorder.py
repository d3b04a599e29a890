"""RTP packets of a voice back in order, each as early as possible. Pure.

Not a jitter buffer: whoever listens to the student needs the order, not an even pace, so a packet
in order waits for nothing. aiortc's buffer holds every packet back 80 ms, 280 ms after the first
loss, and throws away packets that did arrive when one is missing.
"""

MAX_HELD = 3
"""Packets (60 ms) that wait for a missing one; then it is given up. Browsers do not resend audio,
so what is not just out of order never comes."""
MAX_JUMP = 100
"""Further away than this, forward or back, the sender has begun a new sequence."""
_MODULUS = 1 << 16


class Reorder:
    """Sequence numbers are 16 bits and wrap around (RFC 3550 section 5.1)."""

    def __init__(self) -> None:
        self._next = -1
        """No packet has come yet while negative."""
        self._held: dict[int, bytes] = {}

    def push(self, sequence: int, payload: bytes) -> list[bytes | None]:
        """What can be played now, in order; None stands for a lost packet."""
        ahead = (sequence - self._next) % _MODULUS
        if self._next < 0 or MAX_JUMP < ahead < _MODULUS - MAX_JUMP:
            self._held.clear()
            self._next, ahead = sequence, 0
        if ahead >= _MODULUS - MAX_JUMP:
            return []  # late or double
        self._held[sequence] = payload
        ready = self._in_order()
        while len(self._held) > MAX_HELD:
            ready += self._give_up()
        return ready

    def _in_order(self) -> list[bytes | None]:
        ready: list[bytes | None] = []
        while self._next in self._held:
            ready.append(self._held.pop(self._next))
            self._next = (self._next + 1) % _MODULUS
        return ready

    def _give_up(self) -> list[bytes | None]:
        """Go on without the packet that is missing now."""
        self._next = (self._next + 1) % _MODULUS
        return [None, *self._in_order()]
