"""Learners stop inside an answer: with a detector that is one turn. Short answers stay quick."""

import asyncio

import pytest

from inference.contracts import AnswerKind, Expected
from inference.hearing.end_of_turn import WordsEndOfTurn
from sessions.commands import TurnSettings
from sessions.outputs import Phase, ReplyDone, SpeechStopped
from tests.fakes.classroom import Classroom, virtual
from tests.fakes.hearing import FakeDetector, FakeStt

ONE_TURN = {
    "a thinking pause": ("it is because", "the bottoms are different"),
    "umm": ("it is umm", "two quarters"),
    "a correction": ("five no", "six"),
    "counting aloud": ("one two three", "four five six"),
    "spelling": ("h a", "l f"),
    "reading aloud": ("a farmer has ten sheep", "and two of them are brown"),
    "a sum": ("what is one half", "plus one quarter"),
}


def classroom(detector: FakeDetector | None, **settings: object) -> Classroom:
    return Classroom(
        detector=detector,
        settings=TurnSettings(**settings),  # type: ignore[arg-type]  # by name
        stt=FakeStt(final_s=0.05),
    )


@pytest.mark.parametrize("name", ONE_TURN)
@virtual
async def test_a_turn_with_a_pause_inside_is_one_turn(name: str) -> None:
    first, second = ONE_TURN[name]
    async with classroom(FakeDetector()).open() as room:
        await room.say(first, silence_s=1.2)
        await room.say(second)
        await room.quiet()
        assert room.student == [f"{first} {second}"]
        assert len(room.all(ReplyDone)) == 1
        assert len(room.all(SpeechStopped)) == 1


@virtual
async def test_the_plain_rule_would_have_cut_such_a_turn() -> None:
    """The test above can fail."""
    async with classroom(None).open() as room:
        await room.say("a farmer has ten sheep", silence_s=1.2)
        await room.say("and two of them are brown")
        await room.quiet()
        assert len(room.student) == 2


@virtual
async def test_a_number_that_is_on_the_way_to_the_answer_is_waited_for() -> None:
    """By the rule on words; without the answer `twenty` is a whole turn."""
    turns: dict[tuple[str, ...], int] = {}
    for answers in ((), ("25",)):
        expected = Expected(kind=AnswerKind.NUMBER, answers=answers)
        room = classroom(None, expected=expected)
        room.end_of_turn = WordsEndOfTurn()
        async with room.open():
            await room.say("twenty", silence_s=1.0)
            await room.say("five")
            await room.quiet()
            turns[answers] = len(room.student)
    assert turns == {(): 2, ("25",): 1}


@pytest.mark.parametrize("answer", ["yes", "no", "4"])
@pytest.mark.parametrize("sure", [0.0, 0.5, 1.0])
@virtual
async def test_a_short_answer_is_never_lost_whatever_the_detector_thinks(
    answer: str, sure: float
) -> None:
    for stt in (FakeStt(), FakeStt(partials_on=False)):
        room = Classroom(detector=FakeDetector(answer=sure), stt=stt)
        async with room.open():
            await room.say(answer)
            await room.quiet()
            assert room.student == [answer]
            assert len(room.all(ReplyDone)) == 1


@pytest.mark.parametrize("asked", ["let me think", "wait"])
@pytest.mark.parametrize("sure", [0.0, 1.0])
@virtual
async def test_time_to_think_is_silence_and_one_soft_prompt(asked: str, sure: float) -> None:
    async with classroom(FakeDetector(answer=sure)).open() as room:
        await room.say(asked)
        await room.until_phase(Phase.WAITING)
        await asyncio.sleep(15.0)
        assert room.played == ""
        await asyncio.sleep(60.0)
        assert room.played == "Take your time. I am here when you are ready."


@virtual
async def test_a_sure_end_is_quicker_than_a_doubtful_one_and_patience_stretches_both() -> None:
    found: dict[tuple[float, float], float] = {}
    for sure in (0.99, 0.6):
        for patience in (1.0, 2.0):
            settings = TurnSettings(patience=patience, expected=Expected(kind=AnswerKind.NUMBER))
            room = Classroom(detector=FakeDetector(answer=sure), settings=settings)
            async with room.open():
                await room.say("it is six", silence_s=0.0)
                begun_s = asyncio.get_running_loop().time()
                await room.sound(bytes(640) * 300)
                stopped = await room.until(SpeechStopped)
                found[sure, patience] = room.at_s(stopped) - begun_s
    assert found[0.99, 1.0] < 0.45 < found[0.6, 1.0]
    assert found[0.99, 1.0] < found[0.99, 2.0]
    assert found[0.6, 2.0] - found[0.6, 1.0] > 0.5


@pytest.mark.parametrize(
    "detector", [FakeDetector(broken=True), FakeDetector(delay_s=1e9), FakeDetector(answer=7.0)]
)
@virtual
async def test_without_the_detector_the_rule_goes_on(detector: FakeDetector) -> None:
    async with classroom(detector).open() as room:
        await room.say("it is because", silence_s=1.2)
        await room.say("they are different")
        await room.quiet()
        assert room.student == ["it is because they are different"]
        assert len(room.all(ReplyDone)) == 1
