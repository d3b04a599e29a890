"""What breaks around a session, and what the student sees then."""

import asyncio

import pytest

from inference.contracts import Finished, TextDelta
from inference.errors import ModelUnavailableError
from sessions.commands import Close, Say
from sessions.contracts import FactKind
from sessions.facts import restore
from sessions.inbox import MAX_COMMANDS
from sessions.items import ItemStatus
from sessions.outputs import (
    Alert,
    Closed,
    ItemDone,
    Notice,
    Phase,
    Refused,
    ReplyCreated,
    ReplyDone,
    ReplyStatus,
    ReplyText,
    TranscriptFailed,
    VoiceStarted,
    VoiceStopped,
)
from tests.fakes.classroom import Classroom, virtual, words
from tests.fakes.event_log import FakeLog
from tests.fakes.hearing import FakeStt
from tests.fakes.thinking import FakeGate, FakeLlm, FakeTts, text_events


@virtual
async def test_a_dead_model_is_said_and_nothing_is_answered() -> None:
    async with Classroom(llm=FakeLlm(down=True)).open() as room:
        await room.say("what is one half")
        done = await room.until(ReplyDone)
        assert (done.status, done.reason) == (ReplyStatus.FAILED, "model_unavailable")
        assert [n.code for n in room.all(Notice)] == ["model_unavailable"]
        assert room.played == ""
        assert room.tutor == []
        room.llm.down = False
        await room.say("what is one half")
        await room.quiet()
        assert room.tutor


@virtual
async def test_a_model_that_dies_in_a_speculation_is_asked_again() -> None:
    room = Classroom(llm=FakeLlm(down=True))
    async with room.open():
        await room.say("what is one half", silence_s=0.5)
        assert len(room.llm.requests) == 1
        room.llm.down = False
        await room.quiet()
        assert [d.status for d in room.all(ReplyDone)] == [ReplyStatus.COMPLETED]
        assert not room.all(Notice)


@virtual
async def test_a_model_that_dies_in_the_middle_has_said_what_it_said() -> None:
    script = [TextDelta(text="One half is two quarters. "), ModelUnavailableError("x")]
    room = Classroom(llm=FakeLlm(script=lambda _: [script[0], TextDelta(text="And "), script[1]]))
    async with room.open():
        room.llm.first_s = 1.0
        await room.say("what is one half")
        done = await room.until(ReplyDone)
        assert (done.status, done.reason) == (ReplyStatus.INCOMPLETE, "model_unavailable")
        assert room.played == "One half is two quarters."
        assert room.tutor == ["One half is two quarters. "]


@virtual
async def test_an_empty_reply_is_a_failure_not_a_silence() -> None:
    finish = Finished(reason="stop", prompt_tokens=1, completion_tokens=0)
    async with Classroom(llm=FakeLlm(script=lambda _: [finish])).open() as room:
        room.write("what is one half")
        done = await room.until(ReplyDone)
        assert done.status is ReplyStatus.FAILED
        assert room.all(Notice)


@virtual
async def test_a_model_that_hangs_meets_its_deadline() -> None:
    async with Classroom(llm=FakeLlm(first_s=500.0)).open() as room:
        room.write("what is one half")
        done = await room.until(ReplyDone)
        assert done.reason == "model_timeout"
        assert room.llm.running == 0


@virtual
async def test_a_sentence_without_voice_is_tried_again_then_only_shown() -> None:
    async with Classroom().open() as room:
        room.tts.broken = 1
        await room.say("what is one half")
        await room.quiet()
        assert not room.all(Notice)
        assert room.played == words(room.tutor)
        room.tts.broken = 2
        before = room.played
        await room.say("what is two thirds")
        await room.quiet()
        assert [n.code for n in room.all(Notice)] == ["speech_unavailable"]
        assert room.played == f"{before} Now try the next one."
        assert room.tutor[-1] == "You said what is two thirds here. Now try the next one."
        assert room.all(ReplyDone)[-1].status is ReplyStatus.COMPLETED


@virtual
async def test_without_any_voice_the_text_stands_alone() -> None:
    async with Classroom(tts=FakeTts(broken=99)).open() as room:
        await room.say("what is one half")
        done = await room.until(ReplyDone)
        assert done.status is ReplyStatus.COMPLETED
        assert room.tutor == [room.shown(done)]
        assert not room.all(VoiceStarted)
        assert Phase.SPEAKING not in [room.phase]


@virtual
async def test_a_voice_that_breaks_inside_a_sentence_repeats_no_word() -> None:
    async with Classroom(tts=FakeTts(breaks_after=3)).open() as room:
        await room.say("what is one half")
        await room.quiet()
        assert room.played == "You said what Now try the"
        assert room.tutor == ["You said what is one half here. Now try the next one."]


@virtual
async def test_recognition_that_breaks_once_loses_no_word() -> None:
    async with Classroom(stt=FakeStt(broken=1)).open() as room:
        await room.say("what is one half")
        await room.quiet()
        assert room.student == ["what is one half"]


@virtual
async def test_recognition_that_is_gone_is_said() -> None:
    async with Classroom(stt=FakeStt(broken=9)).open() as room:
        await room.say("what is one half")
        await room.quiet()
        assert [f.code for f in room.all(TranscriptFailed)] == ["speech_unavailable"]
        assert room.played.startswith("I could not listen just now.")


@virtual
async def test_speech_outside_the_grammar_is_told_aloud_once_in_a_while() -> None:
    async with Classroom(stt=FakeStt(reject=True)).open() as room:
        await room.say("a b c d")
        await room.quiet()
        assert room.played == "I can only catch short answers here; you can type."
        await room.say("a b c d")
        await room.quiet()
        assert room.played.endswith("I didn't catch that. Could you say it again?")
        assert [n.code for n in room.all(Notice)] == ["not_understood"] * 2
        await room.say("a b c d")  # a noisy room is not answered for ever
        await room.quiet()
        assert len(room.all(ReplyDone)) == 2


@virtual
async def test_storage_that_fails_holds_new_turns_but_not_the_voice() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        room.log.down = True
        await room.until(VoiceStopped)
        room.write("and two thirds")
        await asyncio.sleep(3.0)
        assert [n.code for n in room.all(Notice)] == ["storage_unavailable"]
        assert not room.all(ReplyDone)
        assert len(room.all(ReplyCreated)) == len(room.all(ItemDone)) == 1
        room.log.down = False
        await room.quiet()
        assert [n.code for n in room.all(Notice)] == ["storage_unavailable", "storage_back"]
        assert len(room.all(ReplyDone)) == 2
        assert room.played == words(room.tutor)


@virtual
async def test_an_append_whose_answer_was_lost_is_not_written_twice() -> None:
    async with Classroom(log=FakeLog(loses_answers=5)).open() as room:
        room.write("what is one half")
        await room.until(ReplyDone)
        ids = [fact.fact_id for fact in room.log.facts]
        assert len(ids) == len(set(ids))
        assert restore(room.log.facts) == room.session.items


@virtual
async def test_a_fenced_owner_stops_at_once_and_writes_nothing_more() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        written = len(room.log.facts)
        room.log.fenced = True
        room.write("more")
        assert await room.session.ended() == "fenced"
        assert len(room.log.facts) == written
        assert len(room.all(Closed)) == 1
        assert len(room.all(ReplyCreated)) == len(room.all(ReplyDone))


@virtual
async def test_closing_without_storage_ends_in_time_and_promises_nothing() -> None:
    room = Classroom()
    async with room.open():
        await room.say("what is one half")
        await room.until(VoiceStarted)
        room.log.down = True
        began_s = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began_s < 5.0
    done = room.all(ReplyDone)
    assert [(d.status, d.reason, d.items) for d in done] == [
        (ReplyStatus.FAILED, "storage_unavailable", ())
    ]
    assert room.all(Closed) == [room.outputs[-1]]


@virtual
async def test_a_crash_inside_ends_this_session_and_says_so() -> None:
    class Broken(FakeLlm):
        def stream(self, request: object) -> object:  # type: ignore[override]
            raise ZeroDivisionError

    room = Classroom(llm=Broken())
    async with room.open():
        room.write("what is one half")
        assert await room.session.ended() == "failed"
        room.write("nobody is there")
        await asyncio.sleep(0.1)
    assert isinstance(room.outputs[-1], Closed)
    assert len(room.all(ReplyCreated)) == len(room.all(ReplyDone))


@pytest.mark.parametrize("moment", ["before", "listening", "speech", "pause", "think", "voice"])
def test_close_from_any_state_is_exactly_once(moment: str) -> None:
    @virtual
    async def scenario() -> None:
        room = Classroom()
        async with room.open():
            if moment == "before":
                room.post(Close(reason="idle"))
            async with asyncio.TaskGroup() as tasks:
                talk = tasks.create_task(room.say("what is one half"))
                await asyncio.sleep(
                    {"speech": 0.4, "pause": 1.0, "think": 1.47, "voice": 2.0}.get(moment, 0.0)
                )
                room.post(Close(reason="idle"))
                room.post(Close(reason="drain"))
                assert await room.session.ended() == "idle"
                await talk
            room.write("too late")
        assert len(room.all(Closed)) == 1
        assert isinstance(room.outputs[-1], Closed)
        assert len(room.all(ReplyCreated)) == len(room.all(ReplyDone))
        assert room.log.facts[-1].kind is FactKind.SESSION_CLOSED
        assert restore(room.log.facts) == room.session.items
        assert len(asyncio.all_tasks()) == 1

    scenario()


@virtual
async def test_too_many_commands_are_refused_and_close_is_not() -> None:
    async with Classroom(voice=False).open() as room:
        for number in range(MAX_COMMANDS + 10):
            room.post(Say(text="", event_id=f"e{number}"))
        room.post(Close(reason="left"))
        await room.session.ended()
        codes = [r.code for r in room.all(Refused)]
        assert codes.count("too_many_commands") == 10


@virtual
async def test_a_blocked_sentence_is_replaced_and_ends_the_reply() -> None:
    script = "One half is fine. Now build a bomb here. And then more."
    async with Classroom(llm=FakeLlm(script=lambda _: text_events(script))).open() as room:
        await room.say("what is one half")
        await room.quiet()
        assert room.played == "One half is fine. Let us stay safe."
        done = room.all(ReplyDone)[0]
        assert (done.status, done.reason) == (ReplyStatus.INCOMPLETE, "content_filter")
        assert room.shown(done) == room.tutor[0] == "One half is fine. Let us stay safe."
        assert FactKind.SAFETY in [f.kind for f in room.log.facts]
        assert not room.all(Alert)
        assert "bomb" not in str(room.all(ReplyText))


@virtual
async def test_a_blocked_turn_is_answered_by_the_replacement_and_kept_from_the_model() -> None:
    async with Classroom().open() as room:
        await room.say("how to build a bomb")
        await room.quiet()
        assert room.played == "Let us stay safe."
        assert room.student == ["how to build a bomb"]
        await room.say("what is one half")
        await room.quiet()
        assert "bomb" not in str(room.llm.requests[-1])
        assert "safe" not in str(room.llm.requests[-1])


@virtual
async def test_self_harm_alerts_a_human() -> None:
    async with Classroom().open() as room:
        room.write("I want to hurt-myself now")
        await room.quiet()
        assert [a.category for a in room.all(Alert)] == ["self_harm"]
        assert room.played == "Please tell a grown-up."


@virtual
async def test_a_gate_that_breaks_or_hangs_lets_nothing_through() -> None:
    for gate in (FakeGate(broken=True), FakeGate(hang=True)):
        async with Classroom(gate=gate).open() as room:
            await room.say("what is one half")
            await room.quiet()
            assert "You said" not in room.played
            assert room.played.startswith("I can't check my words")


@virtual
async def test_a_restarted_owner_goes_on_with_the_same_conversation() -> None:
    first = Classroom()
    async with first.open():
        await first.say("what is one half")
        await first.until(VoiceStarted)
        await asyncio.sleep(0.7)
        await first.say("stop please now")
        await first.quiet()
    second = Classroom(history=restore(first.log.facts), log=first.log)
    async with second.open():
        assert second.session.items == first.session.items
        await second.say("what is two thirds")
        await second.quiet()
        assert len(second.llm.requests[-1].messages) == 6
        assert restore(second.log.facts) == second.session.items
    ids = [item.item_id for item in second.session.items]
    assert len(ids) == len(set(ids))
    assert second.session.items[1].status is ItemStatus.INCOMPLETE
