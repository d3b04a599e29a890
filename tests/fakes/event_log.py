"""A session's log in memory, with faults."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from sessions.contracts import Fact
from sessions.errors import FencedError, LogUnavailableError


@dataclass
class FakeLog:
    """Skips facts it has already, like the real one."""

    delay_s: float = 0.003
    down: bool = False
    loses_answers: int = 0
    """So many appends are written and then raise."""
    fenced: bool = False
    facts: list[Fact] = field(default_factory=list)
    attempts: int = 0

    async def append(self, facts: Sequence[Fact]) -> int:
        self.attempts += 1
        await asyncio.sleep(self.delay_s)
        if self.fenced:
            raise FencedError("fake")
        if self.down:
            raise LogUnavailableError("fake")
        known = {fact.fact_id for fact in self.facts}
        self.facts += [fact for fact in facts if fact.fact_id not in known]
        if self.loses_answers:
            self.loses_answers -= 1
            raise LogUnavailableError("fake")
        return len(self.facts)
