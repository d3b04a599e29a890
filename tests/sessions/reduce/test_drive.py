"""Tests of sessions.reduce.drive."""

from sessions.contracts import FactKind
from sessions.effects import CancelThinking, FinishVoice, Judge, Release, Speak
from sessions.events import Spoken, ThinkingDone, Thought
from sessions.outputs import Caption, ReplyDone, ReplyStatus, ReplyText
from tests.fakes.talk import NO, OK, Talk, answering


def test_sentences_are_published_in_order_though_verdicts_are_not() -> None:
    talk = Talk().say("why").clear()
    talk.gate = False
    talk.think("One. ", "Two. ", "Three.")
    first, second, third = talk.all(Judge)
    talk.feed(talk.verdict(third, OK), talk.verdict(second, OK))
    assert not talk.told(ReplyText)
    assert not talk.all(Speak)
    talk.feed(talk.verdict(first, OK))
    assert [t.text for t in talk.told(ReplyText)] == ["One. ", "Two. ", "Three."]
    assert [s.text for s in talk.all(Speak)] == ["One.", "Two.", "Three."]


def test_a_blocked_sentence_takes_all_that_follows_with_it() -> None:
    talk = Talk().say("why").clear()
    talk.gate = False
    talk.think("One. ", "Bomb. ", "Three.", done=False)
    first, second, third = talk.all(Judge)
    talk.feed(talk.verdict(first, OK), talk.verdict(third, OK), talk.verdict(second, NO))
    talk.think("Four.", done=False)
    assert [t.text for t in talk.told(ReplyText)] == ["One. ", NO.replacement]
    assert talk.all(CancelThinking)
    assert FactKind.SAFETY in talk.facts()
    talk.speak().play().drain()
    done = talk.told(ReplyDone)[0]
    assert (done.status, done.reason) == (ReplyStatus.INCOMPLETE, "content_filter")


def test_a_speculation_speaks_only_its_first_sentence() -> None:
    talk = Talk().onset().offset().final("why").think("One. ", "Two.")
    assert [s.index for s in talk.all(Speak)] == [0]
    talk.speak()
    assert not talk.all(Release)
    assert not talk.told(Caption)


def test_the_voice_is_finished_when_all_of_it_is_in_the_playout() -> None:
    talk = Talk().say("why").think("One. ", done=False).speak()
    assert talk.all(Release)
    assert not talk.all(FinishVoice)
    talk.feed(
        ThinkingDone(
            at_s=12.0,
            response=talk.reply.number,
            reason="length",
            prompt_tokens=1,
            completion_tokens=1,
        )
    )
    assert len(talk.all(FinishVoice)) == 1
    assert not talk.told(ReplyDone)
    talk.play().drain()
    done = talk.told(ReplyDone)[0]
    assert (done.status, done.reason) == (ReplyStatus.INCOMPLETE, "max_output_tokens")


def test_a_reply_without_a_sound_ends_as_text() -> None:
    talk = Talk().say("why").think("One.")
    talk.feed(Spoken(at_s=12.0, response=talk.reply.number, index=0, failed=True))
    assert talk.told(ReplyDone)[0].status is ReplyStatus.COMPLETED
    assert talk.names().count("Notice") == 1


def test_reports_of_another_reply_are_stale() -> None:
    talk = answering()
    talk.feed(
        Thought(at_s=12.0, response=99, text="Old.", first_token_s=1.0),
        Spoken(at_s=12.0, response=99, index=0, failed=False),
        Spoken(at_s=12.0, response=talk.reply.number, index=7, failed=False),
    )
    assert talk.effects == []
