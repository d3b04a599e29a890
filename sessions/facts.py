"""Facts: how a conversation is written to the log, and read back after a restart.

`restore` of the facts that a session has emitted is that session's items. Whatever a child said
or heard stands in `private`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from sessions.history import History
from sessions.ids import CallId, ItemId
from sessions.items import (
    CallItem,
    CallOutputItem,
    Item,
    ItemStatus,
    MessageItem,
    Modality,
    Speaker,
)

Body = dict[str, JsonValue]


def body_of(item: Item, after: ItemId | None) -> Body:
    """The public half of an item; `after` is the item in front of it, or "root"."""
    body: Body = {"item_id": item.item_id, "after": after}
    if isinstance(item, MessageItem):
        body |= {
            "type": "message",
            "speaker": item.speaker.value,
            "modality": item.modality.value,
            "status": item.status.value,
            "heard_ms": item.heard_ms,
            "aside": item.aside,
        }
        if item.source:
            body["source"] = item.source
    elif isinstance(item, CallItem):
        body |= {"type": "call", "call_id": item.call_id, "name": item.name}
        body |= {"speaker": Speaker.TUTOR.value, "status": item.status.value}
    else:
        body |= {"type": "call_output", "call_id": item.call_id}
        body |= {"speaker": Speaker.SYSTEM.value}
    return body


def private_of(item: Item) -> Body:
    """The half of an item that only the student's key opens."""
    if isinstance(item, MessageItem):
        return {"text": item.text, "unheard": item.unheard}
    if isinstance(item, CallItem):
        return {"arguments": item.arguments}
    return {"output": item.output}


def item_from(body: Mapping[str, JsonValue], private: Mapping[str, JsonValue]) -> Item:
    """Both halves together again."""
    item_id = ItemId(_text(body, "item_id"))
    kind = body.get("type", "message")
    if kind == "call":
        return CallItem(
            item_id=item_id,
            call_id=CallId(_text(body, "call_id")),
            name=_text(body, "name"),
            arguments=_text(private, "arguments"),
            status=ItemStatus(_text(body, "status")),
        )
    if kind == "call_output":
        call_id = CallId(_text(body, "call_id"))
        return CallOutputItem(item_id=item_id, call_id=call_id, output=_text(private, "output"))
    heard_ms = body.get("heard_ms")
    return MessageItem(
        item_id=item_id,
        speaker=Speaker(_text(body, "speaker")),
        text=_text(private, "text"),
        modality=Modality(_text(body, "modality")),
        status=ItemStatus(_text(body, "status")),
        unheard=_text(private, "unheard"),
        heard_ms=heard_ms if isinstance(heard_ms, int) else None,
        aside=bool(body.get("aside")),
        source=_text(body, "source") if "source" in body else "",
    )


def restore(facts: Iterable[Fact]) -> tuple[Item, ...]:
    """Rebuild a conversation from its facts, in log order."""
    history = History()
    for fact in facts:
        history = _apply(history, fact)
    return history.items


def _apply(history: History, fact: Fact) -> History:
    if fact.kind in (FactKind.STUDENT_TURN, FactKind.ITEM_ADDED):
        return _add(history, fact.body, fact.private)
    if fact.kind is FactKind.ITEM_DELETED:
        return history.drop(ItemId(_text(fact.body, "item_id")))
    if fact.kind is FactKind.ITEM_TRUNCATED:
        return _truncate(history, fact)
    if fact.kind is FactKind.REPLY_DONE and not fact.body.get("out_of_band"):
        return _add_reply(history, fact)
    return history


def _add_reply(history: History, fact: Fact) -> History:
    bodies, privates = fact.body.get("items"), fact.private.get("items")
    if not isinstance(bodies, list) or not isinstance(privates, list):
        return history
    for body, private in zip(bodies, privates, strict=True):
        if isinstance(body, dict) and isinstance(private, dict):
            history = _add(history, body, private)
    return history


def _add(
    history: History, body: Mapping[str, JsonValue], private: Mapping[str, JsonValue]
) -> History:
    after = body.get("after")
    return history.add(item_from(body, private), ItemId(after) if isinstance(after, str) else None)


def _truncate(history: History, fact: Fact) -> History:
    entry = history.find(ItemId(_text(fact.body, "item_id")))
    heard_ms = fact.body.get("heard_ms")
    if entry is None or not isinstance(entry.item, MessageItem) or not isinstance(heard_ms, int):
        return history
    if not _text(fact.private, "text"):
        return history.drop(entry.item.item_id)
    return history.put(
        replace(
            entry.item,
            text=_text(fact.private, "text"),
            unheard=_text(fact.private, "unheard"),
            heard_ms=heard_ms,
            status=ItemStatus.INCOMPLETE,
        )
    )


def _text(values: Mapping[str, JsonValue], key: str) -> str:
    value = values.get(key, "")
    return value if isinstance(value, str) else ""
