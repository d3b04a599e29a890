"""Races that bit others (DESIGN section 4), one test each."""

import asyncio

from sessions.outputs import (
    Caption,
    Ducked,
    Notice,
    Phase,
    PhaseChanged,
    ReplyCreated,
    ReplyDone,
    ReplyStatus,
    ReplyText,
    SpeechStarted,
    TranscriptFailed,
    VoiceStarted,
)
from tests.fakes.classroom import Classroom, virtual, words
from tests.fakes.hearing import FakeEndOfTurn, FakeStt
from tests.fakes.thinking import FakeLlm, FakeTts, calls, text_events


@virtual
async def test_interrupt_before_playout_starts_and_no_old_speech_plays_on() -> None:
    room = Classroom(llm=FakeLlm(first_s=2.0))
    async with room.open():
        await room.say("what is one half")
        await room.until(ReplyCreated)
        await room.say("no wait what is two thirds")
        await room.quiet()
        assert [d.status for d in room.all(ReplyDone)] == [
            ReplyStatus.CANCELLED,
            ReplyStatus.COMPLETED,
        ]
        assert room.student == ["what is one half", "no wait what is two thirds"]
        assert room.played == words(room.tutor)
        assert len(room.tutor) == 1
        assert "two thirds" in room.tutor[0]


@virtual
async def test_no_reply_starts_after_the_student_resumed() -> None:
    room = Classroom()
    async with room.open():
        await room.say("what is one half", silence_s=0.5)  # speculation is ready by now
        assert room.llm.requests
        await room.say("plus one quarter")
        await room.quiet()
        assert room.student == ["what is one half plus one quarter"]
        assert len(room.all(ReplyCreated)) == len(room.all(ReplyDone)) == 1
        assert room.played == words(room.tutor)
        assert "plus one quarter" in room.tutor[0]
        assert len(room.all(SpeechStarted)) == 1


@virtual
async def test_a_resumption_in_the_very_step_of_the_end_is_a_new_turn_or_the_same() -> None:
    """Whatever moment the student resumes at: one reply per answered turn, all words kept."""
    for step in range(0, 24, 2):
        room = Classroom()
        async with room.open():
            await room.say("what is one half", silence_s=0.3 + 0.02 * step)
            await room.say("plus one quarter")
            await room.quiet()
            assert words(room.student) == "what is one half plus one quarter", step
            created, done = room.all(ReplyCreated), room.all(ReplyDone)
            assert len(created) == len(done)
            assert sum(d.status is ReplyStatus.COMPLETED for d in done) == 1, step
            assert room.played == words(room.tutor), step
            assert "plus one quarter" in room.tutor[-1]


@virtual
async def test_a_speculation_and_a_tool_call_never_both_answer() -> None:
    room = Classroom(llm=FakeLlm(script=calls("look", '{"a": 1}')))
    async with room.open():
        await room.say("what is one half", silence_s=0.5)
        assert len(room.llm.requests) == 1
        assert room.kinds(ReplyCreated, ReplyText) == []
        assert room.session.items == ()
        await room.say("plus one quarter")
        await room.quiet()
        assert len(room.all(ReplyCreated)) == 1
        assert len([i for i in room.session.items if hasattr(i, "arguments")]) == 1
        assert room.llm.running == 0


@virtual
async def test_a_final_that_covers_only_a_segment_is_not_the_turn() -> None:
    room = Classroom(end_of_turn=FakeEndOfTurn())
    async with room.open():
        await room.say("it is three because", silence_s=0.8)
        assert room.stt.finished == ["it is three because"]
        await room.say("two and one", silence_s=0.3)
        await room.quiet()
        assert room.student == ["it is three because two and one"]
        assert room.stt.finished[-1] == "it is three because two and one"


@virtual
async def test_a_late_final_after_the_turn_closed_changes_nothing() -> None:
    room = Classroom(stt=FakeStt(final_s=9.0, partials_on=False))
    async with room.open():
        await room.say("what is one half")
        await room.until(TranscriptFailed)
        failed = room.all(TranscriptFailed)[0]
        assert failed.code == "nothing_heard"
        room.stt.final_s = 0.05
        await asyncio.sleep(5.0)
        assert room.student == []
        assert room.played == "I didn't catch that. Could you say it again?"
        await room.say("what is two thirds")
        await room.quiet()
        assert room.student == ["what is two thirds"]


@virtual
async def test_short_answers_are_never_dropped() -> None:
    for answer in ("yes", "no", "4"):
        room = Classroom()
        async with room.open():
            await room.say(answer)
            await room.quiet()
            assert room.student == [answer]
            assert len(room.all(ReplyDone)) == 1


@virtual
async def test_a_short_no_over_the_tutor_interrupts() -> None:
    room = Classroom(stt=FakeStt(partials_on=False))
    async with room.open():
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await room.say("no")
        await room.quiet()
        assert room.student == ["what is one half", "no"]
        assert room.all(ReplyDone)[0].reason == "turn_detected"


@virtual
async def test_an_empty_transcript_is_answered_gently_at_once() -> None:
    room = Classroom()
    async with room.open():
        before = asyncio.get_running_loop().time()
        await room.say("*hum *hum *hum")
        await room.until(VoiceStarted, within_s=2.5)
        assert asyncio.get_running_loop().time() - before < 2.0
        await room.quiet()
        assert room.played == "I didn't catch that. Could you say it again?"
        assert [n.code for n in room.all(Notice)] == ["nothing_heard"]
        await room.say("what is one half")
        await room.quiet()
        asked = room.llm.requests[-1].messages
        assert [m.content for m in asked[1:]] == ["what is one half"]


@virtual
async def test_the_false_interruption_timer_races_the_end_of_turn() -> None:
    """A cough over the tutor, its transcript at any moment around the timer: the tutor goes on
    exactly where it was, and nothing is answered."""
    for final_s in (0.0, 0.5, 0.7, 0.9, 0.98, 1.0, 1.02, 1.1, 3.0):
        room = Classroom(stt=FakeStt(final_s=0.05, partials_on=False))
        async with room.open():
            await room.say("what is one half")
            await room.until(VoiceStarted)
            room.stt.final_s = final_s
            await room.say("*cough", silence_s=0.5)
            await room.quiet()
            assert [d.status for d in room.all(ReplyDone)] == [ReplyStatus.COMPLETED], final_s
            assert room.played == words(room.tutor)
            assert [d.ducked for d in room.all(Ducked)] == [True, False]
            assert len(room.all(SpeechStarted)) == 1


@virtual
async def test_a_late_stop_still_stops_the_tutor() -> None:
    room = Classroom(stt=FakeStt(partials_on=False))
    room.llm.script = lambda _: text_events("One two three four five six. " * 6)
    async with room.open():
        await room.say("what is one half")
        await room.until(VoiceStarted)
        room.stt.final_s = 1.6
        await room.say("stop", silence_s=0.5)
        await room.until(ReplyDone)
        assert room.all(ReplyDone)[0].reason == "turn_detected"
        await room.quiet()
        assert room.student == ["what is one half", "stop"]


@virtual
async def test_word_timings_of_two_sentences_do_not_interleave() -> None:
    room = Classroom(tts=FakeTts(chunk_s=0.15))
    async with room.open():
        await room.say("what is one half")
        done = await room.until(ReplyDone)
        told = [w for c in room.all(Caption) for w in c.words]
        assert [w.at_ms for w in told] == sorted(w.at_ms for w in told)
        assert [w.start for w in told] == sorted(w.start for w in told)
        text = room.shown(done)
        assert [text[w.start : w.end] for w in told] == text.split()


@virtual
async def test_speaking_is_said_only_while_something_plays() -> None:
    room = Classroom(tts=FakeTts(first_s=0.7))
    async with room.open():
        await room.say("what is one half")
        await room.until(ReplyDone)
        await room.quiet()
        began = room.at_s(room.all(VoiceStarted)[0])
        phases = [(p.phase, room.at_s(p)) for p in room.all(PhaseChanged)]
        speaking = [at for phase, at in phases if phase is Phase.SPEAKING]
        assert speaking == [began]
        assert phases[-1][0] is Phase.LISTENING


@virtual
async def test_closing_while_a_voice_drains_does_not_wait_for_it() -> None:
    room = Classroom()
    async with room.open():
        await room.say("what is one half")
        await room.until(VoiceStarted)
        room.pulling = False  # nobody will ever drain it
    assert room.outputs[-1].reason == "left"
    done = room.all(ReplyDone)
    assert [(d.status, d.reason) for d in done] == [(ReplyStatus.CANCELLED, "session_closed")]
