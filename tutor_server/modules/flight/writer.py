"""Stores the flight records of this process's live sessions, behind them and never in their way.

A session only notes references; this task takes them every few seconds, packs them in a thread and
stores one chunk at a time over one connection. While storage is slow or away each session's events
wait, bounded, and then are dropped with a mark (sessions/flight/recorder.py). What was flushed
survives a kill of this process; at most FLUSH_S of a record is lost.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from sessions.contracts import Identity
from sessions.flight.chunk import Chunk, Packer
from sessions.flight.recorder import Recorder, Strip
from sessions.outputs import Closed, Output
from tutor_server.clock import WallClock
from tutor_server.errors import UnavailableError
from tutor_server.modules.flight.store import Flight

log = logging.getLogger(__name__)

FLUSH_S: Final = 5.0
LAST_FLUSH_S: Final = 3.0
"""For all sessions together, when the process stops."""
MAX_TAPES: Final = 2_000
"""Sessions at once, those that ended and wait for storage included; then the oldest is let go."""


class Store(Protocol):
    """The part of FlightStore that is needed."""

    async def consented(self, identity: Identity) -> bool: ...

    async def keep(self, flight: Flight, chunk: Chunk, *, now: datetime) -> bool: ...


Pack = Callable[[Packer, Strip], Awaitable[Chunk | None]]


async def _in_a_thread(packer: Packer, strip: Strip) -> Chunk | None:
    return await asyncio.to_thread(packer.pack, strip)


@dataclass(slots=True, kw_only=True)
class _Tape:
    """One session under way."""

    flight: Flight
    recorder: Recorder = field(default_factory=Recorder)
    packer: Packer = field(default_factory=Packer)
    asked: bool = False
    """The consent was asked for, and stood."""
    pending: Chunk | None = None
    """Packed, and not stored yet."""
    over: bool = False
    """Nothing more comes."""


class FlightWriter:
    """Give `open` to whoever makes sessions, `watch` to Hub.watchers; use in `running()`."""

    def __init__(
        self,
        store: Store,
        *,
        now: WallClock,
        flush_s: float = FLUSH_S,
        pack: Pack = _in_a_thread,
    ) -> None:
        self._store = store
        self._now = now
        self._flush_s = flush_s
        self._pack = pack
        self._tapes: list[_Tape] = []
        self._wake = asyncio.Event()
        self._away = False

    @property
    def tapes(self) -> int:
        """Sessions that are recorded or still wait to be stored."""
        return len(self._tapes)

    def open(self, flight: Flight) -> Recorder:
        """The recorder of a session that begins. Without a consent it forgets in a moment."""
        tape = _Tape(flight=flight)
        self._tapes.append(tape)
        if len(self._tapes) > MAX_TAPES:
            log.warning("too many flight records at once; the oldest ends here")
            self._let_go(self._tapes[0])
        self._wake.set()
        return tape.recorder

    def watch(self, identity: Identity, output: Output) -> None:
        """A session that closed has nothing more to tell (attach.hub.Hub.watchers)."""
        if isinstance(output, Closed):
            for tape in self._tapes:
                if tape.flight.identity is identity or tape.flight.identity == identity:
                    tape.over = True
            self._wake.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FlightWriter"]:
        """Owns the task that stores; leaving stores what is left."""
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self._run())
            try:
                yield self
            finally:
                task.cancel()
        try:
            async with asyncio.timeout(LAST_FLUSH_S):
                await self.flush()
        except TimeoutError:
            log.warning("flight records were not stored to their end")

    async def _run(self) -> None:
        while True:
            await self.flush()
            self._wake.clear()
            try:
                async with asyncio.timeout(self._flush_s):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def flush(self) -> None:
        """One chunk of each session. When storage is away the rest waits for the next time."""
        for tape in list(self._tapes):
            try:
                await self._flush(tape)
                self._away = False
            except UnavailableError:
                if not self._away:
                    log.warning("flight records wait for storage")
                self._away = True
                return
            except Exception:
                # A record is no reason to end anybody's session.
                session = tape.flight.identity.session_id
                log.exception("a flight record failed", extra={"session": session})
                self._let_go(tape)

    async def _flush(self, tape: _Tape) -> None:
        if not tape.asked:
            if not await self._store.consented(tape.flight.identity):
                return self._let_go(tape)
            tape.asked = True
        over = tape.over  # read before what is left is taken
        if tape.pending is None and (strip := tape.recorder.take()) is not None:
            tape.pending = await self._pack(tape.packer, strip)
        if tape.pending is not None:
            if not await self._store.keep(tape.flight, tape.pending, now=self._now()):
                return self._let_go(tape)
            tape.pending = None
        if tape.packer.broken or (over and tape.recorder.waiting == 0):
            self._let_go(tape)
        return None

    def _let_go(self, tape: _Tape) -> None:
        tape.recorder.forget()
        tape.pending = None
        if tape in self._tapes:
            self._tapes.remove(tape)
