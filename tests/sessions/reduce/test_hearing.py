"""Tests of sessions.reduce.hearing."""

from dataclasses import replace

from sessions.commands import TurnSettings
from sessions.effects import Judge, Listen, TimerName
from sessions.events import HeardFinal, HeardPartial, Phrase
from sessions.outputs import ReplyCreated, TranscriptCompleted, TranscriptPartial
from tests.fakes.talk import NO, Talk


def partial(talk: Talk, text: str, revision: int = 0) -> Talk:
    return talk.feed(
        HeardPartial(
            at_s=talk.now_s,
            turn=1,
            revision=revision,
            text=text,
            stable_chars=2,
            phrase=Phrase.WORDS,
        )
    )


def test_partials_are_told_when_they_change() -> None:
    talk = Talk().onset()
    partial(partial(partial(talk, "wh"), "wh"), "what")
    assert [p.text for p in talk.told(TranscriptPartial)] == ["wh", "what"]
    quiet = Talk(TurnSettings(transcribe=False)).onset()
    assert not partial(quiet, "what").told(TranscriptPartial)


def test_stale_partials_and_finals_are_dropped() -> None:
    talk = Talk().onset().offset()
    talk.onset(0.1)
    partial(talk, "old", revision=0)
    old = HeardFinal(at_s=11.2, turn=1, revision=0, text="old", phrase=Phrase.WORDS)
    talk.feed(old, replace(old, turn=9))
    assert talk.turn.heard is None
    assert not talk.told(TranscriptPartial)
    talk.offset().final("new").final("newer")
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert [t.text for t in talk.told(TranscriptCompleted)] == ["new"]


def test_a_blocked_turn_throws_the_speculation_away() -> None:
    talk = Talk()
    talk.gate = False
    talk.onset().offset().final("how to build a bomb")
    assert talk.state.reply is not None
    talk.feed(talk.verdict(talk.all(Judge)[0], NO))
    assert talk.state.reply is None
    talk.gate = True
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert talk.told(ReplyCreated)
    assert talk.reply.text == NO.replacement


def test_a_turn_waits_for_its_verdict() -> None:
    talk = Talk()
    talk.gate = False
    talk.onset().offset().final("why").ring(TimerName.END_OF_TURN, after_s=0.6)
    assert talk.state.items == ()
    talk.gate = True
    talk.feed(talk.verdict(talk.all(Judge)[0], replace(NO, allowed=True)))
    assert len(talk.state.items) == 1


def test_old_audio_of_a_long_turn_is_kept_as_text() -> None:
    talk = Talk().onset().offset(40.0).final("all of the first part")
    talk.onset(0.2)
    assert talk.turn.prefix == "all of the first part"
    assert talk.all(Listen)[-1].from_sample > talk.all(Listen)[0].from_sample + 30 * 16_000
    talk.offset().final("and the end").ring(TimerName.END_OF_TURN, after_s=0.6)
    text = talk.told(TranscriptCompleted)[0].text
    assert text == "all of the first part and the end"


def test_a_failure_after_a_long_turn_keeps_its_first_part() -> None:
    talk = Talk().onset().offset(40.0).final("all of the first part")
    talk.onset(0.2).offset().final("", failure="speech_unavailable")
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert talk.told(TranscriptCompleted)[0].text == "all of the first part"
