"""Tests of sessions.reduce.ended."""

from sessions.commands import Mute, TurnSettings
from sessions.effects import TimerName, Transcribe
from sessions.outputs import AudioCommitted, SpeechStopped, TranscriptFailed
from tests.fakes.talk import Talk


def test_a_turn_that_ends_without_its_transcript_waits_for_it() -> None:
    talk = Talk().onset().offset().ring(TimerName.END_OF_TURN, after_s=0.6)
    assert talk.state.open is None
    assert [type(o).__name__ for o in talk.told(SpeechStopped) + talk.told(AudioCommitted)] == [
        "SpeechStopped",
        "AudioCommitted",
    ]
    assert talk.state.items == ()
    talk.final("why")
    assert len(talk.state.items) == 1


def test_but_not_for_ever() -> None:
    talk = Talk().onset().offset().ring(TimerName.END_OF_TURN, after_s=0.6)
    number = talk.state.ended[0].number
    talk.ring(TimerName.TRANSCRIPT, number, after_s=6.0)
    assert [f.code for f in talk.told(TranscriptFailed)] == ["nothing_heard"]
    assert talk.state.ended == ()
    talk.ring(TimerName.TRANSCRIPT, number)
    assert len(talk.told(TranscriptFailed)) == 1


def test_turns_enter_in_order_though_the_second_is_understood_first() -> None:
    talk = Talk().onset().offset().ring(TimerName.END_OF_TURN, after_s=0.6)
    first = talk.state.ended[0]
    talk.onset(0.2).offset().final("second").ring(TimerName.END_OF_TURN, after_s=0.6)
    assert talk.state.items == ()
    talk.final("first")
    assert [getattr(i, "text", "") for i in talk.state.items] == ["first", "second"]
    assert talk.state.items[0].item_id == first.item_id


def test_a_turn_ended_by_hand_is_transcribed_to_its_last_sample() -> None:
    talk = Talk(TurnSettings()).onset()
    talk.now_s += 1.0
    talk.ask(Mute(muted=True), sample=176_000)
    assert talk.all(Transcribe)[-1].to_sample == 176_000
    assert len(talk.state.ended) == 1
