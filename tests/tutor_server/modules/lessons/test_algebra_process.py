"""The process that checks algebra: asked, stalled, killed, cancelled."""

import asyncio
import os
import signal
import sys

import pytest

from tests.tutor_server.modules.lessons.items import expression
from tests.tutor_server.storage.world import until
from tutor_server.modules.lessons.algebra_process import AlgebraProcess
from tutor_server.modules.lessons.checkers.expression import check

pytestmark = pytest.mark.slow

ITEM = expression("x = 4", wrong={"x = 16": "adds"})
# Says that it is ready, then answers nothing.
STALLED = (sys.executable, "-c", "print('ready', flush=True); input(); input()")


async def test_it_says_what_the_checker_says() -> None:
    process = AlgebraProcess()
    try:
        for said in (
            "x = 4",
            "16 = x",
            "2x = 8",
            "what?",
            "9**9**9",
            "é\ud800\n\x00",
            "y" * 10_000,
        ):
            assert await process.check(ITEM, said) == check(ITEM, said)
    finally:
        await process.close()


async def test_many_at_once_get_their_own_answers() -> None:
    process = AlgebraProcess()
    try:
        found = await asyncio.gather(*(process.check(ITEM, f"x = {n}") for n in range(30)))
    finally:
        await process.close()
    assert [outcome is not None and outcome.correct for outcome in found] == [
        n == 4 for n in range(30)
    ]


async def test_a_killed_process_is_started_again() -> None:
    process = AlgebraProcess()
    try:
        assert await process.check(ITEM, "x = 4")
        assert process._process is not None
        os.kill(process._process.pid, signal.SIGKILL)
        outcome = await process.check(ITEM, "x = 4")
        assert outcome is not None
        assert outcome.correct
    finally:
        await process.close()


async def test_a_stalled_process_is_given_up() -> None:
    process = AlgebraProcess(STALLED, deadline_s=0.05)
    assert await process.check(ITEM, "x = 4") is None
    assert process._process is None


@pytest.mark.parametrize(
    "command", [("/no/such/program",), ("/bin/false",), ("/bin/echo", "hello"),
                (sys.executable, "-c", "print('ready', flush=True); input(); print('{')")],
)  # fmt: skip
async def test_a_process_that_cannot_work_is_no_answer(command: tuple[str, ...]) -> None:
    process = AlgebraProcess(command)
    assert await process.check(ITEM, "x = 4") is None
    await process.close()


async def test_a_cancelled_question_never_answers_the_next() -> None:
    process = AlgebraProcess()
    try:
        assert await process.check(ITEM, "x = 5")
        async with asyncio.TaskGroup() as tasks:
            first = tasks.create_task(process.check(ITEM, "x = 16"))
            await asyncio.sleep(0)
            first.cancel()
        outcome = await process.check(ITEM, "x = 4")
        assert outcome is not None
        assert outcome.correct
    finally:
        await process.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_closing_twice_and_before_the_start_is_harmless() -> None:
    process = AlgebraProcess()
    await process.close()
    assert await process.check(ITEM, "x = 4")
    pid = process._process.pid if process._process else 0
    await process.close()
    await process.close()

    async def gone() -> bool:
        return not alive(pid)

    await until(gone)
