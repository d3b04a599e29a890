from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.effects import Effect, Publish
from sessions.events import VoicePlayed
from sessions.flight.codec import encode
from sessions.flight.errors import DivergedError, FlightError, OtherCodeError
from sessions.flight.recorder import FORMAT, MAGIC
from sessions.flight.replay import MAX_RECORD_BYTES, Piece, Record, read, replay
from sessions.flight.schema import schema
from sessions.outputs import Output
from sessions.reduce import reduce
from sessions.state import State
from tests.fakes.classroom import Classroom, virtual
from tests.scenarios.test_lessons import answer, begin
from tests.sessions.flight.conftest import Fly


@pytest.mark.parametrize("seed", range(40))
def test_a_recorded_conversation_is_decided_again_alike(flight: Fly, seed: int) -> None:
    """Every state and every effect, of calm talks and of broken ones."""
    flown = flight(seed)
    record = read(flown.recorder().take())
    steps = list(replay(record))
    assert [step.event for step in steps] == flown.events
    assert [step.state for step in steps] == flown.states[1:]
    for before, step in zip(flown.states, steps, strict=False):
        decided: tuple[Effect, ...] = tuple(reduce(before, step.event)[1])
        assert step.effects == decided
        assert repr(step.effects) == repr(decided)


@virtual
async def test_what_the_student_was_told_is_told_again() -> None:
    room = Classroom()
    async with room.open():
        before = room.session._actor.state
        await begin(room)
        await answer(room, "p1", "3/4")
        await room.say("what is one half")
        await room.quiet()
    record = Record(pieces=(Piece(state=before, events=tuple(room.record)),), dropped=0)
    told: list[Output] = [
        effect.output
        for step in replay(record)
        for effect in step.effects
        if isinstance(effect, Publish)
    ]
    assert told == room.outputs


def test_a_record_of_other_decisions_is_found_out(flight: Fly) -> None:
    flown = flight(3)
    recorder = flown.recorder(max_bytes=20_000)
    pieces = read(recorder.take()).pieces
    first = pieces[0]
    half = len(first.events) // 2
    state = first.state
    for event in first.events[:half]:
        state = reduce(state, event)[0]
    sound = (
        Piece(state=first.state, events=first.events[:half]),
        Piece(state=state, events=first.events[half:]),
    )
    assert len(list(replay(Record(pieces=sound, dropped=0)))) == len(first.events)
    other = replace(sound[1], state=replace(state, serial=state.serial + 1))
    with pytest.raises(DivergedError):
        list(replay(Record(pieces=(sound[0], other), dropped=0)))


def packed(**changes: object) -> bytes:
    parts: dict[str, object] = {
        "magic": MAGIC,
        "format": FORMAT,
        "fingerprint": schema().fingerprint,
        "dropped": 0,
        "pieces": [[msgspec.Raw(encode(State(nonce="n"))), []]],
    }
    return msgspec.msgpack.encode(list((parts | changes).values()))


def test_a_sound_record_is_read() -> None:
    assert read(packed()).pieces == (Piece(state=State(nonce="n"), events=()),)


@pytest.mark.parametrize("changes", [{"format": FORMAT + 1}, {"fingerprint": b"another!"}])
def test_a_record_of_other_code_is_told_apart(changes: dict[str, object]) -> None:
    with pytest.raises(OtherCodeError):
        read(packed(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"magic": "other"},
        {"dropped": "many"},
        {"pieces": [[1]]},
        {"pieces": [[1, []]]},
        {"pieces": [[msgspec.Raw(encode(State(nonce="n"))), [7]]]},
        {"pieces": [[msgspec.Raw(encode(VoicePlayed(at_s=0, response=0, samples=0))), []]]},
    ],
)
def test_a_damaged_record_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(FlightError):
        read(packed(**changes))


def test_a_record_that_is_too_large_is_not_even_read() -> None:
    with pytest.raises(FlightError, match="large"):
        read(bytes(MAX_RECORD_BYTES + 1))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_any_damage_is_a_flight_error_or_harmless(at: int, patch: bytes) -> None:
    whole = packed()
    at %= len(whole)
    try:
        list(replay(read(whole[:at] + patch + whole[at + len(patch) :])))
    except FlightError:
        return
