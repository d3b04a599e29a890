import pytest

from sessions.events import Event, Thought, VoicePlayed
from sessions.flight.codec import encode
from sessions.flight.recorder import Recorder
from sessions.flight.replay import read, replay
from sessions.state import State
from tests.sessions.flight.conftest import Fly


def played(at: int) -> VoicePlayed:
    return VoicePlayed(at_s=float(at), response=1, samples=at)


def state() -> State:
    return State(nonce="n")


def test_nothing_recorded_is_no_record() -> None:
    assert Recorder(state).take() == b""


def test_all_events_are_kept_in_order_while_there_is_room() -> None:
    recorder = Recorder(state)
    for at in range(100):
        recorder.note(played(at))
    record = read(recorder.take())
    assert [event for piece in record.pieces for event in piece.events] == [
        played(at) for at in range(100)
    ]
    assert record.pieces[0].state == state()
    assert record.dropped == 0


def test_the_ring_keeps_the_newest_and_stays_within_its_bytes() -> None:
    recorder = Recorder(state, max_bytes=2_000)
    for at in range(1_000):
        recorder.note(played(at))
        assert recorder.size <= 2_000
    record = read(recorder.take())
    events = [event for piece in record.pieces for event in piece.events]
    assert events == [played(at) for at in range(1_000 - len(events), 1_000)]
    assert record.dropped == 1_000 - len(events)
    assert recorder.size > 1_000  # no more than needed is dropped
    assert len(recorder.take()) < recorder.size + 500


@pytest.mark.parametrize("seed", [12, 16, 18, 36])
def test_whatever_was_dropped_the_rest_still_replays(flight: Fly, seed: int) -> None:
    flown = flight(seed)
    recorder = flown.recorder(max_bytes=4 * max(len(encode(s)) for s in flown.states))
    record = read(recorder.take())
    steps = list(replay(record))
    assert 0 < record.dropped == len(flown.events) - len(steps)
    assert len(steps) > 10
    assert [step.state for step in steps] == flown.states[record.dropped + 1 :]


def test_an_event_larger_than_the_ring_is_dropped_and_recording_goes_on() -> None:
    recorder = Recorder(state, max_bytes=1_000)
    recorder.note(played(1))
    recorder.note(Thought(at_s=2.0, response=1, text="x" * 5_000, first_token_s=1.0))
    assert recorder.size == 0
    recorder.note(played(3))
    record = read(recorder.take())
    assert [piece.events for piece in record.pieces] == [(played(3),)]
    assert record.dropped == 2


def test_states_too_large_for_the_ring_end_the_record() -> None:
    large = State(nonce="x" * 500)
    recorder = Recorder(lambda: large, max_bytes=1_000)
    recorder.note(played(1))
    assert recorder.stopped
    assert recorder.take() == b""


@pytest.mark.parametrize(
    "odd",
    [
        Thought(at_s=1.0, response=1, text="\ud800", first_token_s=1.0),
        VoicePlayed(at_s=1.0, response=1 << 80, samples=0),
        VoicePlayed(at_s=1.0, response=1, samples=object()),  # type: ignore[arg-type]
    ],
)
def test_a_value_nobody_foresaw_ends_the_record_and_not_the_session(odd: Event) -> None:
    recorder = Recorder(state)
    recorder.note(played(1))
    recorder.note(odd)
    recorder.note(played(2))
    assert recorder.stopped
    (piece,) = read(recorder.take()).pieces
    assert piece.events == (played(1),)


def test_after_a_stop_nothing_is_added() -> None:
    recorder = Recorder(state)
    recorder.note(played(1))
    before = recorder.take()
    recorder.stop()
    recorder.note(played(2))
    assert recorder.take() == before


def test_what_is_forgotten_is_gone() -> None:
    recorder = Recorder(state)
    recorder.note(played(1))
    recorder.forget()
    recorder.note(played(2))
    assert recorder.take() == b""
    assert recorder.size == 0


def test_a_minute_of_talk_takes_little_room(flight: Fly) -> None:
    flown = flight(2)
    assert flown.recorder().size < 40 * len(flown.events) + len(encode(flown.states[0]))
