"""Runs a detector that computes beside the event loop, in a thread of its own.

Knows queues and threads; what is computed is `own.py` or `onnx_file.py`.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Protocol, Self

from inference.contracts import Outlook, TurnEvidence
from inference.errors import ModelOverloadedError

MAX_WAITING = 64
"""Questions at once; a further one is refused, for it would be late, and the rule answers it."""


class Judge(Protocol):
    """Computes an outlook; blocks."""

    def outlook(self, sound: bytes, evidence: TurnEvidence) -> Outlook:
        """As contracts.EndOfTurnDetector. Raises InferenceError."""


class DetectorWorker:
    """contracts.EndOfTurnDetector around a Judge; an async context manager."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._executor: ThreadPoolExecutor | None = None
        self._waiting = 0

    async def __aenter__(self) -> Self:
        """Start the thread."""
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="end-of-turn")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the current question finish; what waits behind it is cancelled."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)

    async def outlook(self, sound: bytes, evidence: TurnEvidence) -> Outlook:
        """Raises ModelOverloadedError, and what the judge raises."""
        if self._executor is None or self._waiting >= MAX_WAITING:
            raise ModelOverloadedError("the end-of-turn worker takes no more questions")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            # A caller who gives up takes a question that has not begun out of the queue.
            return await loop.run_in_executor(self._executor, self._judge.outlook, sound, evidence)
        finally:
            self._waiting -= 1
