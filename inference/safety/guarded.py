"""A gate that fails closed: an exception or a time-out refuses the sentence.

Knows any SafetyGate, no rules.
"""

import asyncio
import logging

from inference.contracts import Direction, SafetyGate, Verdict

_log = logging.getLogger(__name__)

GATE_FAILED = Verdict(
    allowed=False,
    category="gate_failed",
    replacement="Let's try that again in other words.",
)


class FailClosed:
    """SafetyGate around another one; `timeout_s` is for one sentence."""

    def __init__(self, gate: SafetyGate, timeout_s: float = 1.0) -> None:
        if not timeout_s > 0:
            raise ValueError(f"timeout_s must be above 0, is {timeout_s}")
        self._gate = gate
        self._timeout_s = timeout_s

    async def judge(self, direction: Direction, text: str) -> Verdict:
        """See SafetyGate; raises nothing but a cancellation."""
        try:
            async with asyncio.timeout(self._timeout_s):
                verdict = await self._gate.judge(direction, text)
        except TimeoutError:
            _log.error("safety gate timed out", extra={"timeout_s": self._timeout_s})
            return GATE_FAILED
        except Exception as error:  # noqa: BLE001  supervisor: an unjudged sentence is refused
            # The error's text may quote the sentence, so only its kind is logged.
            _log.error("safety gate failed", extra={"error": type(error).__name__})
            return GATE_FAILED
        return verdict if isinstance(verdict, Verdict) else GATE_FAILED
