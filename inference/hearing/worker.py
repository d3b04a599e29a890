"""One thread that owns a model: calls run one at a time, urgent ones first.

Knows threads and futures, no models. A call that was cancelled before its turn never runs.
"""

import asyncio
import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeVar

from inference.errors import SpeechUnavailableError

Result = TypeVar("Result")


class Urgency(IntEnum):
    """What runs first. A student waits for a final; nobody waits for a partial."""

    FINAL = 0
    AUDIO = 1
    PARTIAL = 2
    CLOSE = 3


@dataclass(order=True, slots=True)
class _Job:
    urgency: int
    number: int
    run: Callable[[], None] | None = field(compare=False)


class ModelWorker:
    """Runs calls in its own thread from `__init__` until `close`."""

    def __init__(self, name: str) -> None:
        self._numbers = itertools.count()
        # Bounded by its callers: a hearing has at most one call of each urgency in flight.
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def run(self, urgency: Urgency, call: Callable[[], Result]) -> Result:
        """The call's result, or what it raised. Raises SpeechUnavailableError after `close`."""
        return await asyncio.wrap_future(self.submit(urgency, call))

    def submit(self, urgency: Urgency, call: Callable[[], Result]) -> Future[Result]:
        """Queues a call without waiting. Raises SpeechUnavailableError after `close`."""
        if self._closed:
            raise SpeechUnavailableError("the recogniser is closed")
        future: Future[Result] = Future()
        self._jobs.put(_Job(urgency, next(self._numbers), lambda: _settle(future, call)))
        return future

    def close(self) -> None:
        """Runs what is queued, then ends the thread; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._jobs.put(_Job(Urgency.CLOSE, next(self._numbers), None))
        self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()).run is not None:
            job.run()


def _settle(future: Future[Result], call: Callable[[], Result]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(call())
    except BaseException as error:  # noqa: BLE001 - whoever awaits the future gets it, whatever it is
        future.set_exception(error)
