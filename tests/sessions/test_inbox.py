"""Tests of sessions.inbox."""

import asyncio

from sessions.commands import Close, Say
from sessions.events import Asked, Event, StorageBack, StorageLate
from sessions.inbox import BUSY_REPORTS, MAX_COMMANDS, Inbox
from tests.fakes.classroom import virtual


def asked(text: str) -> Asked:
    return Asked(at_s=0.0, command=Say(text=text))


@virtual
async def test_commands_overtake_reports_and_both_keep_their_order() -> None:
    inbox = Inbox()
    reports: list[Event] = [StorageLate(at_s=1.0), StorageBack(at_s=2.0)]
    for report in reports:
        inbox.report(report)
    inbox.command(asked("a"))
    inbox.command(asked("b"))
    taken = [await inbox.next() for _ in range(4)]
    assert taken == [asked("a"), asked("b"), *reports]


@virtual
async def test_too_many_commands_are_refused_but_never_a_close() -> None:
    inbox = Inbox()
    taken = [inbox.command(asked("x")) for _ in range(MAX_COMMANDS + 1)]
    assert taken.count(False) == 1
    assert inbox.command(Asked(at_s=0.0, command=Close(reason="left")), always=True)


@virtual
async def test_producers_wait_while_it_is_busy_and_no_report_is_lost() -> None:
    inbox = Inbox()
    for number in range(BUSY_REPORTS):
        inbox.report(StorageLate(at_s=number))
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(inbox.room())
        await asyncio.sleep(1)
        assert not waiting.done()
        taken = [await inbox.next() for _ in range(BUSY_REPORTS)]
    assert [event.at_s for event in taken] == list(range(BUSY_REPORTS))


@virtual
async def test_an_empty_inbox_waits() -> None:
    inbox = Inbox()
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(inbox.next())
        await asyncio.sleep(5)
        assert not waiting.done()
        inbox.report(StorageLate(at_s=5.0))
    assert waiting.result() == StorageLate(at_s=5.0)
