import pytest

from sessions.flight.replay import read, replay
from sessions.flight.waterfall import Leg, Waterfall, of_timings, waterfalls
from sessions.ids import ReplyId
from sessions.outputs import TurnTimings
from tests.fakes.classroom import Classroom
from tests.fakes.thinking import FakeLlm
from tests.sessions.flight.conftest import Fly, record_of


def legs(turn: Waterfall) -> dict[str, Leg]:
    return {leg.name: leg for leg in turn.legs}


def timings(**marks: int | None) -> TurnTimings:
    names = ("end_of_turn_ms", "transcript_ms", "first_token_ms", "first_audio_ms")
    known = dict.fromkeys(names) | marks
    return TurnTimings(
        reply_id=ReplyId("r"),
        end_of_turn_ms=known["end_of_turn_ms"],
        transcript_ms=known["transcript_ms"],
        first_token_ms=known["first_token_ms"],
        first_audio_ms=known["first_audio_ms"],
    )


def spoken(llm: FakeLlm) -> tuple[Waterfall, TurnTimings]:
    """One spoken turn, its waterfall and what was published of it."""
    room = Classroom(llm=llm)
    record = record_of(room, "what is one half")
    (turn,) = waterfalls(replay(record))
    (published,) = room.all(TurnTimings)
    return turn, published


def test_a_replayed_turn_shows_what_was_published() -> None:
    turn, published = spoken(FakeLlm(first_s=0.4))
    found = legs(turn)
    assert turn.name == published.reply_id
    assert turn.first_audio_ms == published.first_audio_ms
    assert found["end of turn"].end_ms == pytest.approx(published.end_of_turn_ms, abs=1)
    assert found["transcript"].end_ms == pytest.approx(published.transcript_ms, abs=1)
    assert found["first token"].end_ms == pytest.approx(published.first_token_ms, abs=1)
    assert found["playout"].end_ms == pytest.approx(published.first_audio_ms, abs=1)


def test_the_model_began_before_its_turn_was_over() -> None:
    turn, published = spoken(FakeLlm(first_s=0.4))
    found = legs(turn)
    assert published.end_of_turn_ms is not None
    assert 0 <= found["first token"].start_ms < published.end_of_turn_ms  # speculation
    length = found["first token"].end_ms - found["first token"].start_ms
    assert length == pytest.approx(410, abs=1)  # with the 10 ms of the first token itself


def test_legs_follow_one_another_and_never_run_backwards() -> None:
    turn, _ = spoken(FakeLlm(first_s=0.2, token_s=0.05))
    ways = ("first token", "first sentence", "safety gate", "first voice", "playout")
    found = [legs(turn)[name] for name in ways]
    assert all(leg.start_ms <= leg.end_ms for leg in turn.legs)
    assert [leg.end_ms for leg in found] == sorted(leg.end_ms for leg in found)


@pytest.mark.parametrize("seed", range(0, 20, 2))
def test_each_published_turn_has_its_waterfall(flight: Fly, seed: int) -> None:
    record = read(flight(seed).chunks())
    steps = list(replay(record))
    published = [
        output
        for step in steps
        for effect in step.effects
        if isinstance(output := getattr(effect, "output", None), TurnTimings)
    ]
    turns = waterfalls(steps)
    assert [turn.name for turn in turns] == [output.reply_id for output in published]
    assert all(leg.start_ms <= leg.end_ms for turn in turns for leg in turn.legs)


def test_published_timings_alone_make_a_waterfall() -> None:
    turn = of_timings(
        timings(end_of_turn_ms=200, transcript_ms=250, first_token_ms=300, first_audio_ms=350)
    )
    assert [(leg.name, leg.start_ms, leg.end_ms) for leg in turn.legs] == [
        ("end of turn", 0, 200),
        ("transcript", 0, 250),
        ("first token", 250, 300),
        ("first voice", 300, 350),
    ]


def test_a_leg_that_did_not_happen_is_left_out() -> None:
    turn = of_timings(timings(end_of_turn_ms=200, first_token_ms=90))
    assert [leg.name for leg in turn.legs] == ["end of turn", "first token"]
    assert turn.first_audio_ms is None


def test_a_speculation_ahead_of_its_transcript_has_no_length_below_zero() -> None:
    turn = of_timings(timings(transcript_ms=300, first_token_ms=200, first_audio_ms=320))
    assert legs(turn)["first token"] == Leg(name="first token", start_ms=200, end_ms=200)
