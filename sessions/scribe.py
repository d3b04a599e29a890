"""Writing to the log: in order, in batches, again and again until it is there.

A retried append keeps its fact ids, so the log skips what it has already. When another owner
has the session it stops for good.
"""

import asyncio
from collections import deque

from sessions.contracts import Clock, Fact, SessionLog
from sessions.effects import Commit
from sessions.errors import FencedError, LogUnavailableError
from sessions.events import Committed, Fenced, StorageBack, StorageLate
from sessions.inbox import Inbox

LATE_S = 1.0
"""A log that has not answered for so long is worth a notice."""
FIRST_RETRY_S = 0.1
LONGEST_RETRY_S = 2.0
BATCH = 64
"""Commits per append."""


class Scribe:
    """The log's side of a session."""

    def __init__(self, inbox: Inbox, *, log: SessionLog, clock: Clock) -> None:
        self._inbox = inbox
        self._log = log
        self._clock = clock
        self._waiting: deque[Commit] = deque()
        """Bounded by Rules.commits: the reducer refuses commands beyond."""
        self._filled = asyncio.Event()
        self._late = False

    def commit(self, effect: Commit) -> None:
        """Write these facts after all before them."""
        self._waiting.append(effect)
        self._filled.set()

    async def run(self) -> None:
        """Work until cancelled or fenced."""
        while True:
            while not self._waiting:
                self._filled.clear()
                await self._filled.wait()
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            facts = [fact for commit in batch for fact in commit.facts]
            if not await self._write(facts):
                self._inbox.report(Fenced(at_s=self._clock()))
                return
            self._inbox.report(Committed(at_s=self._clock(), number=batch[-1].number))

    async def _write(self, facts: list[Fact]) -> bool:
        """True when it is in the log, False when fenced."""
        late = asyncio.get_running_loop().call_later(LATE_S, self._tell_late)
        try:
            if facts:
                await self._append(facts)
        except FencedError:
            return False
        finally:
            late.cancel()
        if self._late:
            self._late = False
            self._inbox.report(StorageBack(at_s=self._clock()))
        return True

    async def _append(self, facts: list[Fact]) -> None:
        pause_s = FIRST_RETRY_S
        while True:
            try:
                await self._log.append(facts)
            except LogUnavailableError:
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_RETRY_S)
            else:
                return

    def _tell_late(self) -> None:
        self._late = True
        self._inbox.report(StorageLate(at_s=self._clock()))
