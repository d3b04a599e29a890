"""A student whose turns end too soon gets more time; one who never speaks on waits less."""

import asyncio

import pytest

from sessions.commands import TurnSettings
from sessions.contracts import Fact, FactKind
from sessions.outputs import SpeechStopped
from tests.fakes.classroom import Classroom, virtual
from tests.fakes.hearing import FakeStt
from tests.fakes.thinking import FakeLlm, text_events

FIRST, SECOND = "i took it from", "the other side"
TOO_LONG_S = 0.8
"""The fake rule waits 0.6 s after a sentence; the reply begins soon after."""


def classroom(**more: object) -> Classroom:
    return Classroom(stt=FakeStt(final_s=0.05), **more)  # type: ignore[arg-type]  # by name


async def speak_on(room: Classroom, silence_s: float = TOO_LONG_S) -> None:
    await room.say(FIRST, silence_s=silence_s)
    await room.say(SECOND)
    await room.quiet()


async def wait_s(room: Classroom) -> float:
    """How long the tutor waits after a sentence now."""
    stops = len(room.all(SpeechStopped))
    await room.say(FIRST, silence_s=0.0)
    begun_s = asyncio.get_running_loop().time()
    await room.sound(bytes(640) * 200)
    return room.at_s(room.all(SpeechStopped)[stops]) - begun_s


def told(room: Classroom) -> list[object]:
    """What the turns' facts say of patience."""
    facts: list[Fact] = room.log.facts
    return [f.body.get("patience") for f in facts if f.kind is FactKind.STUDENT_TURN]


@virtual
async def test_who_speaks_on_after_the_end_gets_more_time() -> None:
    async with classroom().open() as room:
        await speak_on(room)
        assert room.student == [FIRST, SECOND]
        assert room.session.state.learned == 1.12
        assert told(room) == [None, 1.12]
        for _ in range(3):
            await speak_on(room, silence_s=1.1)
        assert room.session.state.learned == pytest.approx(1.12**4, abs=0.05)
        assert room.session.settings.patience == 1.0
        assert await wait_s(room) == pytest.approx(0.6 * 1.12**4, abs=0.06)


@virtual
async def test_what_another_session_learned_counts_from_the_first_turn() -> None:
    async with classroom(learned=2.0).open() as room:
        assert await wait_s(room) == pytest.approx(1.2, abs=0.06)
    async with classroom(learned=2.0, settings=TurnSettings(patience=3.0)).open() as room:
        assert await wait_s(room) == pytest.approx(1.8, abs=0.06)


@virtual
async def test_after_the_whole_reply_or_much_of_it_it_is_a_new_turn() -> None:
    async with classroom().open() as room:
        for _ in range(2):
            await room.say(FIRST)
            await room.quiet()
            await room.say(SECOND, silence_s=2.0)
        assert room.session.state.learned == 1.0


@pytest.mark.parametrize("final_s", [0.05, 1.5])
@virtual
async def test_a_sound_without_words_and_a_mm_hm_teach_nothing(final_s: float) -> None:
    """Over the reply, and before there is one (the transcript is slow)."""
    for sound in ("*cough", "okay"):
        async with Classroom(stt=FakeStt(final_s=final_s)).open() as room:
            await room.say(FIRST, silence_s=0.7)
            await room.say(sound)
            await room.quiet()
            assert room.session.state.learned == 1.0


@virtual
async def test_after_a_short_reply_that_was_heard_whole_it_is_a_new_turn() -> None:
    async with classroom(llm=FakeLlm(script=lambda _: text_events("Good."))).open() as room:
        await room.say(FIRST, silence_s=1.4)
        assert room.played == "Good."
        await room.say(SECOND)
        await room.quiet()
        assert room.session.state.learned == 1.0


@virtual
async def test_time_to_think_is_no_end_that_came_too_soon() -> None:
    async with classroom().open() as room:
        await room.say("let me think", silence_s=TOO_LONG_S)
        await room.say(SECOND)
        await room.quiet()
        assert room.session.state.learned == 1.0


@virtual
async def test_long_waits_that_nobody_needed_make_quicker() -> None:
    async with classroom(settings=TurnSettings(patience=2.0)).open() as room:
        for _ in range(4):
            await room.say(FIRST, silence_s=1.5)
            await room.quiet()
        assert room.session.state.learned == pytest.approx(1.12 ** (-3 / 11), abs=0.003)


@virtual
async def test_by_hand_there_is_nothing_to_learn() -> None:
    async with classroom(settings=TurnSettings(hands_free=False)).open() as room:
        await speak_on(room)
        assert room.session.state.let_go is None
        assert room.session.state.learned == 1.0
