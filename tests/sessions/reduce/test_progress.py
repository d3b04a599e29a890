"""Tests of sessions.reduce.progress."""

from dataclasses import replace

from sessions.effects import CancelThinking, Think, TimerName
from sessions.events import (
    ThinkingDone,
    ThinkingFailed,
    VoiceBegan,
    Voiced,
    VoiceDrained,
    VoicePlayed,
)
from sessions.outputs import Notice, ReplyDone, ReplyStatus, VoiceStarted, VoiceStopped
from tests.fakes.talk import Talk, answering


def failed(talk: Talk) -> Talk:
    return talk.feed(
        ThinkingFailed(at_s=talk.now_s, response=talk.reply.number, code="model_unavailable")
    )


def test_a_failed_speculation_is_forgotten_and_asked_again() -> None:
    talk = failed(Talk().onset().offset().final("why"))
    assert talk.state.reply is None
    assert not talk.told(Notice)
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert len(talk.all(Think)) == 2


def test_a_failure_before_any_word_fails_the_reply() -> None:
    talk = failed(Talk().say("why"))
    done = talk.told(ReplyDone)[0]
    assert (done.status, done.reason, done.items) == (
        ReplyStatus.FAILED,
        "model_unavailable",
        (),
    )
    assert talk.told(Notice)


def test_a_failure_after_some_words_lets_them_be_heard() -> None:
    talk = failed(Talk().say("why").think("Because. ", done=False).speak())
    assert not talk.told(ReplyDone)
    talk.play().drain()
    assert talk.told(ReplyDone)[0].status is ReplyStatus.INCOMPLETE


def test_a_reply_has_a_longest_length() -> None:
    talk = Talk(voice=False)
    talk.state = replace(talk.state, rules=replace(talk.state.rules, sentences=3))
    talk.say("why").think("a. ", "b. ", "c. ", "d. ", "e. ", done=False)
    assert talk.all(CancelThinking)
    assert talk.told(ReplyDone)[0].reason == "max_output_tokens"


def test_voice_events_come_once_and_only_from_the_live_reply() -> None:
    talk = answering()
    number = talk.reply.number
    began = VoiceBegan(at_s=12.0, response=number)
    talk.feed(began, VoiceBegan(at_s=12.0, response=number - 1))
    assert not talk.told(VoiceStarted)
    talk.feed(
        VoicePlayed(at_s=12.0, response=number, samples=900),
        VoicePlayed(at_s=12.0, response=number, samples=300),
        VoicePlayed(at_s=12.0, response=number + 1, samples=9_999),
    )
    assert talk.reply.played == 900
    drained = VoiceDrained(at_s=12.0, response=number)
    talk.feed(drained, drained, began)
    assert len(talk.told(VoiceStopped)) == 1


def test_voice_of_a_sentence_out_of_turn_is_not_counted() -> None:
    talk = Talk().say("why").think("One. ", "Two.")
    number = talk.reply.number
    talk.feed(Voiced(at_s=12.0, response=number, index=1, samples=500, marks=()))
    assert talk.reply.ledger.samples == 0


def test_what_comes_after_the_end_is_ignored() -> None:
    talk = answering()
    talk.think("More. ")
    talk.feed(
        ThinkingDone(
            at_s=12.0,
            response=talk.reply.number,
            reason="stop",
            prompt_tokens=9,
            completion_tokens=9,
        )
    )
    failed(talk)
    assert len(talk.reply.sentences) == 1
    assert talk.reply.usage.prompt_tokens == 1
