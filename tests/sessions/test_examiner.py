"""Checks come back exactly once, whatever the checker does."""

import asyncio

from sessions.effects import Check
from sessions.events import Checked
from sessions.examiner import TIMEOUT_S, Examiner
from sessions.inbox import Inbox
from sessions.teaching.lesson import Item, Outcome
from tests.fakes.classroom import virtual
from tests.fakes.lesson import lesson

ITEM = lesson().items[0]


class Checker:
    """Takes its time, and fails when told so."""

    def __init__(self, *, wait_s: float = 0.0, broken: bool = False) -> None:
        self.wait_s, self.broken = wait_s, broken

    async def check(self, item: Item, text: str) -> Outcome:
        await asyncio.sleep(self.wait_s)
        if self.broken:
            raise OSError("the sandbox is gone")
        return Outcome(correct=text == item.answer)


async def checked(checker: Checker, *texts: str) -> list[Checked]:
    inbox = Inbox()
    found: list[Checked] = []
    async with asyncio.TaskGroup() as tasks:
        clock = asyncio.get_running_loop().time
        examiner = Examiner(inbox, checker=checker, clock=clock, tasks=tasks)
        for number, text in enumerate(texts, start=1):
            examiner.check(Check(number=number, item=ITEM, text=text))
        for _ in texts:
            event = await inbox.next()
            assert isinstance(event, Checked)
            found.append(event)
    return found


@virtual
async def test_each_check_is_answered_by_its_number() -> None:
    events = await checked(Checker(), "3/4", "1/4")
    assert {e.number: e.outcome and e.outcome.correct for e in events} == {1: True, 2: False}


@virtual
async def test_a_fault_is_no_outcome() -> None:
    (event,) = await checked(Checker(broken=True), "3/4")
    assert event.outcome is None


@virtual
async def test_a_check_that_hangs_ends() -> None:
    (event,) = await checked(Checker(wait_s=1e9), "3/4")
    assert event.outcome is None
    assert event.at_s >= TIMEOUT_S


@virtual
async def test_closing_leaves_no_task() -> None:
    inbox = Inbox()
    async with asyncio.TaskGroup() as tasks:
        clock = asyncio.get_running_loop().time
        examiner = Examiner(inbox, checker=Checker(wait_s=1e9), clock=clock, tasks=tasks)
        examiner.check(Check(number=1, item=ITEM, text="3/4"))
        await asyncio.sleep(0)
        examiner.close()
