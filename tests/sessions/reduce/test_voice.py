"""Tests of sessions.reduce.voice."""

import pytest

from inference.contracts import AnswerKind, Expected, PauseWaits
from sessions.commands import Mute, TurnSettings
from sessions.effects import AskEnd, CancelReplyWork, Listen, StopVoice, Think, TimerName
from sessions.events import EndJudged, EndWait, SpeechEnded
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


def judged(talk: Talk, probability: float) -> None:
    turn = talk.turn
    talk.feed(
        EndJudged(
            at_s=talk.now_s,
            turn=turn.number,
            revision=turn.revision,
            silence_s=0.0,
            outlook=(probability,),
        )
    )


def due_in_s(talk: Talk) -> float:
    """From the end of speech."""
    assert talk.turn.due_s is not None
    return talk.turn.due_s - talk.turn.ended_s


def test_a_probability_becomes_a_wait_by_what_was_asked_and_by_patience() -> None:
    for kind in AnswerKind:
        for patience in (1.0, 2.0):
            settings = TurnSettings(expected=Expected(kind=kind), patience=patience)
            talk = Talk(settings).onset().offset()
            judged(talk, 0.4)
            wait_s = talk.state.rules.waits.wait_s(0.4, kind, patience)
            assert due_in_s(talk) == pytest.approx(wait_s)
    assert len({PauseWaits().wait_s(1.0, kind, 1.0) for kind in AnswerKind}) == 2


def test_the_newest_probability_counts() -> None:
    talk = Talk().onset().offset()
    judged(talk, 0.0)
    assert due_in_s(talk) == pytest.approx(talk.state.rules.waits.longest_s)
    judged(talk, 1.0)
    assert due_in_s(talk) == pytest.approx(talk.state.rules.waits.shortest_s)
    talk.now_s += 1.0
    judged(talk, 0.99)
    assert talk.state.open is None


def test_a_probability_of_an_earlier_pause_is_stale() -> None:
    talk = Talk().onset().offset()
    talk.onset(0.1)
    talk.feed(EndJudged(at_s=talk.now_s, turn=1, revision=0, silence_s=0.0, outlook=(1.0,)))
    talk.offset(0.2)
    talk.feed(EndJudged(at_s=talk.now_s + 9.0, turn=1, revision=0, silence_s=0.0, outlook=(1.0,)))
    assert talk.state.open is not None


def test_the_detector_is_given_the_sound_of_the_turn_up_to_now() -> None:
    talk = Talk().onset().offset()
    first = talk.all(AskEnd)[-1]
    assert first.from_sample == talk.turn.from_sample
    assert first.to_sample == talk.turn.end_sample
    talk.final("what is one half", after_s=0.25)
    assert talk.all(AskEnd)[-1].to_sample == talk.turn.end_sample + 4_000


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
