"""Puts items into the history and into the log together."""

from dataclasses import replace

from sessions.contracts import Fact, FactKind
from sessions.facts import Body, body_of, private_of
from sessions.history import ROOT
from sessions.ids import ItemId
from sessions.items import Item
from sessions.outputs import ItemAdded, ItemDone, Output
from sessions.reduce.draft import Draft


def add_item(
    d: Draft,
    item: Item,
    *,
    after: ItemId | None = None,
    kind: FactKind = FactKind.ITEM_ADDED,
    extra: Body | None = None,
    then: tuple[Output, ...] = (),
) -> None:
    """The item enters the history now; it is told when it is in the log, then `then`."""
    d.state = replace(d.state, history=d.state.history.add(item, after))
    before = d.state.history.before(item.item_id)
    body = body_of(item, anchor(d, item.item_id)) | (extra or {})
    fact = d.fact(kind, body, private_of(item))
    added = ItemAdded(item=item, after=before)
    d.commit(fact, outputs=(added, ItemDone(item=item, after=before), *then))


def anchor(d: Draft, item_id: ItemId) -> ItemId:
    """The nearest item in front that is in the log already. A reply's message is not until the
    reply is done; `restore` then puts it in front of those that came while it played."""
    in_flight = d.state.reply.item_id if d.state.reply else None
    before = d.state.history.before(item_id)
    while before is not None and before == in_flight:
        before = d.state.history.before(before)
    return before or ROOT


def item_fact(d: Draft, item: Item, extra: Body) -> Fact:
    """The fact of an item that is in the history already."""
    body = body_of(item, anchor(d, item.item_id)) | extra
    return d.fact(FactKind.ITEM_ADDED, body, private_of(item))
