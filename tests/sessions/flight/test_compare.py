from collections.abc import Iterable
from dataclasses import replace

import pytest

from sessions.effects import Effect, SetGain
from sessions.events import Event, VoicePlayed
from sessions.flight import compare as module
from sessions.flight.chunk import Packer, decision
from sessions.flight.compare import FAILED, STATE, compare
from sessions.flight.recorder import Recorder
from sessions.flight.replay import Record, Taken, read
from sessions.reduce import reduce
from sessions.state import State
from tests.fakes.classroom import Classroom, virtual
from tests.scenarios.test_lessons import answer, begin
from tests.sessions.flight.conftest import Fly, packed


@pytest.mark.parametrize("seed", range(12))
def test_the_same_code_decides_the_same(flight: Fly, seed: int) -> None:
    flown = flight(seed)
    found = compare(read(flown.chunks(piece_bytes=2_000)))
    assert found.difference is None
    assert found.decided == len(flown.events)
    times = [event.at_s for event in flown.events]
    assert found.seconds == pytest.approx(max(times) - min(times))


@virtual
async def test_a_lesson_recorded_as_it_went_is_decided_again_alike() -> None:
    """Through the actor's hook, taken while the session goes on."""
    recorder, packer, chunks = Recorder(), Packer(piece_bytes=1_000), list[bytes]()
    room = Classroom(recorder=recorder)
    async with room.open():
        await begin(room)
        chunks.append(packed(recorder, packer))
        await answer(room, "p1", "3/4")
        chunks.append(packed(recorder, packer))
        await room.say("what is one half")
        await room.quiet()
    chunks.append(packed(recorder, packer))
    record = read(chunks)
    assert [event for piece in record.pieces for event in piece.events] == room.record
    assert record.missing == 0
    assert compare(record).difference is None


def one_piece(flight: Fly) -> tuple[Record, int]:
    """A record of one piece, and the number of an event over which something was decided."""
    record = read(flight(2).chunks())
    (piece,) = record.pieces
    return record, next(n for n, one in enumerate(piece.taken) if len(one.decided or ()) > 2)


def with_taken(record: Record, at: int, taken: Taken) -> Record:
    (piece,) = record.pieces
    changed = (*piece.taken[:at], taken, *piece.taken[at + 1 :])
    return replace(record, pieces=(replace(piece, taken=changed),))


def test_the_first_difference_is_named(flight: Fly) -> None:
    record, at = one_piece(flight)
    taken = record.pieces[0].taken[at]
    other = replace(taken, decided=tuple(decision([SetGain(gain=0.3)])))
    found = compare(with_taken(record, at, other))
    assert found.difference is not None
    assert (found.decided, found.difference.number) == (at + 1, at)
    assert found.difference.event == type(taken.event).__name__
    assert found.difference.then == "SetGain"
    assert found.difference.now != "SetGain"


def test_effects_of_the_same_kinds_with_other_contents_differ(flight: Fly) -> None:
    record, at = one_piece(flight)
    taken = record.pieces[0].taken[at]
    assert taken.decided is not None
    other = replace(taken, decided=(taken.decided[0] ^ 1, *taken.decided[1:]))
    found = compare(with_taken(record, at, other))
    assert found.difference is not None
    assert found.difference.then.endswith("(other contents)")


def test_another_state_at_a_border_differs(flight: Fly) -> None:
    record = read(flight(3).chunks(every=20, piece_bytes=500))
    pieces = record.pieces
    other = replace(pieces[1], state=replace(pieces[1].state, serial=-1))
    found = compare(replace(record, pieces=(pieces[0], other)))
    assert found.difference is not None
    assert (found.difference.number, found.difference.event) == (pieces[1].first, STATE)


def fails(state: State, event: Event) -> tuple[State, Iterable[Effect]]:
    if isinstance(event, VoicePlayed):
        raise ZeroDivisionError
    return reduce(state, event)


def test_a_reducer_that_fails_now_and_did_not_then_differs(
    flight: Fly, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = read(flight(2).chunks())
    monkeypatch.setattr(module, "reduce", fails)
    found = compare(record)
    assert found.difference is not None
    assert (found.difference.event, found.difference.now) == ("VoicePlayed", FAILED)


def test_a_reducer_that_failed_then_and_fails_now_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorder = Recorder()
    recorder.note(State(nonce="n"), VoicePlayed(at_s=1.0, response=1, samples=0))
    record = read([packed(recorder, Packer())])
    assert compare(record).difference is not None  # this reducer does not fail
    monkeypatch.setattr(module, "reduce", fails)
    assert compare(record).difference is None


def test_no_record_is_nothing_to_decide() -> None:
    found = compare(read([]))
    assert (found.decided, found.seconds, found.difference) == (0, 0.0, None)
