"""Waiting, push-to-talk, muting, attaching, truncating, settings."""

import asyncio
from dataclasses import replace

from inference.contracts import AnswerKind, Expected
from sessions.commands import (
    ChangeSettings,
    ClearAudio,
    ClearVoice,
    CommitAudio,
    Mute,
    TruncateItem,
    TurnSettings,
    VoiceAttached,
    VoiceDetached,
)
from sessions.facts import restore
from sessions.ids import ItemId
from sessions.items import ItemStatus, Modality
from sessions.outputs import (
    AudioCleared,
    AudioCommitted,
    ItemTruncated,
    Phase,
    PhaseChanged,
    Refused,
    ReplyDone,
    ReplyStatus,
    SettingsChanged,
    SpeechStarted,
    TranscriptPartial,
    VoiceCleared,
    VoiceStarted,
)
from tests.fakes.classroom import SILENCE, Classroom, virtual, words
from tests.fakes.hearing import FakeStt
from tests.fakes.words import student_pcm

BY_HAND = TurnSettings(hands_free=False)


@virtual
async def test_let_me_think_is_honoured_with_silence_and_one_soft_prompt() -> None:
    async with Classroom().open() as room:
        await room.say("let me think")
        await room.until_phase(Phase.WAITING)
        await asyncio.sleep(15.0)
        assert room.played == ""
        await asyncio.sleep(60.0)
        assert room.played == "Take your time. I am here when you are ready."
        assert room.phase is Phase.WAITING
        assert not room.llm.requests or not room.all(ReplyDone)[1:]
        await room.say("it is two thirds")
        await room.until_phase(Phase.LISTENING)
        assert room.student == ["let me think", "it is two thirds"]
        told = [m.content for m in room.llm.requests[-1].messages[1:]]
        assert told == ["let me think", "it is two thirds"]


@virtual
async def test_patience_stretches_the_wait() -> None:
    async with Classroom(settings=TurnSettings(patience=3.0)).open() as room:
        await room.say("let me think")
        await asyncio.sleep(50.0)
        assert room.played == ""
        await asyncio.sleep(20.0)
        assert room.played != ""


@virtual
async def test_a_cough_while_waiting_is_left_alone() -> None:
    async with Classroom().open() as room:
        await room.say("let me think")
        await room.until_phase(Phase.WAITING)
        await room.say("*cough *cough")
        await room.quiet()
        assert room.phase is Phase.WAITING
        assert room.played == ""


@virtual
async def test_push_to_talk_ends_only_by_hand() -> None:
    async with Classroom(settings=BY_HAND).open() as room:
        await room.say("what is one half", silence_s=3.0)
        await room.say("plus one quarter")
        assert room.phase is Phase.STUDENT_SPEAKING
        assert not room.all(SpeechStarted)
        room.post(CommitAudio())
        await room.quiet()
        assert len(room.all(AudioCommitted)) == 1
        assert room.student == ["what is one half plus one quarter"]
        assert room.played == words(room.tutor)


@virtual
async def test_push_to_talk_released_in_the_middle_of_a_word_keeps_all() -> None:
    async with Classroom(settings=BY_HAND).open() as room:
        await room.sound(student_pcm("what is one half"))
        room.post(CommitAudio())
        await room.quiet()
        assert room.student == ["what is one half"]


@virtual
async def test_a_long_burst_of_audio_is_committed_whole() -> None:
    """API clients append a recording at once; the detector may miss its beginning."""
    async with Classroom(settings=BY_HAND).open() as room:
        text = " ".join(f"n{n}" for n in range(60))
        room.session.hear(student_pcm(text))
        await asyncio.sleep(0.05)
        room.post(CommitAudio())
        await room.quiet()
        assert room.student == [text]


@virtual
async def test_nothing_heard_is_refused_and_a_whisper_is_tried() -> None:
    async with Classroom(settings=BY_HAND).open() as room:
        room.post(CommitAudio(event_id="none"))
        await room.sound(SILENCE * 20)
        room.post(CommitAudio(event_id="silent"))
        await asyncio.sleep(0.1)
        assert [(r.event_id, r.code) for r in room.all(Refused)] == [
            ("none", "input_audio_buffer_commit_empty"),
            ("silent", "input_audio_buffer_commit_empty"),
        ]
        await room.sound(student_pcm("four", word_samples=960))  # too short for the detector
        await room.sound(SILENCE * 5)
        room.stt.partials_on = False
        room.post(CommitAudio())
        await room.until(AudioCommitted)


@virtual
async def test_a_cleared_buffer_is_forgotten() -> None:
    async with Classroom(settings=BY_HAND).open() as room:
        await room.say("never mind this")
        room.post(ClearAudio())
        await room.until(AudioCleared)
        await room.say("what is one half")
        room.post(CommitAudio())
        await room.quiet()
        assert room.student == ["what is one half"]
        assert room.stt.open_now == 0


@virtual
async def test_muting_ends_the_open_turn_and_nothing_is_heard_after() -> None:
    async with Classroom().open() as room:
        await room.sound(student_pcm("what is one half"))
        room.post(Mute(muted=True))
        await room.say("nobody hears this")
        await room.quiet()
        room.post(Mute(muted=False))
        await room.say("and this again")
        await room.quiet()
        assert room.student == ["what is one half", "and this again"]


@virtual
async def test_a_voice_nobody_pulls_waits_and_goes_on() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(0.6)
        room.pulling = False
        room.post(VoiceDetached())
        await asyncio.sleep(5.0)
        assert room.phase is Phase.THINKING
        room.post(VoiceAttached())
        room.pulling = True
        await room.quiet()
        assert room.all(ReplyDone)[0].status is ReplyStatus.COMPLETED
        assert room.played == words(room.tutor)


@virtual
async def test_a_voice_nobody_comes_back_for_was_interrupted_there() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(0.6)
        room.pulling = False
        room.post(VoiceDetached())
        done = await room.until(ReplyDone)
        assert 9.9 < room.at_s(done) - room.at_s(room.all(VoiceStarted)[0]) < 11.0
        assert room.played == words(room.tutor)
        room.write("still here")
        await room.until(ReplyDone, 2)
        assert room.session.items[-1].modality is Modality.TEXT


@virtual
async def test_a_microphone_that_stops_in_the_middle_of_speech_has_ended_it() -> None:
    async with Classroom().open() as room:
        await room.sound(student_pcm("what is one half"))
        await room.quiet()
        await asyncio.sleep(3.0)
        await room.quiet()
        assert room.student == ["what is one half"]
        assert room.all(ReplyDone)


@virtual
async def test_clear_voice_is_silence_now() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(0.5)
        heard = len(room.loudspeaker)
        room.post(ClearVoice())
        await room.until(VoiceCleared)
        await room.quiet()
        assert len(room.loudspeaker) - heard <= 3 * 960
        assert room.played == words(room.tutor)


@virtual
async def test_a_finished_item_shrinks_to_what_was_heard() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        done = await room.until(ReplyDone)
        item_id = done.items[0].item_id
        room.post(TruncateItem(item_id=item_id, heard_ms=1000))
        truncated = await room.until(ItemTruncated)
        assert truncated.text == "You said what is one"
        assert truncated.text + truncated.unheard == room.shown(done)
        room.post(TruncateItem(item_id=item_id, heard_ms=1001, event_id="more"))
        room.post(TruncateItem(item_id=ItemId("nobody"), heard_ms=0, event_id="none"))
        room.post(TruncateItem(item_id=room.session.items[0].item_id, heard_ms=0, event_id="not"))
        await asyncio.sleep(0.1)
        assert [(r.event_id, r.code) for r in room.all(Refused)] == [
            ("more", "invalid_value"),
            ("none", "item_not_found"),
            ("not", "invalid_value"),
        ]
        assert room.session.items[1].status is ItemStatus.INCOMPLETE
        assert restore(room.log.facts) == room.session.items


@virtual
async def test_a_restored_item_is_truncated_by_share() -> None:
    first = Classroom()
    async with first.open():
        await first.say("what is one half")
        await first.quiet()
    room = Classroom(history=restore(first.log.facts), log=first.log)
    async with room.open():
        item = room.session.items[1]
        room.post(TruncateItem(item_id=item.item_id, heard_ms=item.heard_ms // 2))
        truncated = await room.until(ItemTruncated)
        assert item.text.startswith(truncated.text)
        assert 0 < len(truncated.text) <= len(item.text) // 2 + 1


@virtual
async def test_truncating_what_is_playing_stops_it_there() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half")
        await room.until(VoiceStarted)
        await asyncio.sleep(1.0)
        item_id = room.session.items[-1].item_id
        room.post(TruncateItem(item_id=item_id, heard_ms=600))
        await room.until(ReplyDone)
        assert room.tutor == ["You said what"]
        assert room.all(ItemTruncated)[0].heard_ms == 600


@virtual
async def test_settings_change_at_any_time() -> None:
    async with Classroom().open() as room:
        await room.say("what is one half", silence_s=0.5)
        slow = replace(TurnSettings(), patience=3.0, expected=Expected(kind=AnswerKind.NUMBER))
        room.post(ChangeSettings(settings=slow))
        await room.until(SettingsChanged)
        await asyncio.sleep(0.6)
        assert room.phase is Phase.MAYBE_DONE  # the pause may last longer now
        await room.quiet()
        assert room.student == ["what is one half"]
        room.post(ChangeSettings(settings=TurnSettings(modality=Modality.TEXT, transcribe=False)))
        told = len(room.all(TranscriptPartial))
        await room.say("what is two thirds")
        await room.quiet()
        assert room.session.items[-1].modality is Modality.TEXT
        assert len(room.all(TranscriptPartial)) == told


@virtual
async def test_hands_free_again_ends_the_turn_that_was_left_open() -> None:
    async with Classroom(settings=BY_HAND).open() as room:
        await room.say("what is one half", silence_s=1.0)
        room.post(ChangeSettings(settings=TurnSettings()))
        await room.quiet()
        assert room.student == ["what is one half"]


@virtual
async def test_a_very_long_turn_is_cut_in_two_and_answered_once() -> None:
    async with Classroom(stt=FakeStt(partials_on=False)).open() as room:
        text = " ".join(f"n{n}" for n in range(300))
        await room.say(text)
        await room.quiet()
        assert words(room.student) == text
        assert len(room.student) == 2
        assert len(room.all(ReplyDone)) == 1


@virtual
async def test_a_turn_with_an_old_pause_is_not_recognised_from_its_beginning_again() -> None:
    room = Classroom(settings=TurnSettings(patience=3.0), stt=FakeStt(partials_on=False))
    async with room.open():
        first = " ".join(f"n{n}" for n in range(160))
        await room.say(first, silence_s=0.6)
        await room.say("and the end")
        await room.quiet()
        assert words(room.student) == f"{first} and the end"
        assert room.stt.finished[-1] == "and the end"


@virtual
async def test_phases_tell_the_story_of_a_turn() -> None:
    async with Classroom(stt=FakeStt(partials_on=False)).open() as room:
        await room.say("what is one half")
        await room.quiet()
        assert [p.phase for p in room.all(PhaseChanged)] == [
            Phase.STUDENT_SPEAKING,
            Phase.MAYBE_DONE,
            Phase.THINKING,
            Phase.SPEAKING,
            Phase.LISTENING,
        ]
