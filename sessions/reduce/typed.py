"""What clients put into the conversation: typed turns, items, deletions."""

from dataclasses import replace

from inference.contracts import Direction
from sessions.commands import AddItem, DeleteItem, Say
from sessions.contracts import FactKind
from sessions.effects import Judge
from sessions.events import Asked, Phrase
from sessions.history import ROOT
from sessions.ids import CallId, ItemId
from sessions.items import CallItem, CallOutputItem, Item, MessageItem, Modality, Speaker
from sessions.outputs import ItemDeleted, ReplyStatus
from sessions.reduce import finish, overlap
from sessions.reduce.draft import Draft
from sessions.reduce.durable import full
from sessions.reduce.ended import end_turn
from sessions.reduce.reply import ALLOWED
from sessions.state import EndedTurn, Heard, Stage, Timings


def say(d: Draft, event: Asked, command: Say) -> None:
    """A typed turn. Typing is intent: it ends a pause and stops the tutor's voice."""
    if not command.text.strip():
        d.refuse("invalid_value", "Nothing was typed.", event_id=command.event_id, param="text")
        return
    item_id = command.item_id or d.new_item_id()
    if _known(d, item_id, command.event_id) or _crowded(d, command.event_id):
        return
    _interrupt(d)
    turn = EndedTurn(
        number=d.state.turns + 1,
        item_id=item_id,
        modality=Modality.TEXT,
        wants_reply=d.state.settings.auto_reply,
        heard=Heard(text=command.text, phrase=event.phrase),
        timings=Timings(speech_end_s=d.at_s),
    )
    _queue(d, turn, command.text)


def answer(d: Draft, text: str, *, item_id: str, event_id: str | None) -> None:
    """A typed turn that answers the lesson's item `item_id`."""
    if _crowded(d, event_id):
        return
    _interrupt(d)
    turn = EndedTurn(
        number=d.state.turns + 1,
        item_id=d.new_item_id(),
        modality=Modality.TEXT,
        heard=Heard(text=text, phrase=Phrase.WORDS),
        timings=Timings(speech_end_s=d.at_s),
        answering=item_id,
        event_id=event_id,
    )
    _queue(d, turn, text)


def _interrupt(d: Draft) -> None:
    """Typing is intent: it ends a pause and stops the tutor's voice."""
    overlap.take_floor(d)
    finish.cut(d, ReplyStatus.CANCELLED, "turn_detected")
    finish.discard(d)
    if d.state.open is not None and d.state.open.stage is Stage.PAUSED:
        end_turn(d)
    d.state = replace(d.state, waiting=None)


def add_item(d: Draft, event: Asked, command: AddItem) -> None:
    """`conversation.item.create`: it enters the history behind what is already waiting."""
    del event
    item, after = command.item, command.after
    if _known(d, item.item_id, command.event_id) or _crowded(d, command.event_id):
        return
    if _bad_output(d, item, command.event_id):
        return
    if after not in (None, ROOT) and d.state.history.find(after or ROOT) is None:
        d.refuse(
            "item_not_found",
            "There is no item to put this one behind.",
            event_id=command.event_id,
            param="previous_item_id",
        )
        return
    said = isinstance(item, MessageItem) and item.speaker is Speaker.STUDENT
    turn = EndedTurn(
        number=d.state.turns + 1,
        item_id=item.item_id,
        modality=Modality.TEXT,
        wants_reply=False,
        heard=Heard(text=item.text if isinstance(item, MessageItem) else "-"),
        verdict=None if said else ALLOWED,
        timings=Timings(speech_end_s=d.at_s),
        item=item,
        after=after,
    )
    _queue(d, turn, item.text if said and isinstance(item, MessageItem) else "")


def _queue(d: Draft, turn: EndedTurn, to_judge: str) -> None:
    d.state = replace(d.state, turns=turn.number, ended=(*d.state.ended, turn))
    if to_judge:
        d.state = replace(d.state, written=d.state.written + 1)
        d.do(Judge(direction=Direction.FROM_STUDENT, text=to_judge, turn=turn.number))
    elif turn.verdict is None:
        d.state = replace(d.state, ended=(*d.state.ended[:-1], replace(turn, verdict=ALLOWED)))


def delete_item(d: Draft, event: Asked, command: DeleteItem) -> None:
    """`conversation.item.delete`."""
    del event
    if d.state.history.find(command.item_id) is None:
        d.refuse(
            "item_not_found", "There is no such item.", event_id=command.event_id, param="item_id"
        )
        return
    if d.state.reply is not None and d.state.reply.item_id == command.item_id:
        d.refuse(
            "invalid_value",
            "The item is still being said; cancel the reply first.",
            event_id=command.event_id,
            param="item_id",
        )
        return
    if full(d, command.event_id):
        return
    d.state = replace(d.state, history=d.state.history.drop(command.item_id))
    fact = d.fact(FactKind.ITEM_DELETED, {"item_id": command.item_id})
    d.commit(fact, outputs=(ItemDeleted(item_id=command.item_id),))


def _known(d: Draft, item_id: ItemId, event_id: str | None) -> bool:
    state = d.state
    waiting = {turn.item_id for turn in state.ended}
    waiting |= {part.item_id for part in (state.open, state.reply) if part is not None}
    if item_id not in waiting and state.history.find(item_id) is None and item_id != ROOT:
        return False
    d.refuse("duplicate_item", "This item is here already.", event_id=event_id, param="item.id")
    return True


def _crowded(d: Draft, event_id: str | None) -> bool:
    if len(d.state.ended) >= d.state.rules.commits:
        d.refuse("too_many_commands", "Too many items are waiting.", event_id=event_id)
        return True
    return full(d, event_id)


def _bad_output(d: Draft, item: Item, event_id: str | None) -> bool:
    """A tool's result is recorded exactly once, and only for a call that was made."""
    if not isinstance(item, CallOutputItem):
        return False
    if d.state.history.answered(item.call_id) or _awaited(d, item.call_id):
        d.refuse(
            "duplicate_tool_output",
            "The result of this call is recorded already.",
            event_id=event_id,
            param="item.call_id",
        )
        return True
    if not any(isinstance(i, CallItem) and i.call_id == item.call_id for i in _items(d)):
        d.refuse(
            "item_not_found", "There is no such call.", event_id=event_id, param="item.call_id"
        )
        return True
    return False


def _awaited(d: Draft, call_id: CallId) -> bool:
    queued = [turn.item for turn in d.state.ended]
    return any(isinstance(i, CallOutputItem) and i.call_id == call_id for i in queued)


def _items(d: Draft) -> tuple[Item | None, ...]:
    calls = d.state.reply.calls if d.state.reply else ()
    queued = tuple(turn.item for turn in d.state.ended)
    return (*d.state.items, *queued, *(c.item for c in calls if c.index is not None))
