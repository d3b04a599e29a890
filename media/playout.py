"""The tutor's voice on its way out: replies queued in order, pulled 20 ms at a time.

Knows samples, replies and gain; knows nothing of codecs, sockets or who pulls. Everything but
`room` is plain computation: time comes from the given clock and nothing here sleeps.
"""

import asyncio
from collections import deque
from collections.abc import Callable

import numpy as np

from media.contracts import OUT_FRAME_SAMPLES, OUT_RATE_HZ, PlayoutListener

WIDTH = 2
"""Bytes of one int16 sample."""
FRAME_BYTES = OUT_FRAME_SAMPLES * WIDTH
MAX_QUEUED = 30 * OUT_RATE_HZ
"""Samples waiting over all replies; from here on `enqueue` refuses and `room` waits."""
MAX_REPLIES = 64
"""Replies that may wait at once; a further one is refused like a full queue."""
MAX_ENDED = 256
"""Ended replies whose played samples are remembered; older numbers are refused by the floor."""
PROGRESS_SAMPLES = OUT_RATE_HZ // 10
FADE_SAMPLES = OUT_RATE_HZ // 100
_RISE = np.arange(1, OUT_FRAME_SAMPLES + 1) / OUT_FRAME_SAMPLES
"""From 0 to 1 over one frame."""


class _Reply:
    """One reply: its clips, how much of it was played, and what its caller said about it."""

    __slots__ = ("clips", "finished", "number", "played", "queued", "released", "reported")

    def __init__(self, number: int) -> None:
        self.number = number
        self.clips: deque[memoryview] = deque()
        self.queued = self.played = self.reported = 0
        self.released = self.finished = False

    def take(self, samples: int) -> tuple[bytes, list[int]]:
        """At most `samples` samples, and the played counts worth reporting."""
        parts: list[memoryview] = []
        marks: list[int] = []
        while samples and self.clips:
            clip = self.clips.popleft()
            part, rest = clip[: samples * WIDTH], clip[samples * WIDTH :]
            parts.append(part)
            taken = len(part) // WIDTH
            samples -= taken
            self.queued -= taken
            self.played += taken
            if rest:
                self.clips.appendleft(rest)
            else:
                marks.append(self.played)
        if not marks and self.played - self.reported >= PROGRESS_SAMPLES:
            marks.append(self.played)
        self.reported = marks[-1] if marks else self.reported
        return b"".join(parts), marks


class QueuedPlayout:
    """Implements `media.contracts.Playout`; one per session, used on one event loop."""

    def __init__(self, listener: PlayoutListener, clock: Callable[[], float]) -> None:
        self._listener = listener
        self._clock = clock
        self._live: dict[int, _Reply] = {}
        self._ended: dict[int, int] = {}
        self._floor = -1
        self._queued = 0
        self._gain = self._target = 1.0
        self._tail: bytes | None = None
        self._changed = asyncio.Event()

    def enqueue(self, reply: int, pcm: bytes) -> bool:
        """Queue int16 mono 24 kHz samples; False when full, finished or stopped.

        Raises ValueError for half a sample.
        """
        if len(pcm) % WIDTH:
            raise ValueError("pcm must hold whole int16 samples")
        entry = self._entry(reply)
        if entry is None or entry.finished or self._queued >= MAX_QUEUED:
            return False
        if pcm:
            entry.clips.append(memoryview(pcm))
            entry.queued += len(pcm) // WIDTH
            self._queued += len(pcm) // WIDTH
        return True

    async def room(self, reply: int) -> None:
        """Wait until less than 30 s are queued, or the reply takes no more audio."""
        while self._queued >= MAX_QUEUED and self._takes_audio(reply):
            self._changed.clear()
            await self._changed.wait()

    def release(self, reply: int) -> None:
        """Let a held reply be heard once every older one has ended."""
        if entry := self._entry(reply):
            entry.released = True
            self._drain()

    def finish(self, reply: int) -> None:
        """No more audio will come; a reply without any drains as soon as its turn comes."""
        if entry := self._entry(reply):
            entry.finished = True
            self._changed.set()
            self._drain()

    def stop(self, reply: int) -> int:
        """Drop a reply at once; its played samples, the 10 ms that fade out included."""
        if self._is_over(reply):
            return self._ended.get(reply, 0)
        entry = self._live.get(reply) or _Reply(reply)
        if entry.played and entry.queued and not self._waits:
            self._tail = self._fade(entry)
        self._end(entry)
        self._drain()
        return entry.played

    def set_gain(self, gain: float) -> None:
        """0 to 1, reached 20 ms of audio later; at 0 the voice waits where it is. ValueError
        outside."""
        if not 0.0 <= gain <= 1.0:
            raise ValueError("gain must be from 0 to 1")
        self._target = gain

    def next_frame(self) -> bytes | None:
        """480 samples, gain applied, padded with silence; None when nothing is to be heard."""
        if self._tail is not None:
            tail, self._tail = self._tail, None
            return tail
        head = self._head()
        if head is None or not head.queued:
            self._gain = self._target  # nobody hears a ramp over silence
            return None
        if self._waits:
            return None
        first = head.played == 0
        pcm, marks = self._take(head, OUT_FRAME_SAMPLES)
        frame = self._shape(pcm).ljust(FRAME_BYTES, b"\0")
        self._tell(head, first, marks)
        return frame

    @property
    def _waits(self) -> bool:
        """The voice was faded out and waits where it is."""
        return self._gain == self._target == 0.0

    def _entry(self, reply: int) -> _Reply | None:
        """The live reply of this number, made if it may still begin."""
        if self._is_over(reply) or (reply not in self._live and len(self._live) >= MAX_REPLIES):
            return None
        return self._live.setdefault(reply, _Reply(reply))

    def _is_over(self, reply: int) -> bool:
        return reply <= self._floor or reply in self._ended

    def _takes_audio(self, reply: int) -> bool:
        entry = self._live.get(reply)
        return not self._is_over(reply) and (entry is None or not entry.finished)

    def _head(self) -> _Reply | None:
        """The reply whose turn it is: the oldest live one, if it was released."""
        if not self._live:
            return None
        oldest = self._live[min(self._live)]
        return oldest if oldest.released else None

    def _take(self, entry: _Reply, samples: int) -> tuple[bytes, list[int]]:
        before = entry.queued
        taken = entry.take(samples)
        self._queued -= before - entry.queued
        self._changed.set()
        # Once a reply is heard, an older number that never came would be out of order.
        self._floor = max(self._floor, entry.number - 1)
        return taken

    def _shape(self, pcm: bytes) -> bytes:
        """Apply the gain; a change is ramped over one frame, which is 20 ms."""
        start, self._gain = self._gain, self._target
        if start == self._gain == 1.0:
            return pcm
        samples = np.frombuffer(pcm, np.int16)
        ramp = start + (self._gain - start) * _RISE[: len(samples)]
        return np.rint(samples * ramp).astype(np.int16).tobytes()

    def _fade(self, entry: _Reply) -> bytes:
        pcm, _ = self._take(entry, FADE_SAMPLES)
        samples = np.frombuffer(self._shape(pcm), np.int16)
        down = np.linspace(1.0, 0.0, len(samples))
        return np.rint(samples * down).astype(np.int16).tobytes().ljust(FRAME_BYTES, b"\0")

    def _end(self, entry: _Reply) -> None:
        self._live.pop(entry.number, None)
        self._queued -= entry.queued
        self._ended[entry.number] = entry.played
        if len(self._ended) > MAX_ENDED:
            oldest = min(self._ended)
            del self._ended[oldest]
            self._floor = max(self._floor, oldest)
        self._changed.set()

    def _tell(self, reply: _Reply, first: bool, marks: list[int]) -> None:
        """Notify with the state already settled: a listener may stop the reply from inside."""
        at_s = self._clock()
        if first:
            self._listener.playout_started(reply.number, at_s)
        for played in marks:
            if reply.number in self._live:
                self._listener.playout_progressed(reply.number, played, at_s)
        self._drain()

    def _drain(self) -> None:
        """End every reply at the head that is finished and has nothing left to play."""
        while (head := self._head()) and head.finished and not head.queued:
            self._end(head)
            self._floor = max(self._floor, head.number)
            self._listener.playout_drained(head.number, self._clock())
