"""Tests of sessions.reduce.finish."""

from hypothesis import given
from hypothesis import strategies as st

from sessions.commands import CancelReply
from sessions.contracts import FactKind
from sessions.events import VoiceCut, VoiceDrained
from sessions.items import ItemStatus, MessageItem
from sessions.outputs import (
    ItemDeleted,
    ItemTruncated,
    ReplyDone,
    ReplyItemDone,
    ReplyStatus,
    TurnTimings,
)
from sessions.reduce.finish import to_word_end
from tests.fakes.talk import Talk, answering


def test_a_reply_ends_once_however_often_that_is_said() -> None:
    talk = answering()
    drained = VoiceDrained(at_s=12.0, response=talk.reply.number)
    talk.feed(drained, drained, VoiceCut(at_s=12.0, response=drained.response, samples=5))
    assert len(talk.told(ReplyDone)) == 1
    assert talk.facts() == [FactKind.REPLY_DONE]
    assert talk.told(ReplyItemDone)[0].item == talk.state.items[-1]


def test_the_end_is_told_after_its_fact() -> None:
    talk = answering()
    talk.storage = False
    talk.drain()
    assert not talk.told(ReplyDone)
    assert talk.facts() == [FactKind.REPLY_DONE]


def test_a_cut_reply_keeps_what_was_heard() -> None:
    talk = answering()
    talk.played = 10_800
    talk.ask(CancelReply())
    item = talk.state.items[-1]
    assert isinstance(item, MessageItem)
    assert (item.text, item.unheard, item.heard_ms) == ("It is", " two quarters.", 450)
    assert item.status is ItemStatus.INCOMPLETE
    assert [t.text for t in talk.told(ItemTruncated)] == ["It is"]


def test_a_reply_of_which_nothing_was_heard_never_happened() -> None:
    talk = answering()
    talk.played = 0
    talk.ask(CancelReply())
    assert len(talk.state.items) == 1
    assert len(talk.told(ItemDeleted)) == 1
    done = talk.told(ReplyDone)[0]
    assert done.status is ReplyStatus.CANCELLED
    assert talk.names().index("ReplyDone") < talk.names().index("ItemDeleted")


def test_more_than_was_spoken_cannot_have_been_heard() -> None:
    talk = answering()
    talk.played = 10**9
    talk.ask(CancelReply())
    assert talk.told(ItemTruncated)[0].heard_ms == 1_000


def test_a_text_that_was_shown_was_seen() -> None:
    talk = Talk(voice=False).say("why").think("Because it is.", done=False)
    talk.ask(CancelReply())
    item = talk.state.items[-1]
    assert isinstance(item, MessageItem)
    assert (item.text, item.unheard) == ("Because it is.", "")
    assert not talk.told(ItemTruncated)


def test_timings_are_told_once() -> None:
    talk = Talk().say("what is one half").think("It is two quarters.").speak().play().drain()
    timings = talk.told(TurnTimings)
    assert len(timings) == 1
    assert (timings[0].end_of_turn_ms, timings[0].transcript_ms) == (600, 100)


@given(st.text(alphabet="ab .,"), st.integers(0, 40))
def test_the_end_of_a_word_is_never_before_it(text: str, heard: int) -> None:
    heard = min(heard, len(text))
    end = to_word_end(text, heard)
    assert end >= len(text[:heard].rstrip())
    assert end == len(text[:end].rstrip())
    assert end == 0 or end == len(text) or text[end].isspace()
