"""Tests of sessions.history."""

from dataclasses import replace

from sessions import history
from sessions.history import MAX_ITEMS, MAX_LEDGERS, ROOT, History
from sessions.ids import CallId, ItemId
from sessions.items import CallOutputItem, MessageItem, Modality, Speaker
from sessions.ledger import Ledger


def item(name: str, speaker: Speaker = Speaker.STUDENT, text: str = "hi") -> MessageItem:
    return MessageItem(item_id=ItemId(name), speaker=speaker, text=text, modality=Modality.TEXT)


def ids(of: History) -> str:
    return "".join(i.item_id for i in of.items)


def test_items_stand_where_they_were_put() -> None:
    past = History().add(item("a")).add(item("b")).add(item("c"), ItemId("a"))
    past = past.add(item("d"), ROOT).add(item("e"), ItemId("nobody"))
    assert ids(past) == "dacbe"
    assert [past.before(ItemId(n)) for n in "daz"] == [None, "d", None]
    assert past.last == "e"


def test_every_change_has_its_own_version() -> None:
    past = History().add(item("a"))
    versions = [History().version, past.version, past.put(item("a")).version]
    assert versions == [0, 1, 2]
    assert past.drop(ItemId("a")).version == 2


def test_a_replaced_item_keeps_its_place_and_its_ledger() -> None:
    past = History().add(item("a")).add(item("b"))
    past = past.put(item("a"), Ledger()).put(replace(item("a"), text="new"))
    entry = past.find(ItemId("a"))
    assert entry is not None
    assert entry.ledger == Ledger()
    assert ids(past) == "ab"


def test_memory_is_bounded() -> None:
    past = History()
    for number in range(MAX_ITEMS + 5):
        past = past.add(item(f"i{number}"))
    assert len(past.items) == MAX_ITEMS
    assert past.items[0].item_id == "i5"
    for number in range(100, 100 + MAX_LEDGERS + 3):
        past = past.put(item(f"i{number}"), Ledger())
    kept = [e.item.item_id for e in past.entries if e.ledger is not None]
    assert len(kept) == MAX_LEDGERS
    assert kept[0] == "i103"
    assert len(history.of(past.items * 2).items) == MAX_ITEMS


def test_it_knows_answers_and_questions() -> None:
    output = CallOutputItem(item_id=ItemId("o"), call_id=CallId("c"), output="1")
    past = History().add(output).add(item("t", Speaker.TUTOR, "Is it four? ")).add(item("s"))
    assert past.answered(CallId("c"))
    assert not past.answered(CallId("d"))
    assert past.tutor_asked()
    assert not past.add(item("u", Speaker.TUTOR, "It is.")).tutor_asked()
    assert not History().tutor_asked()
    assert History().tutors_last() == ""
