import pytest

from sessions.effects import SetGain
from sessions.events import Event, Thought, VoicePlayed
from sessions.flight.chunk import Packer, decision
from sessions.flight.codec import encode
from sessions.flight.recorder import Recorder, Strip
from sessions.flight.replay import Piece, Taken, read, replay
from sessions.state import State
from tests.sessions.flight.conftest import Fly


def played(at: int) -> VoicePlayed:
    return VoicePlayed(at_s=float(at), response=1, samples=at)


def strip(first: int, *events: Event, state: State | None = None) -> Strip:
    recorder = Recorder()
    for event in events:
        recorder.note(state or State(nonce="n"), event)
        recorder.decided([])
    taken = recorder.take()
    assert taken is not None
    return Strip(first=first, state=taken.state, noted=taken.noted)


def test_the_first_chunk_begins_with_a_state_and_the_next_goes_on() -> None:
    packer = Packer()
    first, second = packer.pack(strip(0, played(0), played(1))), packer.pack(strip(2, played(2)))
    assert first is not None
    assert second is not None
    assert (first.begins, first.first, first.events) == (True, 0, 2)
    assert (second.begins, second.first, second.events) == (False, 2, 1)
    record = read([first.data, second.data])
    taken = tuple(Taken(event=played(at), decided=tuple(decision([]))) for at in range(3))
    assert record.pieces == (Piece(state=State(nonce="n"), taken=taken),)
    assert record.missing == 0


def test_after_a_gap_a_chunk_begins_anew() -> None:
    packer = Packer()
    chunks = [packer.pack(strip(0, played(0))), packer.pack(strip(7, played(7)))]
    assert [chunk.begins for chunk in chunks if chunk] == [True, True]
    record = read([chunk.data for chunk in chunks if chunk])
    assert [piece.first for piece in record.pieces] == [0, 7]
    assert record.missing == 6


def test_states_are_written_again_but_never_outweigh_events() -> None:
    large = State(nonce="x" * 3_000)
    packer, begun, event_bytes = Packer(piece_bytes=500), [], 0
    for at in range(600):
        chunk = packer.pack(strip(at, played(at), state=large))
        assert chunk is not None
        if chunk.begins:
            begun.append(at)
        event_bytes += len(encode(played(at)))
    assert len(begun) > 1
    assert (len(begun) - 1) * len(encode(large)) <= event_bytes


@pytest.mark.parametrize(
    "odd",
    [
        Thought(at_s=1.0, response=1, text="\ud800", first_token_s=1.0),
        VoicePlayed(at_s=1.0, response=1 << 80, samples=0),
        VoicePlayed(at_s=1.0, response=1, samples=object()),  # type: ignore[arg-type]
    ],
)
def test_a_value_nobody_foresaw_ends_the_record_before_it(odd: Event) -> None:
    packer = Packer()
    chunk = packer.pack(strip(0, played(0), odd, played(2)))
    assert chunk is not None
    assert (chunk.events, packer.broken) == (1, True)
    assert read([chunk.data]).pieces[0].events == (played(0),)
    assert packer.pack(strip(3, played(3))) is None


def test_a_state_nobody_foresaw_leaves_nothing() -> None:
    packer = Packer()
    assert packer.pack(strip(0, played(0), state=State(nonce="\ud800"))) is None
    assert packer.broken


@pytest.mark.parametrize("seed", [12, 16, 18, 36])
def test_whatever_chunks_were_dropped_the_rest_still_replays(flight: Fly, seed: int) -> None:
    flown = flight(seed)
    chunks = flown.chunks(every=20, piece_bytes=500)
    whole = read(chunks)
    assert len(whole.pieces) > 2
    last = whole.pieces[-1].first
    for kept in range(1, len(chunks)):
        record = read(chunks[kept:])
        assert record.missing == len(flown.events) - record.events
        if record.pieces:
            states = [step.state for step in replay(record)]
            assert states == flown.states[record.pieces[0].first + 1 :]
        else:
            assert kept * 20 > last


def test_a_minute_of_talk_takes_little_room(flight: Fly) -> None:
    flown = flight(2)
    size = sum(len(chunk) for chunk in flown.chunks())
    assert size < 30 * len(flown.events) + len(encode(flown.states[0]))


def test_a_decision_tells_effects_apart() -> None:
    assert decision([SetGain(gain=1.0)]) == decision([SetGain(gain=1.0)])
    assert decision([SetGain(gain=1.0)]) != decision([SetGain(gain=0.5)])
    assert decision([SetGain(gain=1.0)])[1:] == decision([SetGain(gain=0.5)])[1:]
