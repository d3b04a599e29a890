"""What clients ask about replies: create, cancel, silence, truncate."""

from dataclasses import replace

from sessions.commands import CancelReply, ClearVoice, CreateReply, TruncateItem
from sessions.contracts import FactKind
from sessions.events import Asked
from sessions.items import ItemStatus, MessageItem, Modality, Speaker
from sessions.ledger import ms_to_samples, whole_words
from sessions.outputs import ItemTruncated, ReplyStatus
from sessions.reduce import finish
from sessions.reduce.draft import Draft
from sessions.reduce.durable import full
from sessions.reduce.settle import insisting
from sessions.state import Owed, Timings


def create_reply(d: Draft, event: Asked, command: CreateReply) -> None:
    """`response.create`: as soon as the floor is free.

    Who has typed since the tutor began wants an answer to that: it takes the floor. Otherwise a
    reply that is still being made is in the way (as in OpenAI's protocol), and one that is only
    still being heard is waited for.
    """
    del event
    owed, live = d.state.owed, d.state.live
    typed = live is not None and live.written < d.state.written
    making = live is not None and live.finished is None
    if (making and not typed) or (owed is not None and owed.explicit):
        d.refuse(
            "conversation_already_has_active_response",
            "A reply is in progress; cancel it or wait.",
            event_id=command.event_id,
        )
        return
    if full(d, command.event_id):
        return
    if typed:
        finish.cut(d, ReplyStatus.CANCELLED, "turn_detected")
    asked = replace(owed or Owed(), options=command.options, explicit=True, cancelled=False)
    if asked.timings is None:
        # Nobody spoke: the legs of this reply count from the request.
        asked = replace(asked, timings=Timings(speech_end_s=d.at_s))
    asked = insisting(d, asked)
    d.state = replace(d.state, owed=asked, waiting=None, cut_short=None)


def cancel_reply(d: Draft, event: Asked, command: CancelReply) -> None:
    """`response.cancel`: thinking and voice stop at once."""
    del event
    owed, live = d.state.owed, d.state.live
    if live is None and command.reply_id is None and owed is not None:
        kept = replace(owed, cancelled=True) if owed.explicit else None
        d.state = replace(d.state, owed=kept)
        finish.discard(d)
        return
    if live is None or command.reply_id not in (None, live.reply_id):
        d.refuse(
            "response_cancel_not_active", "No such reply is active.", event_id=command.event_id
        )
        return
    finish.cut(d, ReplyStatus.CANCELLED, "client_cancelled")


def clear_voice(d: Draft, event: Asked, command: ClearVoice) -> None:
    """`output_audio_buffer.clear`: silence now; the reply ends with it."""
    del event, command
    if d.state.live is not None and d.state.live.voiced:
        finish.cut(d, ReplyStatus.CANCELLED, "client_cancelled")


def truncate_item(d: Draft, event: Asked, command: TruncateItem) -> None:
    """`conversation.item.truncate`: the record shrinks to what was heard."""
    del event
    live = d.state.live
    if live is not None and live.item_id == command.item_id and live.voiced:
        finish.cut(d, ReplyStatus.CANCELLED, "client_cancelled", limit_ms=command.heard_ms)
        return
    entry = d.state.history.find(command.item_id)
    if entry is None:
        d.refuse(
            "item_not_found", "There is no such item.", event_id=command.event_id, param="item_id"
        )
        return
    item = entry.item
    if not _truncatable(item) or not isinstance(item, MessageItem):
        _invalid(d, command, "Only what the tutor said aloud can be truncated.", "item_id")
        return
    if not 0 <= command.heard_ms <= (item.heard_ms or 0):
        _invalid(d, command, f"Only {item.heard_ms} ms were heard.", "audio_end_ms")
        return
    if full(d, command.event_id):
        return
    if entry.ledger is not None:
        heard = entry.ledger.heard_chars(ms_to_samples(command.heard_ms), item.text + item.unheard)
    else:
        share = command.heard_ms / item.heard_ms if item.heard_ms else 0.0
        heard = whole_words(item.text, 0, int(len(item.text) * share))
    _shrink(d, item, min(finish.to_word_end(item.text, heard), len(item.text)), command.heard_ms)


def _truncatable(item: object) -> bool:
    return (
        isinstance(item, MessageItem)
        and item.speaker is Speaker.TUTOR
        and item.modality is Modality.VOICE
    )


def _invalid(d: Draft, command: TruncateItem, message: str, param: str) -> None:
    d.refuse("invalid_value", message, event_id=command.event_id, param=param)


def _shrink(d: Draft, item: MessageItem, heard: int, heard_ms: int) -> None:
    shorter = replace(
        item,
        text=item.text[:heard],
        unheard=item.text[heard:] + item.unheard,
        heard_ms=heard_ms,
        status=ItemStatus.INCOMPLETE,
    )
    history = d.state.history
    history = history.put(shorter) if shorter.text else history.drop(item.item_id)
    d.state = replace(d.state, history=history)
    fact = d.fact(
        FactKind.ITEM_TRUNCATED,
        {"item_id": item.item_id, "heard_ms": heard_ms},
        {"text": shorter.text, "unheard": shorter.unheard},
    )
    truncated = ItemTruncated(
        item_id=item.item_id, heard_ms=heard_ms, text=shorter.text, unheard=shorter.unheard
    )
    d.commit(fact, outputs=(truncated,))
