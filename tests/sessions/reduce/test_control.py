"""Tests of sessions.reduce.control."""

from dataclasses import replace

from sessions.commands import (
    ChangeSettings,
    ClearAudio,
    CommitAudio,
    Mute,
    TurnSettings,
    VoiceAttached,
    VoiceDetached,
)
from sessions.effects import Deafen, Listen, MarkAudio, TimerName, Transcribe, Unlisten
from sessions.outputs import AudioCleared, AudioCommitted, Refused, ReplyDone, VoiceCleared
from tests.fakes.talk import Talk, answering

BY_HAND = TurnSettings(hands_free=False)


def test_a_commit_over_the_tutor_is_intent() -> None:
    talk = answering()
    talk.onset(0.3)
    talk.now_s += 0.1
    talk.ask(CommitAudio(), sample=200_000)
    assert talk.told(VoiceCleared)
    assert len(talk.told(AudioCommitted)) == 1
    assert talk.all(Transcribe)[-1].to_sample >= 160_000


def test_a_whisper_is_tried_from_where_the_buffer_began() -> None:
    talk = Talk(BY_HAND).ask(ClearAudio(), sample=50_000).ask(CommitAudio(), sample=58_000)
    assert talk.all(Listen)[-1].from_sample == 50_000
    assert talk.all(Transcribe)[-1].to_sample == 58_000
    talk.ask(CommitAudio(), sample=58_800)
    assert [r.code for r in talk.told(Refused)] == ["input_audio_buffer_commit_empty"]


def test_a_muted_microphone_has_nothing_to_commit() -> None:
    talk = Talk(BY_HAND).ask(Mute(muted=True)).ask(CommitAudio(), sample=90_000)
    assert talk.told(Refused)


def test_clearing_forgets_the_open_turn_and_the_speculation() -> None:
    talk = Talk().onset().offset().final("why").ask(ClearAudio(), sample=200_000)
    assert talk.state.open is None
    assert talk.state.reply is None
    assert Unlisten(turn=1) in talk.effects
    assert talk.all(MarkAudio)
    assert talk.told(AudioCleared)


def test_muting_twice_is_muting_once() -> None:
    talk = Talk().ask(Mute(muted=False)).ask(Mute(muted=True)).ask(Mute(muted=True))
    assert talk.all(Deafen) == [Deafen(deaf=True)]


def test_muting_over_the_tutor_leaves_the_sound_to_be_judged() -> None:
    talk = answering().onset(0.3)
    talk.ask(Mute(muted=True), sample=200_000).final("")
    assert talk.state.open is None
    assert not talk.told(ReplyDone)


def test_only_the_last_detachment_counts() -> None:
    talk = answering()
    talk.ask(VoiceDetached()).ask(VoiceDetached())
    talk.ask(VoiceAttached()).ask(VoiceDetached())
    talk.ring(TimerName.DETACHED, 1, after_s=10.0)
    assert not talk.told(ReplyDone)
    talk.ring(TimerName.DETACHED, 2)
    assert talk.told(ReplyDone)


def test_attached_again_the_timer_is_stale() -> None:
    talk = answering().ask(VoiceDetached()).ask(VoiceAttached())
    talk.ring(TimerName.DETACHED, 1, after_s=10.0)
    assert not talk.told(ReplyDone)


def test_a_turn_is_not_left_open_when_the_connection_goes() -> None:
    talk = Talk().onset()
    talk.now_s += 1.0
    talk.ask(VoiceDetached(), sample=176_000)
    assert talk.turn.due_s is not None


def test_settings_over_an_unjudged_sound() -> None:
    talk = answering().onset(0.2)
    talk.ask(ChangeSettings(settings=replace(TurnSettings(), interruptible=False)))
    assert talk.state.open is None
    assert not talk.state.ducked


def test_the_same_settings_disturb_nothing() -> None:
    talk = Talk().onset().offset().final("why")
    number = talk.reply.number
    talk.ask(ChangeSettings(settings=TurnSettings()))
    assert talk.reply.number == number
