"""Tool calls: written by the model, run by the client, recorded exactly once.

Nothing of a call is published before the reply is created, so a speculation can never act. A
complete call is recorded at once, not when the voice has ended: tools outlive speech.
"""

from dataclasses import replace

from sessions.contracts import Fact
from sessions.events import CallGrew
from sessions.ids import CallId, ItemId
from sessions.items import CallItem, ItemStatus
from sessions.outputs import CallDelta, ReplyItemAdded, ReplyItemDone
from sessions.reduce.draft import Draft
from sessions.reduce.record import item_fact
from sessions.state import Call, Reply, State

MAX_CALLS = 16
"""Calls of one reply; more are not taken."""
MAX_ARGUMENTS = 65_536
"""Characters of one call's arguments; more are not taken."""


def grew(d: Draft, event: CallGrew) -> None:
    """The model wrote more of a call."""
    reply = d.state.reply
    if reply is None or reply.number != event.response or reply.finished is not None:
        return
    known = {call.key: call for call in reply.calls}
    call = known.get(event.call_id)
    if call is None:
        if len(reply.calls) >= MAX_CALLS:
            return
        call = _new(d, event)
    arguments = (call.item.arguments + event.arguments)[:MAX_ARGUMENTS]
    known[call.key] = replace(call, item=replace(call.item, arguments=arguments))
    d.state = replace(d.state, reply=replace(reply, calls=tuple(known.values())))


def publish(d: Draft) -> None:
    """Announce new calls, stream their arguments, record them when the model has finished."""
    reply = d.state.live
    if reply is None or reply.judged < len(reply.sentences):
        return  # the words before the call come first
    for at in range(len(reply.calls)):
        _announce(d, at)
        _stream(d, at)
        _record(d, at)


def announced(reply: Reply) -> int:
    """How many items of the reply are known to the client."""
    calls = sum(call.index is not None for call in reply.calls)
    return calls + (reply.message_index is not None)


def last_of(state: State, reply: Reply) -> ItemId | None:
    """The newest item, those of this reply that are not in the history included."""
    told = [call.item.item_id for call in reply.calls if call.index is not None]
    return told[-1] if told else state.history.last


def _new(d: Draft, event: CallGrew) -> Call:
    item = CallItem(
        item_id=d.new_item_id(),
        call_id=CallId(d.new_id("call")),
        name=event.name,
        arguments="",
        status=ItemStatus.IN_PROGRESS,
    )
    return Call(key=event.call_id, item=item)


def _announce(d: Draft, at: int) -> None:
    reply = d.state.live
    if reply is None or reply.calls[at].index is not None:
        return
    call = reply.calls[at]
    index = announced(reply)
    item = replace(call.item, arguments="")
    after = last_of(d.state, reply)
    d.publish(ReplyItemAdded(reply_id=reply.reply_id, item=item, index=index, after=after))
    _put(d, at, replace(call, index=index))


def _stream(d: Draft, at: int) -> None:
    reply = d.state.live
    if reply is None:
        return
    call = reply.calls[at]
    text = call.item.arguments[call.published :]
    if not text or call.index is None:
        return
    d.publish(
        CallDelta(
            reply_id=reply.reply_id,
            item_id=call.item.item_id,
            call_id=call.item.call_id,
            index=call.index,
            text=text,
        )
    )
    _put(d, at, replace(call, published=len(call.item.arguments)))


def _record(d: Draft, at: int) -> None:
    reply = d.state.live
    if reply is None or reply.finished not in ("tool_calls", "stop"):
        return
    call = reply.calls[at]
    if call.recorded or call.index is None or reply.incomplete:
        return
    item = replace(call.item, status=ItemStatus.COMPLETED)
    _put(d, at, replace(call, item=item, recorded=True))
    after = None
    facts: tuple[Fact, ...] = ()
    if not reply.options.out_of_band:
        d.state = replace(d.state, history=d.state.history.add(item))
        after = d.state.history.before(item.item_id)
        facts = (item_fact(d, item, {"reply_id": reply.reply_id}),)
    done = ReplyItemDone(reply_id=reply.reply_id, item=item, index=call.index, after=after)
    d.commit(*facts, outputs=(done,))


def _put(d: Draft, at: int, call: Call) -> None:
    reply = d.state.live
    if reply is not None:
        calls = (*reply.calls[:at], call, *reply.calls[at + 1 :])
        d.state = replace(d.state, reply=replace(reply, calls=calls))
