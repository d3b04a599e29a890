"""Checking answers: asks the checker, one task per check; exactly one Checked comes back each."""

import asyncio
import logging

from sessions.contracts import AnswerChecker, Clock
from sessions.effects import Check
from sessions.events import Checked
from sessions.inbox import Inbox
from sessions.teaching.lesson import Outcome

TIMEOUT_S = 6.0
"""Longer than any checker's own deadline (a student's code gets 3 s)."""

log = logging.getLogger(__name__)


class Examiner:
    """The checker's side of a session."""

    def __init__(
        self, inbox: Inbox, *, checker: AnswerChecker, clock: Clock, tasks: asyncio.TaskGroup
    ) -> None:
        self._inbox = inbox
        self._checker = checker
        self._clock = clock
        self._tasks = tasks
        self._checking: set[asyncio.Task[None]] = set()

    def check(self, effect: Check) -> None:
        """Check an answer; exactly one outcome comes back."""
        task = self._tasks.create_task(self._check(effect))
        self._checking.add(task)
        task.add_done_callback(self._checking.discard)

    def close(self) -> None:
        """Stop all."""
        for task in self._checking:
            task.cancel()

    async def _check(self, effect: Check) -> None:
        outcome = await self._outcome(effect)
        self._inbox.report(Checked(at_s=self._clock(), number=effect.number, outcome=outcome))

    async def _outcome(self, effect: Check) -> Outcome | None:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await self._checker.check(effect.item, effect.text)
        except Exception as error:  # noqa: BLE001 - whatever breaks, the student is told and goes on
            log.warning("checker failed", extra={"error": type(error).__name__})
            return None
