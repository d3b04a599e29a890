"""One connection's way out: a bounded queue between the room and a socket.

When it is full the connection is dropped as too slow; the client resumes from the ring, so
nothing is lost and one stalled phone cannot hold the others' memory.
"""

import asyncio
from collections.abc import Sequence

from tutor_server.wire.codec import ServerEvent

MAX_QUEUED = 1_024


class Outbox:
    """Events for one connection; `backlog` (a replay, bounded by the ring) goes first."""

    def __init__(self, backlog: Sequence[ServerEvent] = (), *, limit: int = MAX_QUEUED) -> None:
        # Full: the connection is closed as too slow (see module docstring).
        self._limit = len(backlog) + limit
        self._queue: asyncio.Queue[ServerEvent | None] = asyncio.Queue(self._limit + 1)
        for event in backlog:
            self._queue.put_nowait(event)
        self.closed_because: str | None = None
        """`too_slow`, `taken_over`, `ended`, or None while open."""

    def put(self, event: ServerEvent) -> None:
        """Queue an event; closes when full. After closing, events are ignored."""
        if self.closed_because is not None:
            return
        if self._queue.qsize() >= self._limit:
            self._flush()
            self.close("too_slow")
            return
        self._queue.put_nowait(event)

    def close(self, reason: str) -> None:
        """End the stream once; what is queued is still delivered."""
        if self.closed_because is None:
            self.closed_because = reason
            self._queue.put_nowait(None)

    def _flush(self) -> None:
        while not self._queue.empty():
            self._queue.get_nowait()

    async def get(self) -> ServerEvent | None:
        """The next event, or None when the outbox was closed."""
        return await self._queue.get()
