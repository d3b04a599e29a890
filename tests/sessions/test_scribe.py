"""Tests of sessions.scribe."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sessions.contracts import Fact, FactKind
from sessions.effects import Commit
from sessions.events import Committed, Event, Fenced, StorageBack, StorageLate
from sessions.inbox import Inbox
from sessions.scribe import Scribe
from tests.fakes.classroom import virtual
from tests.fakes.event_log import FakeLog


def commit(number: int, facts: int = 1) -> Commit:
    made = tuple(
        Fact(fact_id=f"{number}.{n}", kind=FactKind.ITEM_ADDED, body={}) for n in range(facts)
    )
    return Commit(number=number, facts=made)


class Office:
    """A scribe at work."""

    def __init__(self, log: FakeLog | None = None) -> None:
        self.log = log or FakeLog()
        self.inbox = Inbox()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Office"]:
        async with asyncio.TaskGroup() as tasks:
            clock = asyncio.get_running_loop().time
            self.scribe = Scribe(self.inbox, log=self.log, clock=clock)
            work = tasks.create_task(self.scribe.run())
            yield self
            work.cancel()

    async def until(self, kind: type[Event]) -> list[Event]:
        events: list[Event] = []
        async with asyncio.timeout(100):
            while not (events and isinstance(events[-1], kind)):
                events.append(await self.inbox.next())
        return events


@virtual
async def test_commits_are_written_in_order_and_gathered_while_one_is_under_way() -> None:
    async with Office(FakeLog(delay_s=1.5)).open() as office:
        for number in range(1, 6):
            office.scribe.commit(commit(number, 2))
            await asyncio.sleep(0.1)
        await asyncio.sleep(5)
        assert [f.fact_id for f in office.log.facts] == [
            f"{n}.{m}" for n in range(1, 6) for m in range(2)
        ]
        assert office.log.attempts == 2


@virtual
async def test_a_commit_without_facts_is_only_a_barrier() -> None:
    async with Office().open() as office:
        office.scribe.commit(commit(1, 0))
        assert await office.until(Committed) == [Committed(at_s=0.0, number=1)]
        assert office.log.attempts == 0


@virtual
async def test_a_log_that_is_down_is_tried_until_it_is_back_and_told_once() -> None:
    async with Office(FakeLog(down=True)).open() as office:
        office.scribe.commit(commit(1))
        await asyncio.sleep(10)
        office.log.down = False
        events = await office.until(Committed)
        assert [type(event) for event in events] == [StorageLate, StorageBack, Committed]
        assert office.log.attempts < 12


@virtual
async def test_a_short_failure_is_not_worth_a_word() -> None:
    async with Office(FakeLog(loses_answers=2)).open() as office:
        office.scribe.commit(commit(1))
        assert [type(event) for event in await office.until(Committed)] == [Committed]
        assert len(office.log.facts) == 1


@virtual
async def test_a_fenced_scribe_never_writes_again() -> None:
    async with Office(FakeLog(fenced=True)).open() as office:
        office.scribe.commit(commit(1))
        await office.until(Fenced)
        office.scribe.commit(commit(2))
        await asyncio.sleep(10)
        assert office.log.attempts == 1
