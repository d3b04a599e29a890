"""Judging beside the loop: bounded, and closed whatever is under way."""

import asyncio
import threading

import pytest

from inference.contracts import Expected, Outlook, TurnEvidence
from inference.errors import BadAudioError, ModelOverloadedError
from inference.hearing.endpoint.worker import MAX_WAITING, DetectorWorker

EVIDENCE = TurnEvidence(silence_s=0.1, speech_s=1.0, text="", expected=Expected(), patience=1.0)


class Judge:
    """Waits for its gate."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.threads: set[str] = set()

    def outlook(self, sound: bytes, evidence: TurnEvidence) -> Outlook:
        self.threads.add(threading.current_thread().name)
        if not sound:
            raise BadAudioError("none")
        assert self.gate.wait(10.0)
        return (len(sound) / 100,)


async def test_it_judges_in_one_thread_that_is_not_the_loops() -> None:
    judge = Judge()
    judge.gate.set()
    async with DetectorWorker(judge) as worker:
        found = await asyncio.gather(*(worker.outlook(bytes(n), EVIDENCE) for n in (10, 20)))
        assert found == [(0.1,), (0.2,)]
        with pytest.raises(BadAudioError):
            await worker.outlook(b"", EVIDENCE)
    assert len(judge.threads) == 1
    assert threading.current_thread().name not in judge.threads


async def test_too_many_questions_are_refused() -> None:
    judge = Judge()
    async with DetectorWorker(judge) as worker, asyncio.TaskGroup() as tasks:
        waiting = [tasks.create_task(worker.outlook(b"12", EVIDENCE)) for _ in range(MAX_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(ModelOverloadedError):
            await worker.outlook(b"12", EVIDENCE)
        judge.gate.set()
        assert await waiting[-1] == (0.02,)
        assert await worker.outlook(b"12", EVIDENCE) == (0.02,)


async def test_who_gives_up_leaves_the_queue() -> None:
    judge = Judge()
    async with DetectorWorker(judge) as worker:
        first = asyncio.ensure_future(worker.outlook(b"12", EVIDENCE))
        for _ in range(3 * MAX_WAITING):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(worker.outlook(b"12", EVIDENCE), 0.0)
        judge.gate.set()
        assert await first == (0.02,)


async def test_before_and_after_its_time_it_refuses() -> None:
    worker = DetectorWorker(Judge())
    for _ in range(2):
        with pytest.raises(ModelOverloadedError):
            await worker.outlook(b"12", EVIDENCE)
        async with worker:
            pass
