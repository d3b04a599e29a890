"""Judging: asks the safety gate and fails closed. One task per judgement; verdicts may arrive
in any order, the reducer takes them in the text's."""

import asyncio
import logging

from inference.contracts import SafetyGate, Verdict
from sessions.contracts import Clock
from sessions.effects import Judge
from sessions.events import SentenceJudged, TurnJudged
from sessions.inbox import Inbox

TIMEOUT_S = 2.0
"""A gate that needs longer counts as "not allowed"."""
CLOSED = Verdict(
    allowed=False,
    category="gate_failed",
    replacement="I can't check my words right now, so I had better not go on. Try again soon.",
)

log = logging.getLogger(__name__)


class Warden:
    """The safety gate's side of a session."""

    def __init__(
        self, inbox: Inbox, *, gate: SafetyGate, clock: Clock, tasks: asyncio.TaskGroup
    ) -> None:
        self._inbox = inbox
        self._gate = gate
        self._clock = clock
        self._tasks = tasks
        self._judging: set[asyncio.Task[None]] = set()

    def judge(self, effect: Judge) -> None:
        """Judge a turn or a sentence; exactly one verdict comes back."""
        task = self._tasks.create_task(self._judge(effect))
        self._judging.add(task)
        task.add_done_callback(self._judging.discard)

    def close(self) -> None:
        """Stop all."""
        for task in self._judging:
            task.cancel()

    async def _judge(self, effect: Judge) -> None:
        verdict = await self._verdict(effect)
        if effect.turn:
            self._inbox.report(
                TurnJudged(
                    at_s=self._clock(),
                    turn=effect.turn,
                    revision=effect.revision,
                    verdict=verdict,
                )
            )
            return
        self._inbox.report(
            SentenceJudged(
                at_s=self._clock(),
                response=effect.response,
                index=effect.index,
                verdict=verdict,
            )
        )

    async def _verdict(self, effect: Judge) -> Verdict:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await self._gate.judge(effect.direction, effect.text)
        except Exception as error:  # noqa: BLE001 - whatever breaks, an unjudged word is not said
            log.warning("safety gate failed", extra={"error": type(error).__name__})
            return CLOSED
