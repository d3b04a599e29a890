"""Tests of sessions.reduce.typed."""

from sessions.commands import AddItem, CreateReply, DeleteItem, Say, TurnSettings
from sessions.effects import Judge
from sessions.events import Phrase
from sessions.history import ROOT
from sessions.ids import CallId, ItemId
from sessions.items import CallItem, CallOutputItem, Item, MessageItem, Modality, Speaker
from sessions.outputs import Phase, Refused, ReplyCreated
from tests.fakes.talk import NO, OK, Talk


def message(name: str, speaker: Speaker = Speaker.STUDENT) -> MessageItem:
    return MessageItem(item_id=ItemId(name), speaker=speaker, text=name, modality=Modality.TEXT)


def add(talk: Talk, item: Item) -> Talk:
    return talk.ask(AddItem(item=item, event_id=item.item_id))


def codes(talk: Talk) -> list[str]:
    return [refused.code for refused in talk.told(Refused)]


def test_items_keep_their_order_though_one_waits_for_its_verdict() -> None:
    talk = Talk(voice=False)
    talk.gate = False
    add(add(talk, message("a")), message("b", Speaker.SYSTEM))
    assert talk.state.items == ()
    talk.feed(talk.verdict(talk.all(Judge)[0], OK))
    assert [item.item_id for item in talk.state.items] == ["a", "b"]
    assert not talk.told(ReplyCreated)


def test_a_blocked_item_makes_the_next_reply_the_replacement() -> None:
    talk = Talk(voice=False)
    talk.gate = False
    add(talk, message("bomb")).ask(CreateReply())
    talk.feed(talk.verdict(talk.all(Judge)[0], NO))
    assert talk.state.items[-1].item_id != "bomb"
    item = talk.state.items[0]
    assert isinstance(item, MessageItem)
    assert item.aside
    assert getattr(talk.state.items[-1], "text", "") == NO.replacement


def test_an_id_is_taken_once_wherever_the_item_is() -> None:
    talk = Talk(voice=False)
    talk.gate = False
    add(add(talk, message("a")), message("a"))  # still waiting for its verdict
    assert codes(talk) == ["duplicate_item"]
    talk.onset().ask(Say(text="x", item_id=talk.turn.item_id))
    talk.ask(Say(text="x", item_id=ROOT))
    assert codes(talk) == ["duplicate_item"] * 3


def test_a_result_needs_its_call_and_comes_once() -> None:
    call = CallItem(item_id=ItemId("c"), call_id=CallId("k"), name="look", arguments="{}")
    talk = Talk(voice=False)
    talk.gate = False
    add(talk, CallOutputItem(item_id=ItemId("o"), call_id=CallId("k"), output="1"))
    assert codes(talk) == ["item_not_found"]
    add(add(talk, message("a")), call)  # waits behind a
    for name in ("o1", "o2"):
        add(talk, CallOutputItem(item_id=ItemId(name), call_id=CallId("k"), output="1"))
    assert codes(talk) == ["item_not_found", "duplicate_tool_output"]
    talk.feed(talk.verdict(talk.all(Judge)[0], OK))
    assert [item.item_id for item in talk.state.items] == ["a", "c", "o1"]


def test_typing_let_me_think_is_honoured() -> None:
    talk = Talk().ask(Say(text="let me think"), phrase=Phrase.THINKING)
    assert talk.phase is Phase.WAITING


def test_typing_without_auto_reply_is_only_an_item() -> None:
    talk = Talk(TurnSettings(auto_reply=False)).ask(Say(text="why"))
    assert len(talk.state.items) == 1
    assert talk.state.owed is None


def test_an_unknown_item_cannot_be_deleted() -> None:
    talk = Talk().ask(DeleteItem(item_id=ItemId("nobody")))
    assert codes(talk) == ["item_not_found"]
