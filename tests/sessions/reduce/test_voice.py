"""Tests of sessions.reduce.voice."""

import pytest

from inference.contracts import AnswerKind, Expected, PauseWaits
from sessions.commands import Mute, TurnSettings
from sessions.effects import (
    AskEnd,
    CancelReplyWork,
    Judge,
    Listen,
    SetTimer,
    StopVoice,
    Think,
    TimerName,
)
from sessions.events import EndJudged, EndWait, HeardPartial, Phrase, SpeechEnded
from sessions.outputs import Phase, ReplyCreated, SpeechStarted
from sessions.reduce.voice import STIR_S, STIRS
from tests.fakes.talk import OK, Talk


def resumed() -> Talk:
    """The student paused, a reply was thought up, and a sound begins."""
    talk = Talk().onset().offset().final("what is one half").think("It is two quarters.")
    return talk.speak().onset(0.2)


def partial(talk: Talk, text: str, *, after_s: float) -> None:
    """The best text so far of the open turn."""
    talk.now_s += after_s
    turn = talk.turn
    talk.feed(
        HeardPartial(
            at_s=talk.now_s, turn=turn.number, revision=turn.revision,
            text=text, stable_chars=0, phrase=Phrase.WORDS,
        )
    )  # fmt: skip


def thrown_away(talk: Talk, speculation: int) -> bool:
    assert not talk.told(ReplyCreated)
    return CancelReplyWork(response=speculation) in talk.effects


def test_who_resumes_goes_on_with_the_same_turn() -> None:
    talk = resumed()
    assert (talk.turn.number, talk.turn.revision) == (1, 1)
    assert not talk.told(ReplyCreated)
    assert len(talk.told(SpeechStarted)) == 1
    assert len({listen.from_sample for listen in talk.all(Listen)}) == 1


def test_a_sound_that_was_no_word_costs_no_second_thought() -> None:
    talk = resumed()
    speculation = talk.reply.number
    talk.offset(0.1).final("what is one half")
    assert not thrown_away(talk, speculation)
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert (talk.reply.number, talk.reply.created) == (speculation, True)
    assert len(talk.all(Think)) == len(talk.told(ReplyCreated)) == 1


def test_who_says_more_is_thought_about_anew() -> None:
    talk = resumed()
    speculation = talk.reply.number
    talk.offset(0.3).final("what is one half plus one")
    assert thrown_away(talk, speculation)
    assert StopVoice(response=speculation) in talk.effects
    assert talk.reply.number > speculation
    assert talk.all(Think)[-1].request.messages[-1].content == "what is one half plus one"


def test_speech_that_goes_on_is_more_before_it_ends() -> None:
    talk = resumed()
    speculation = talk.reply.number
    partial(talk, "what is one half plus", after_s=0.2)
    assert not thrown_away(talk, speculation)
    partial(talk, "what is one half plus one quarter", after_s=0.5)
    assert thrown_away(talk, speculation)
    assert talk.state.reply is None


def test_a_transcript_after_the_turns_end_decides_whether_the_thought_fits() -> None:
    for text, kept in (("what is one half", True), ("what is one third", False)):
        talk = resumed()
        speculation = talk.reply.number
        talk.offset(0.1).ring(TimerName.END_OF_TURN, after_s=0.9)
        assert talk.state.open is None
        assert not talk.told(ReplyCreated)
        talk.final(text)
        assert (talk.reply.number == speculation) is kept
        assert talk.all(Think)[-1].request.messages[-1].content == text
        assert len(talk.told(ReplyCreated)) == 1


def test_a_sound_after_which_nothing_is_understood_leaves_no_speculation() -> None:
    talk = resumed()
    speculation = talk.reply.number
    talk.offset(0.1).final("")
    assert thrown_away(talk, speculation)
    assert talk.state.reply is None


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


def test_who_just_begins_again_when_the_time_is_up_is_not_cut_off() -> None:
    talk = Talk().onset().offset().final("a farmer has ten sheep")
    talk.ring(TimerName.END_OF_TURN, after_s=0.5, stirring=True)
    assert talk.state.open is not None
    again = [e for e in talk.all(SetTimer) if e.name is TimerName.END_OF_TURN][-1]
    assert again.due_s == pytest.approx(talk.now_s + STIR_S)
    talk.onset(0.03)
    assert (talk.turn.number, talk.turn.revision) == (1, 1)
    assert not talk.told(ReplyCreated)


def test_a_noise_that_never_becomes_speech_holds_the_turn_for_a_moment_only() -> None:
    talk = Talk().onset().offset().final("a farmer has ten sheep")
    talk.ring(TimerName.END_OF_TURN, after_s=0.5, stirring=True)
    rings = 1
    while talk.state.open is not None:
        talk.ring(TimerName.END_OF_TURN, after_s=STIR_S, stirring=True)
        rings += 1
    assert rings == 1 + STIRS
    assert len(talk.told(ReplyCreated)) == 1
    quiet = Talk().onset().offset().final("a farmer has ten sheep")
    quiet.ring(TimerName.END_OF_TURN, after_s=0.5, stirring=True)
    quiet.ring(TimerName.END_OF_TURN, tag=1, after_s=STIR_S)
    assert quiet.state.open is None


def test_who_was_cut_off_and_speaks_on_is_thought_about_ahead() -> None:
    """The reply that was owed to the first half is owed to the whole."""
    talk = Talk()
    talk.gate = False
    talk.onset().offset().final("a farmer has ten sheep")
    talk.ring(TimerName.END_OF_TURN, after_s=0.5)
    first = talk.all(Judge)[-1]
    talk.onset(0.02)
    talk.feed(talk.verdict(first, OK))
    assert talk.state.owed is not None
    talk.gate = True
    talk.offset(1.0).final("and two of them are brown")
    speculation = talk.reply.number
    assert not talk.reply.created
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert (talk.reply.number, talk.reply.created) == (speculation, True)
    said = [message.content for message in talk.all(Think)[-1].request.messages]
    assert said[-2:] == ["a farmer has ten sheep", "and two of them are brown"]
    assert len(talk.told(ReplyCreated)) == 1


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
