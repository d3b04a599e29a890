"""Tests of sessions.reduce.record."""

from sessions.commands import AddItem, Say
from sessions.effects import Commit
from sessions.facts import restore
from sessions.history import ROOT
from sessions.ids import ItemId
from sessions.items import MessageItem, Modality, Speaker
from sessions.outputs import ItemAdded, ItemDone
from tests.fakes.talk import Talk


def system(name: str) -> MessageItem:
    return MessageItem(
        item_id=ItemId(name), speaker=Speaker.SYSTEM, text=name, modality=Modality.TEXT
    )


def restored(talk: Talk) -> list[str]:
    facts = [fact for commit in talk.all(Commit) for fact in commit.facts]
    return [item.item_id for item in restore(facts)]


def test_an_item_is_told_with_its_place_once_it_is_in_the_log() -> None:
    talk = Talk(voice=False).ask(Say(text="one", item_id=ItemId("a")))
    talk.ask(AddItem(item=system("b"), after=ROOT))
    assert [(o.item.item_id, o.after) for o in talk.told(ItemAdded)] == [("a", None), ("b", None)]
    assert [o.item.item_id for o in talk.told(ItemDone)] == ["a", "b"]
    assert restored(talk) == ["b", "a"]


def test_items_that_come_while_a_reply_plays_are_restored_behind_it() -> None:
    talk = Talk().say("why").think("It is two quarters.").speak().play()
    before = [item.item_id for item in talk.state.items]
    talk.ask(AddItem(item=system("x"))).ask(AddItem(item=system("y"), after=ItemId(before[-1])))
    assert [i.item_id for i in talk.state.items] == [*before, "y", "x"]
    talk.drain()
    assert restored(talk) == [*before, "y", "x"]
