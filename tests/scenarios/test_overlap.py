"""The student makes a sound while the tutor speaks."""

import asyncio

from sessions.commands import TurnSettings
from sessions.outputs import (
    Ducked,
    ItemTruncated,
    Phase,
    PhaseChanged,
    ReplyDone,
    ReplyStatus,
    SpeechStarted,
    VoiceCleared,
    VoiceStarted,
)
from tests.fakes.classroom import Classroom, virtual, words
from tests.fakes.hearing import FakeStt
from tests.fakes.thinking import FakeLlm, FakeTts, text_events


@virtual
async def test_the_voice_ducks_at_once() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(0.5)
        said_s = asyncio.get_running_loop().time()
        await room.say("no please stop now")
        ducked = room.all(Ducked)
        assert [d.ducked for d in ducked] == [True, False]
        assert room.at_s(ducked[0]) - said_s < 0.1
        assert room.at_s(room.all(VoiceCleared)[0]) - said_s < 0.6
        assert Phase.DUCKED in [p.phase for p in room.all(PhaseChanged)]


@virtual
async def test_a_backchannel_lets_the_tutor_go_on() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await room.say("mm-hm")
        await room.quiet()
        assert room.all(ReplyDone)[0].status is ReplyStatus.COMPLETED
        assert room.student == ["what is one half"]
        assert room.played == words(room.tutor)
        assert not room.all(VoiceCleared)


@virtual
async def test_a_long_sound_that_was_nothing_lets_the_tutor_finish() -> None:
    async with Classroom(stt=FakeStt(partials_on=False)).open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(0.8)
        await room.say("*hum *hum *hum *hum")
        await room.quiet()
        assert room.student == ["what is one half"]
        cut, rest = room.all(ReplyDone)
        assert cut.status is ReplyStatus.CANCELLED
        assert rest.status is ReplyStatus.COMPLETED
        assert words(room.tutor) == "You said what is one half here. Now try the next one."
        assert room.played == words(room.tutor)
        assert len(room.llm.requests) == 1


@virtual
async def test_the_student_may_forbid_interruptions() -> None:
    settings = TurnSettings(interruptible=False)
    async with Classroom(settings=settings).open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await room.say("no please stop now")
        await room.quiet()
        assert not room.all(Ducked)
        assert len(room.all(ReplyDone)) == 1
        assert room.student == ["what is one half"]
        assert room.played == words(room.tutor)


@virtual
async def test_who_speaks_on_past_the_uninterruptible_tutor_is_heard() -> None:
    settings = TurnSettings(interruptible=False)
    room = Classroom(settings=settings, llm=FakeLlm(script=lambda _: text_events("Short one.")))
    async with room.open():
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await room.say("a b c d e f g h i j")
        await room.quiet()
        assert len(room.all(SpeechStarted)) == 2
        assert room.student[-1].endswith("h i j")


@virtual
async def test_yes_over_the_end_of_a_question_is_an_answer() -> None:
    room = Classroom(llm=FakeLlm(script=lambda _: text_events("Is it more than a half?")))
    async with room.open():
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(0.75)
        await room.say("yeah")
        await room.until(ReplyDone, 2)
        assert room.all(ReplyDone)[0].status is ReplyStatus.COMPLETED
        assert room.student == ["what is one half", "yeah"]
        assert room.played.startswith("Is it more than a half?")
        assert not room.all(ItemTruncated)


@virtual
async def test_mm_hm_over_the_last_words_of_a_statement_is_no_turn() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(2.1)
        await room.say("mm-hm")
        await room.quiet()
        assert room.student == ["what is one half"]
        assert len(room.all(ReplyDone)) == 1


@virtual
async def test_a_real_interruption_over_a_slow_reply_loses_no_word() -> None:
    async with Classroom(tts=FakeTts(chunk_s=0.1)).open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(0.3)
        await room.say("a b c d e f g")
        await room.quiet()
        assert room.student == ["what is one half", "a b c d e f g"]
        assert room.played == words(room.tutor)


@virtual
async def test_a_cough_while_the_tutor_thinks_costs_nothing() -> None:
    room = Classroom(llm=FakeLlm(first_s=1.5), stt=FakeStt(partials_on=False))
    async with room.open():
        await room.say("what is one half", silence_s=0.8)
        await room.say("*cough")
        await room.quiet()
        assert len(room.llm.requests) == 1
        assert [d.status for d in room.all(ReplyDone)] == [ReplyStatus.COMPLETED]
        assert room.played == words(room.tutor)
