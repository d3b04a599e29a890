"""Judging pauses: asks the detector how likely the turn is over, one question at a time.

A question that comes meanwhile waits; a newer one takes its place, for only the newest words
count. Where there is no detector, or it fails or is late, the rule on words answers.
"""

import asyncio
import logging
from dataclasses import dataclass

from inference.contracts import EndOfTurn, EndOfTurnDetector, Outlook
from inference.errors import InferenceError
from sessions.contracts import Clock
from sessions.effects import AskEnd
from sessions.events import EndJudged, EndWait
from sessions.inbox import Inbox
from sessions.tail import AudioTail

TIMEOUT_S = 0.2
"""A detector that needs longer is no help: the rule's quickest wait is 0.3 s."""
SOUND_SAMPLES = 8 * 16_000
"""The newest of the turn, at most."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """Who is asked."""

    rule: EndOfTurn
    detector: EndOfTurnDetector | None


class Gauge:
    """The detector's side of a session."""

    def __init__(
        self,
        inbox: Inbox,
        tail: AudioTail,
        *,
        judges: Judges,
        clock: Clock,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._inbox = inbox
        self._tail = tail
        self._judges = judges
        self._clock = clock
        self._tasks = tasks
        self._next: AskEnd | None = None
        self._task: asyncio.Task[None] | None = None

    def ask(self, effect: AskEnd) -> EndWait | None:
        """The rule's answer when there is nobody else to ask; otherwise the answer is reported,
        unless a newer question comes first."""
        if self._judges.detector is None:
            return self._ruled(effect)
        self._next = effect
        if self._task is None or self._task.done():
            self._task = self._tasks.create_task(self._work(self._judges.detector))
        return None

    def close(self) -> None:
        """Stop."""
        self._next = None
        if self._task is not None:
            self._task.cancel()

    async def _work(self, detector: EndOfTurnDetector) -> None:
        while (effect := self._next) is not None:
            self._next = None
            outlook = await self._judged(detector, effect)
            if outlook is None:
                self._inbox.report(self._ruled(effect))
                continue
            self._inbox.report(
                EndJudged(
                    at_s=self._clock(),
                    turn=effect.turn,
                    revision=effect.revision,
                    silence_s=effect.evidence.silence_s,
                    outlook=outlook,
                )
            )

    async def _judged(self, detector: EndOfTurnDetector, effect: AskEnd) -> Outlook | None:
        first = max(effect.from_sample, effect.to_sample - SOUND_SAMPLES)
        sound = self._tail.read(first, effect.to_sample)
        try:
            async with asyncio.timeout(TIMEOUT_S):
                found = await detector.outlook(sound, effect.evidence)
        except (InferenceError, TimeoutError) as error:
            log.warning("end-of-turn detector failed", extra={"error": type(error).__name__})
            return None
        return found if found and all(0.0 <= value <= 1.0 for value in found) else None

    def _ruled(self, effect: AskEnd) -> EndWait:
        wait_s = self._judges.rule.wait_s(effect.evidence)
        return EndWait(
            at_s=self._clock(), turn=effect.turn, revision=effect.revision, wait_s=wait_s
        )
