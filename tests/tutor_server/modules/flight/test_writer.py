"""The writer never stands in a session's way, whatever storage does. In virtual time."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from sessions.contracts import Identity
from sessions.flight.chunk import Chunk, Packer
from sessions.flight.compare import compare
from sessions.flight.recorder import MAX_WAITING, Strip
from sessions.flight.replay import Record, read
from sessions.ids import SessionId, StudentId, TenantId
from sessions.outputs import Closed
from tests.fakes.classroom import virtual
from tests.sessions.flight.conftest import Flight as Talk
from tests.tutor_server.modules.flight.flown import NOON, feed, talk
from tutor_server.errors import StorageUnavailableError
from tutor_server.modules.flight import writer as module
from tutor_server.modules.flight.store import Flight
from tutor_server.modules.flight.writer import FLUSH_S, FlightWriter

TALK = talk(18)


@dataclass
class FakeStore:
    """Keeps chunks in memory; may be away, slow, or without consent."""

    consent: bool = True
    away: bool = False
    slow_s: float = 0.0
    fault: Exception | None = None
    asked: int = 0
    kept: dict[SessionId, list[Chunk]] = field(default_factory=dict)

    async def consented(self, identity: Identity) -> bool:
        self.asked += 1
        await self._answer()
        return self.consent

    async def keep(self, flight: Flight, chunk: Chunk, *, now: datetime) -> bool:
        await self._answer()
        if self.consent:
            self.kept.setdefault(flight.identity.session_id, []).append(chunk)
        return self.consent

    async def _answer(self) -> None:
        await asyncio.sleep(self.slow_s)
        if self.away:
            raise StorageUnavailableError
        if self.fault is not None:
            raise self.fault

    def record(self, session: str = "s1") -> Record:
        return read([chunk.data for chunk in self.kept.get(SessionId(session), [])])


def flight(session: str = "s1", epoch: int = 1) -> Flight:
    identity = Identity(
        tenant_id=TenantId("home"), student_id=StudentId("ada"), session_id=SessionId(session)
    )
    return Flight(identity=identity, epoch=epoch)


def writer_of(store: FakeStore) -> FlightWriter:
    return FlightWriter(store, now=lambda: NOON, pack=pack)


async def pack(packer: Packer, strip: Strip) -> Chunk | None:
    """Without a thread, whose work takes no virtual time."""
    return packer.pack(strip)


@virtual
async def test_a_session_is_stored_as_it_goes_and_to_its_end() -> None:
    store = FakeStore()
    async with writer_of(store).running() as writer:
        recorder = writer.open(flight())
        for first in range(0, len(TALK.events), 40):
            feed(recorder, TALK, first, min(first + 40, len(TALK.events)))
            await asyncio.sleep(FLUSH_S + 0.1)
            assert store.record().events == min(first + 40, len(TALK.events))
        assert writer.tapes == 1
        writer.watch(flight().identity, Closed(reason="left"))
        await asyncio.sleep(0.1)
        assert writer.tapes == 0
    record = store.record()
    assert [event for piece in record.pieces for event in piece.events] == TALK.events
    assert record.missing == 0
    assert compare(record).difference is None


@virtual
async def test_what_is_left_is_stored_when_the_process_stops() -> None:
    store = FakeStore()
    async with writer_of(store).running() as writer:
        await asyncio.sleep(1)
        feed(writer.open(flight()), TALK)
    assert store.record().events == len(TALK.events)


@virtual
async def test_without_consent_everything_is_forgotten_at_once() -> None:
    store = FakeStore(consent=False)
    async with writer_of(store).running() as writer:
        recorder = writer.open(flight())
        feed(recorder, TALK, 0, 10)
        await asyncio.sleep(0.1)  # not only with the next flush
        assert (recorder.stopped, recorder.waiting, writer.tapes) == (True, 0, 0)
        feed(recorder, TALK, 10, 20)
        await asyncio.sleep(10)
    assert store.kept == {}
    assert recorder.waiting == 0


@virtual
async def test_a_consent_withdrawn_in_between_stops_the_recording() -> None:
    store = FakeStore()
    async with writer_of(store).running() as writer:
        recorder = writer.open(flight())
        feed(recorder, TALK, 0, 10)
        await asyncio.sleep(FLUSH_S)
        store.consent = False
        feed(recorder, TALK, 10, 20)
        await asyncio.sleep(FLUSH_S + 0.1)
        assert (recorder.stopped, recorder.waiting, writer.tapes) == (True, 0, 0)
        store.consent = True
        feed(recorder, TALK, 20, 30)
        await asyncio.sleep(FLUSH_S)
    assert store.record().events == 10


@virtual
async def test_storage_that_is_away_loses_nothing_that_has_room() -> None:
    store = FakeStore(away=True)
    async with writer_of(store).running() as writer:
        feed(writer.open(flight()), TALK)
        await asyncio.sleep(60)
        assert store.kept == {}
        store.away = False
        await asyncio.sleep(FLUSH_S + 0.1)
        assert store.record().events == len(TALK.events)


@virtual
async def test_storage_that_is_away_too_long_leaves_a_gap_that_is_told() -> None:
    store = FakeStore()
    async with writer_of(store).running() as writer:
        recorder = writer.open(flight())
        feed(recorder, TALK, 0, 30)
        await asyncio.sleep(FLUSH_S + 0.1)
        store.away = True
        for at in range(MAX_WAITING // 40 + 20):
            feed(recorder, TALK, 30, 70)
            assert recorder.waiting <= MAX_WAITING
            await asyncio.sleep(1 + at % 2)
        store.away = False
        await asyncio.sleep(2 * FLUSH_S + 0.1)
    record = store.record()
    assert record.missing > 0
    assert len(record.pieces) > 1
    assert record.pieces[-1].events[-1] == TALK.events[69]


@virtual
async def test_slow_storage_keeps_no_session_waiting() -> None:
    """Noting is never awaited; other sessions come later, not never."""
    store = FakeStore(slow_s=20)
    async with writer_of(store).running() as writer:
        recorders = [writer.open(flight(f"s{n}")) for n in range(3)]
        began_s = asyncio.get_running_loop().time()
        for recorder in recorders:
            feed(recorder, TALK)
        assert asyncio.get_running_loop().time() == began_s
        await asyncio.sleep(150)
        store.slow_s = 0
        assert {store.record(f"s{n}").events for n in range(3)} == {len(TALK.events)}


@virtual
async def test_the_last_flush_has_a_limit() -> None:
    store = FakeStore(slow_s=1_000)
    loop = asyncio.get_running_loop()
    async with writer_of(store).running() as writer:
        feed(writer.open(flight()), TALK)
        began_s = loop.time()
    assert loop.time() - began_s <= module.LAST_FLUSH_S + 0.1


@virtual
async def test_a_fault_ends_one_record_and_no_other() -> None:
    store = FakeStore(fault=ZeroDivisionError())
    async with writer_of(store).running() as writer:
        broken = writer.open(flight("s1"))
        feed(broken, TALK)
        await asyncio.sleep(0.1)
        assert broken.stopped
        store.fault = None
        feed(writer.open(flight("s2")), TALK)
        await asyncio.sleep(FLUSH_S + 0.1)
        assert store.record("s2").events == len(TALK.events)


@virtual
async def test_a_session_taken_up_again_has_a_record_of_its_own() -> None:
    store = FakeStore()
    async with writer_of(store).running() as writer:
        first = writer.open(flight(epoch=1))
        feed(first, TALK, 0, 10)
        writer.watch(flight().identity, Closed(reason="drain"))
        await asyncio.sleep(0.1)
        second = writer.open(flight(epoch=2))
        feed(second, TALK, 0, 20)
        await asyncio.sleep(FLUSH_S + 0.1)
        assert writer.tapes == 1
    assert [chunk.first for chunk in store.kept[SessionId("s1")]] == [0, 0]


@virtual
async def test_the_oldest_is_let_go_when_there_are_too_many() -> None:
    store = FakeStore(away=True)
    writer = writer_of(store)
    recorders = [writer.open(flight(f"s{n}")) for n in range(module.MAX_TAPES + 1)]
    assert writer.tapes == module.MAX_TAPES
    assert [recorder.stopped for recorder in recorders[:2]] == [True, False]


def test_a_talk_for_these_tests_is_long_enough() -> None:
    assert isinstance(TALK, Talk)
    assert len(TALK.events) > 80
