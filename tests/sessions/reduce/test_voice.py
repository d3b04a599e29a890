"""Tests of sessions.reduce.voice."""

from sessions.commands import Mute
from sessions.effects import CancelReplyWork, Listen, StopVoice, Think, TimerName
from sessions.events import EndWait, SpeechEnded
from sessions.outputs import Phase, ReplyCreated, SpeechStarted
from tests.fakes.talk import Talk


def test_who_resumes_goes_on_with_the_same_turn_and_the_speculation_is_gone() -> None:
    talk = Talk().onset().offset().final("what is one half")
    speculation = talk.reply.number
    talk.onset(0.2)
    assert (talk.turn.number, talk.turn.revision) == (1, 1)
    assert talk.state.reply is None
    assert CancelReplyWork(response=speculation) in talk.effects
    assert StopVoice(response=speculation) in talk.effects
    assert not talk.told(ReplyCreated)
    assert len(talk.told(SpeechStarted)) == 1
    assert len({listen.from_sample for listen in talk.all(Listen)}) == 1


def test_a_timer_of_an_earlier_pause_ends_nothing() -> None:
    talk = Talk().onset().offset().final("one")
    talk.onset(0.5).ring(TimerName.END_OF_TURN, 1, after_s=0.1)
    assert talk.phase is Phase.STUDENT_SPEAKING
    talk.offset(0.3).ring(TimerName.END_OF_TURN, 1, after_s=0.1)  # rang for the first pause
    assert talk.phase is Phase.MAYBE_DONE
    talk.ring(TimerName.END_OF_TURN, 1, after_s=0.5)
    assert talk.state.open is None


def test_a_pause_that_has_lasted_long_enough_ends_the_turn_at_once() -> None:
    talk = Talk().onset().offset()
    talk.wait_s = 0.1
    talk.final("yes", after_s=0.3)
    assert talk.state.open is None
    assert talk.told(ReplyCreated)


def test_an_answer_about_another_revision_is_stale() -> None:
    talk = Talk().onset().offset()
    talk.onset(0.1).offset(0.2)
    talk.feed(EndWait(at_s=talk.now_s, turn=1, revision=0, wait_s=0.0))
    assert talk.state.open is not None


def test_onset_and_offset_out_of_place_change_nothing() -> None:
    talk = Talk().offset()
    assert talk.state.open is None
    talk.onset().onset()
    assert talk.turn.number == 1
    talk.offset().offset()
    assert talk.turn.speech_s == 1.0
    muted = Talk().ask(Mute(muted=True)).onset()
    assert muted.state.open is None


def test_speech_after_the_turn_ended_is_the_next_turn() -> None:
    talk = Talk().onset().offset().ring(TimerName.END_OF_TURN, after_s=0.6)
    talk.onset(0.05)
    assert talk.turn.number == 2
    assert len(talk.state.ended) == 1
    assert not talk.all(Think)


def test_the_end_of_speech_is_where_it_was_not_when_it_was_noticed() -> None:
    talk = Talk().onset()
    talk.feed(SpeechEnded(at_s=12.0, sample=11 * 16_000, now_sample=12 * 16_000))
    assert talk.turn.ended_s == 11.0
    assert talk.turn.due_s == 11.6
