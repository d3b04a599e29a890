import zlib
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.effects import Publish
from sessions.events import VoicePlayed
from sessions.flight.chunk import FORMAT, MAGIC
from sessions.flight.codec import encode
from sessions.flight.errors import DivergedError, FlightError, OtherCodeError
from sessions.flight.replay import MAX_CHUNK_BYTES, Piece, Record, Taken, read, replay
from sessions.flight.schema import schema
from sessions.outputs import Output
from sessions.state import State
from tests.fakes.classroom import Classroom, virtual
from tests.scenarios.test_lessons import answer, begin
from tests.sessions.flight.conftest import Fly


@pytest.mark.parametrize("seed", range(40))
def test_a_recorded_conversation_is_decided_again_alike(flight: Fly, seed: int) -> None:
    """Every state and every effect, of calm talks and of broken ones."""
    flown = flight(seed)
    record = read(flown.chunks(piece_bytes=2_000))
    steps = list(replay(record))
    assert [step.event for step in steps] == flown.events
    assert [step.state for step in steps] == flown.states[1:]
    assert [step.number for step in steps] == list(range(len(steps)))
    for effects, step in zip(flown.effects, steps, strict=True):
        assert step.effects == effects
        assert repr(step.effects) == repr(effects)


@virtual
async def test_what_the_student_was_told_is_told_again() -> None:
    room = Classroom()
    async with room.open():
        before = room.session.state
        await begin(room)
        await answer(room, "p1", "3/4")
        await room.say("what is one half")
        await room.quiet()
    taken = tuple(Taken(event=event) for event in room.record)
    record = Record(pieces=(Piece(state=before, taken=taken),), missing=0)
    told: list[Output] = [
        effect.output
        for step in replay(record)
        for effect in step.effects
        if isinstance(effect, Publish)
    ]
    assert told == room.outputs


def test_a_record_of_other_states_is_found_out(flight: Fly) -> None:
    pieces = read(flight(12).chunks(every=20, piece_bytes=500)).pieces
    assert len(pieces) > 2
    other = replace(pieces[1], state=replace(pieces[1].state, serial=-1))
    with pytest.raises(DivergedError):
        list(replay(Record(pieces=(pieces[0], other), missing=0)))


def test_after_a_gap_it_goes_on_from_the_next_state(flight: Fly) -> None:
    flown = flight(12)
    whole = read(flown.chunks(every=20, piece_bytes=500)).pieces
    record = Record(pieces=(whole[0], *whole[2:]), missing=len(whole[1].taken))
    assert [step.state for step in replay(record)] == (
        flown.states[1 : whole[0].end + 1] + flown.states[whole[2].first + 1 :]
    )


def packed(**changes: object) -> bytes:
    parts: dict[str, object] = {
        "magic": MAGIC,
        "format": FORMAT,
        "fingerprint": schema().fingerprint,
        "first": 0,
        "states": [msgspec.Raw(encode(State(nonce="n")))],
        "rows": [],
    }
    return zlib.compress(msgspec.msgpack.encode(list((parts | changes).values())))


def test_a_sound_record_is_read() -> None:
    assert read([packed()]).pieces == (Piece(state=State(nonce="n"), taken=()),)
    assert read([]).pieces == ()


@pytest.mark.parametrize("changes", [{"format": FORMAT + 1}, {"fingerprint": b"another!"}])
def test_a_record_of_other_code_is_told_apart(changes: dict[str, object]) -> None:
    with pytest.raises(OtherCodeError):
        read([packed(**changes)])


@pytest.mark.parametrize(
    "changes",
    [
        {"magic": "other"},
        {"first": "many"},
        {"states": [7]},
        {"rows": [1]},
        {"rows": [[1, []]]},
        {"rows": [[msgspec.Raw(encode(State(nonce="n"))), []]]},
        {"states": [msgspec.Raw(encode(VoicePlayed(at_s=0, response=0, samples=0)))]},
    ],
)
def test_a_damaged_record_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(FlightError):
        read([packed(**changes)])


def test_a_record_that_unpacks_too_large_is_not_even_read() -> None:
    with pytest.raises(FlightError, match="large"):
        read([zlib.compress(bytes(MAX_CHUNK_BYTES + 1))])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=4), st.booleans())
def test_any_damage_is_a_flight_error_or_harmless(at: int, patch: bytes, inside: bool) -> None:
    """Damage of the stored bytes, or `inside` of what they unpack to."""
    whole = zlib.decompress(packed()) if inside else packed()
    at %= len(whole)
    damaged = whole[:at] + patch + whole[at + len(patch) :]
    try:
        list(replay(read([zlib.compress(damaged) if inside else damaged])))
    except FlightError:
        return
