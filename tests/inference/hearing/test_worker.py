"""One thread, urgent calls first; cancelled calls never run; close runs what is queued, once."""

import asyncio
import threading

import pytest

from inference.errors import SpeechUnavailableError
from inference.hearing.worker import ModelWorker, Urgency


class Gate:
    """Holds the worker's thread until it is opened."""

    def __init__(self, worker: ModelWorker) -> None:
        self._open = threading.Event()
        self._entered = threading.Event()
        worker.submit(Urgency.FINAL, self._wait)
        self._entered.wait(5)

    def _wait(self) -> None:
        self._entered.set()
        self._open.wait(5)

    def open(self) -> None:
        self._open.set()


async def test_a_final_goes_before_partials_that_came_earlier() -> None:
    worker, order = ModelWorker("test"), list[str]()
    gate = Gate(worker)
    waiting = [
        asyncio.wrap_future(worker.submit(urgency, lambda name=name: order.append(name)))
        for urgency, name in (
            (Urgency.PARTIAL, "partial 1"),
            (Urgency.AUDIO, "audio"),
            (Urgency.PARTIAL, "partial 2"),
            (Urgency.FINAL, "final"),
        )
    ]
    gate.open()
    await asyncio.gather(*waiting)
    worker.close()
    assert order == ["final", "audio", "partial 1", "partial 2"]


async def test_a_cancelled_call_never_runs() -> None:
    worker, ran = ModelWorker("test"), list[int]()
    gate = Gate(worker)
    task = asyncio.create_task(worker.run(Urgency.PARTIAL, lambda: ran.append(1)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.open()
    worker.close()
    assert ran == []


async def test_a_failed_call_does_not_end_the_thread() -> None:
    worker = ModelWorker("test")
    with pytest.raises(ZeroDivisionError):
        await worker.run(Urgency.FINAL, lambda: 1 // 0)
    assert await worker.run(Urgency.FINAL, lambda: 2) == 2
    worker.close()


async def test_close_runs_what_is_queued_and_refuses_more() -> None:
    worker = ModelWorker("test")
    last = worker.submit(Urgency.PARTIAL, lambda: "done")
    worker.close()
    worker.close()
    assert last.result(timeout=0) == "done"
    with pytest.raises(SpeechUnavailableError):
        worker.submit(Urgency.FINAL, lambda: None)
