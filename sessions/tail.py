"""The newest audio of the student, addressed by absolute sample.

Bounded: when full the oldest samples go. Knows no speech; the ear writes, recognitions read.
"""

import asyncio

from inference.contracts import IN_RATE_HZ

QUIET_KEEP_S = 31.0
"""Kept while nobody listens: pre-roll, and what push-to-talk may still commit (about 1 MB)."""
MAX_S = 62.0
"""Kept while somebody listens: the longest turn and its pre-roll."""
_WIDTH = 2


class AudioTail:
    """int16 mono 16 kHz; sample numbers count from the session's first."""

    def __init__(self) -> None:
        self._pcm = bytearray()
        self._first = 0
        self._needed: int | None = None
        self._grown = asyncio.Event()
        self._awaited = False

    @property
    def end(self) -> int:
        """One behind the newest sample."""
        return self._first + len(self._pcm) // _WIDTH

    def append(self, pcm: bytes) -> None:
        """Add whole samples; the oldest leave when there are too many."""
        self._pcm += pcm
        self._trim()
        self.wake()

    def keep_from(self, sample: int | None) -> None:
        """Keep audio from `sample` on (up to MAX_S); None: nobody listens."""
        self._needed = sample

    def read(self, start: int, end: int) -> bytes:
        """Samples [start, end), as far as they are still here."""
        low = max(0, start - self._first) * _WIDTH
        high = max(0, end - self._first) * _WIDTH
        return bytes(self._pcm[low:high])

    async def change(self) -> None:
        """Wait until audio came or `wake` was called."""
        self._awaited = True
        await self._grown.wait()

    def wake(self) -> None:
        """Let all who wait look again."""
        if self._awaited:
            grown, self._grown, self._awaited = self._grown, asyncio.Event(), False
            grown.set()

    def _trim(self) -> None:
        floor = self.end - round(QUIET_KEEP_S * IN_RATE_HZ)
        if self._needed is not None:
            floor = min(floor, self._needed)
        floor = max(floor, self.end - round(MAX_S * IN_RATE_HZ))
        if floor - self._first > IN_RATE_HZ:  # a second at a time: moving memory costs
            del self._pcm[: (floor - self._first) * _WIDTH]
            self._first = floor
