"""Tests of sessions.reduce.requests."""

from sessions.commands import CancelReply, ClearVoice, CreateReply, Say, TruncateItem
from sessions.ids import ReplyId
from sessions.outputs import ItemTruncated, Refused, ReplyCreated, ReplyDone
from tests.fakes.talk import Talk, answering


def test_one_reply_at_a_time_is_made() -> None:
    talk = Talk(voice=False).ask(Say(text="why")).ask(CreateReply(event_id="e"))
    assert [r.code for r in talk.told(Refused)] == ["conversation_already_has_active_response"]
    assert len(talk.told(ReplyCreated)) == 1


def test_who_asks_while_the_turn_is_being_saved_asks_for_the_same_reply() -> None:
    talk = Talk(voice=False)
    talk.storage = False
    talk.ask(Say(text="why")).ask(CreateReply())
    assert not talk.told(Refused)
    assert talk.state.owed is not None
    assert (talk.state.owed.explicit, talk.state.owed.turn) == (True, 1)


def test_cancel_needs_a_reply_and_the_right_one() -> None:
    talk = Talk().ask(CancelReply())
    assert [r.code for r in talk.told(Refused)] == ["response_cancel_not_active"]
    playing = answering().ask(CancelReply(reply_id=ReplyId("other")))
    assert [r.code for r in playing.told(Refused)] == ["response_cancel_not_active"]
    playing.ask(CancelReply(reply_id=playing.reply.reply_id))
    assert playing.told(ReplyDone)


def test_a_speculation_cannot_be_cancelled_because_nobody_knows_of_it() -> None:
    talk = Talk().onset().offset().final("why").ask(CancelReply())
    assert [r.code for r in talk.told(Refused)] == ["response_cancel_not_active"]


def test_a_reply_that_was_owed_but_not_asked_for_is_let_be() -> None:
    talk = Talk(voice=False)
    talk.storage = False
    talk.ask(Say(text="why")).ask(CancelReply())
    assert talk.state.owed is None
    assert not talk.told(Refused)


def test_silence_now_needs_no_voice_to_be_there() -> None:
    assert Talk().ask(ClearVoice()).effects == []
    assert answering().ask(ClearVoice()).told(ReplyDone)


def test_truncation_twice_shrinks_twice_and_never_grows() -> None:
    talk = answering().drain()
    item_id = talk.state.items[-1].item_id
    for heard_ms in (700, 300, 300):
        talk.ask(TruncateItem(item_id=item_id, heard_ms=heard_ms))
    texts = [(t.text, t.unheard) for t in talk.told(ItemTruncated)]
    assert [text + unheard for text, unheard in texts] == ["It is two quarters."] * 3
    assert [text for text, _ in texts] == ["It is two", "It is", "It is"]
    talk.ask(TruncateItem(item_id=item_id, heard_ms=400))
    assert talk.told(Refused)[-1].code == "invalid_value"
    talk.ask(TruncateItem(item_id=item_id, heard_ms=0))
    assert len(talk.state.items) == 1
