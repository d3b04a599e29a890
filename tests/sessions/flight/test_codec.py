import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contracts import ToolSpec
from sessions.commands import AddItem, ChangeSettings, StartLesson, TurnSettings
from sessions.events import Asked, HeardPartial, Phrase, Rang, VoicePlayed
from sessions.flight.codec import decode, encode
from sessions.flight.errors import FlightError
from sessions.flight.schema import schema
from sessions.ids import ItemId
from sessions.items import MessageItem, Modality, Speaker
from sessions.outputs import Phase
from sessions.state import State
from sessions.teaching.lesson import Format
from sessions.teaching.run import LessonRun
from tests.fakes.lesson import lesson
from tests.sessions.flight.conftest import Fly


def test_an_event_comes_back_equal_and_small() -> None:
    event = VoicePlayed(at_s=1234.5678, response=3, samples=2_400)
    assert decode(encode(event)) == event
    assert len(encode(event)) < 20


def test_enums_come_back_as_themselves() -> None:
    partial = HeardPartial(
        at_s=1.0, turn=1, revision=0, text="hm", stable_chars=0, phrase=Phrase.THINKING
    )
    back = decode(encode(partial))
    assert isinstance(back, HeardPartial)
    assert back.phrase is Phrase.THINKING


def test_a_lesson_and_json_and_items_come_back() -> None:
    run = LessonRun(run_id="r1", lesson=lesson(), format=Format.PRACTICE)
    tool = ToolSpec(
        name="look", description="", parameters={"type": "object", "enum": [1, 1.0, True, None]}
    )
    item = MessageItem(
        item_id=ItemId("i"), speaker=Speaker.STUDENT, text="½ – λ", modality=Modality.TEXT
    )
    for command in (
        StartLesson(run=run),
        ChangeSettings(settings=TurnSettings(tools=(tool,))),
        AddItem(item=item),
    ):
        event = Asked(at_s=0.1, command=command)
        back = decode(encode(event))
        assert back == event
        assert repr(back) == repr(event)  # equality does not tell 1 from True


def test_a_default_is_left_out_only_when_it_is_the_very_same() -> None:
    short = State(nonce="n")
    assert len(encode(short)) < 20
    odd = State(nonce="n", serial=False, phase=Phase.LISTENING)  # equal to 0, and not 0
    back = decode(encode(odd))
    assert isinstance(back, State)
    assert back.serial is False


@pytest.mark.parametrize("value", [object(), {1, 2}, Rang, lambda: None])
def test_what_the_schema_does_not_know_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        encode(value)


KINDS = len(schema().kinds)


@pytest.mark.parametrize(
    "plain",
    [
        [],
        [None],
        ["x"],
        [-1],
        [4],
        [8 + KINDS],
        [3, 1],
        [3, [3], 1],
        {"a": 1},
        [8],
        [8, *range(60)],
    ],
)
def test_a_damaged_value_is_a_flight_error(plain: object) -> None:
    with pytest.raises(FlightError):
        decode(msgspec.msgpack.encode(plain))


def test_depth_is_bounded() -> None:
    with pytest.raises(FlightError):
        decode(b"\x92\x00" * 100_000 + b"\xc0")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_flight_error(data: bytes) -> None:
    try:
        decode(data)
    except FlightError:
        return


@pytest.mark.parametrize("seed", range(6))
def test_all_states_of_a_conversation_come_back_equal(flight: Fly, seed: int) -> None:
    states = flight(seed).states
    for state in states:
        back = decode(encode(state))
        assert back == state
        assert repr(back) == repr(state)
