import asyncio

import pytest

from inference.contracts import Direction, Verdict
from inference.safety.guarded import GATE_FAILED, FailClosed


class Gate:
    """Does what the test says."""

    def __init__(self, act):
        self.act = act

    async def judge(self, direction, text):
        return await self.act()


async def test_a_verdict_passes_through():
    async def allow():
        return Verdict(allowed=True)

    assert (await FailClosed(Gate(allow)).judge(Direction.TO_STUDENT, "hi")).allowed


async def test_an_error_refuses_and_the_sentence_is_not_logged(caplog):
    async def fail():
        raise RuntimeError("could not read: secret words")

    assert await FailClosed(Gate(fail)).judge(Direction.TO_STUDENT, "secret words") is GATE_FAILED
    assert "safety gate failed" in caplog.text
    assert "secret" not in caplog.text


async def test_a_gate_that_never_answers_refuses():
    never = asyncio.Event()
    gate = FailClosed(Gate(never.wait), timeout_s=0.001)
    assert await gate.judge(Direction.FROM_STUDENT, "hi") is GATE_FAILED


async def test_an_answer_of_the_wrong_kind_refuses():
    async def odd():
        return None

    assert await FailClosed(Gate(odd)).judge(Direction.FROM_STUDENT, "hi") is GATE_FAILED


async def test_a_cancellation_is_not_an_answer():
    started = asyncio.Event()

    async def hang():
        started.set()
        await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(FailClosed(Gate(hang), timeout_s=60).judge(Direction.TO_STUDENT, ""))
        await started.wait()
        task.cancel()
    assert task.cancelled()


def test_the_timeout_is_checked():
    with pytest.raises(ValueError, match="timeout_s"):
        FailClosed(Gate(None), timeout_s=0)
