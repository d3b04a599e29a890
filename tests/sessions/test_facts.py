"""Tests of sessions.facts. That `restore` equals a session's items is shown on a thousand
conversations in scenarios/test_random.py."""

from hypothesis import given
from hypothesis import strategies as st

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from sessions.facts import body_of, item_from, private_of, restore
from sessions.ids import ItemId
from sessions.items import (
    CallItem,
    CallOutputItem,
    Item,
    ItemStatus,
    MessageItem,
    Modality,
    Speaker,
)

names = st.text(min_size=1, max_size=8)
items = st.one_of(
    st.builds(
        MessageItem,
        item_id=names,
        speaker=st.sampled_from(Speaker),
        text=st.text(),
        modality=st.sampled_from(Modality),
        status=st.sampled_from(ItemStatus),
        unheard=st.text(),
        heard_ms=st.none() | st.integers(0, 10**6),
        aside=st.booleans(),
    ),
    st.builds(
        CallItem,
        item_id=names,
        call_id=names,
        name=names,
        arguments=st.text(),
        status=st.sampled_from(ItemStatus),
    ),
    st.builds(CallOutputItem, item_id=names, call_id=names, output=st.text()),
)


def message(name: str, text: str = "secret") -> MessageItem:
    return MessageItem(
        item_id=ItemId(name),
        speaker=Speaker.TUTOR,
        text=text,
        modality=Modality.VOICE,
        heard_ms=900,
    )


def added(item: Item, after: str | None = None) -> Fact:
    after_id = ItemId(after) if after else None
    return Fact(
        fact_id=item.item_id,
        kind=FactKind.ITEM_ADDED,
        body=body_of(item, after_id),
        private=private_of(item),
    )


def other(kind: FactKind, body: dict[str, JsonValue], **private: JsonValue) -> Fact:
    return Fact(fact_id="f", kind=kind, body=body, private=private)


@given(items)
def test_an_item_comes_back_as_it_went(item: Item) -> None:
    assert item_from(body_of(item, None), private_of(item)) == item


@given(items)
def test_what_a_child_said_is_only_in_the_private_half(item: Item) -> None:
    body = body_of(item, None)
    assert not {"text", "unheard", "arguments", "output"} & set(body)


def test_order_deletion_and_truncation_are_restored() -> None:
    facts = [
        other(FactKind.SESSION_OPENED, {"grade": 5}),
        added(message("a")),
        added(message("c")),
        added(message("b"), "a"),
        added(message("z"), "root"),
        other(FactKind.ITEM_DELETED, {"item_id": "c"}),
        other(
            FactKind.ITEM_TRUNCATED, {"item_id": "b", "heard_ms": 40}, text="sec", unheard="ret"
        ),
        other(FactKind.ITEM_TRUNCATED, {"item_id": "a", "heard_ms": 0}, text="", unheard="secret"),
        other(FactKind.ITEM_TRUNCATED, {"item_id": "nobody", "heard_ms": 0}),
    ]
    restored = restore(facts)
    assert [i.item_id for i in restored] == ["z", "b"]
    assert isinstance(restored[1], MessageItem)
    assert (restored[1].text, restored[1].unheard, restored[1].heard_ms) == ("sec", "ret", 40)


def test_a_reply_enters_in_front_of_what_came_while_it_was_heard() -> None:
    reply = message("reply")
    done = other(
        FactKind.REPLY_DONE,
        {"reply_id": "r", "items": [body_of(reply, ItemId("a"))], "out_of_band": False},
        items=[private_of(reply)],
    )
    restored = restore([added(message("a")), added(message("later"), "a"), done])
    assert [i.item_id for i in restored] == ["a", "reply", "later"]


def test_a_reply_out_of_band_is_no_part_of_the_conversation() -> None:
    reply = message("reply")
    body: dict[str, JsonValue] = {"items": [body_of(reply, None)], "out_of_band": True}
    assert restore([other(FactKind.REPLY_DONE, body, items=[private_of(reply)])]) == ()
    assert restore([other(FactKind.REPLY_DONE, {"items": "broken"})]) == ()
