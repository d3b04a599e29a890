"""How a reply ends: played to the end, cut off, failed. ReplyDone comes exactly once, after its
fact is in the log."""

from dataclasses import replace

from sessions.contracts import FactKind
from sessions.effects import CancelReplyWork, SetGain, StopVoice
from sessions.events import VoiceCut
from sessions.facts import body_of, private_of
from sessions.items import Item, ItemStatus, MessageItem, Speaker
from sessions.ledger import ms_to_samples, samples_to_ms
from sessions.outputs import (
    Ducked,
    ItemDeleted,
    ItemTruncated,
    Output,
    ReplyDone,
    ReplyItemDone,
    ReplyStatus,
    TurnTimings,
    VoiceCleared,
)
from sessions.reduce.draft import Draft
from sessions.reduce.record import anchor
from sessions.state import CutShort, Cutting, Owed, Reply

PAUSED = "paused"
"""Reason of a reply that a teacher's pause cut."""
_SAID_LATER = ("turn_detected", PAUSED)
"""Reasons of a cut after which what was not heard may be said after all."""


def discard(d: Draft) -> None:
    """Throw a speculation away; the student never knew of it."""
    reply = d.state.reply
    if reply is None or reply.created:
        return
    d.do(CancelReplyWork(response=reply.number))
    if reply.voiced:
        d.do(StopVoice(response=reply.number))
    d.state = replace(d.state, reply=None)


def cut(d: Draft, status: ReplyStatus, reason: str, *, limit_ms: int | None = None) -> None:
    """Stop the live reply at once. What was heard is known when VoiceCut comes (next); a client
    that buffers may say that it was only `limit_ms`."""
    reply = d.state.live
    if reply is None or reply.cutting:
        return
    d.do(CancelReplyWork(response=reply.number))
    cutting = Cutting(status=status, reason=reason, limit_ms=limit_ms)
    d.state = replace(d.state, reply=replace(reply, cutting=cutting))
    if reply.voiced:
        d.do(StopVoice(response=reply.number))
    else:
        _close_cut(d, len(reply.text), 0)


def voice_cut(d: Draft, event: VoiceCut) -> None:
    """The voice has stopped after so many samples."""
    reply = d.state.live
    if reply is None or reply.number != event.response or not reply.cutting:
        return
    limit = reply.cutting.limit_ms
    most = reply.ledger.samples if limit is None else ms_to_samples(max(0, limit))
    played = min(event.samples, reply.ledger.samples, most)
    d.state = replace(d.state, reply=replace(reply, played=played))
    if d.state.ducked:
        unduck(d)
    if reply.released:
        d.publish(VoiceCleared(reply_id=reply.reply_id))
    heard = heard_chars(reply, played) if reply.playing or played else 0
    _close_cut(d, heard, samples_to_ms(played))


def heard_chars(reply: Reply, played: int) -> int:
    """Characters of the reply's text that were heard after `played` samples, to the end of the
    last heard word and its punctuation."""
    return to_word_end(reply.text, reply.ledger.heard_chars(played, reply.text))


def to_word_end(text: str, heard: int) -> int:
    """The end of the word at `heard`, without white space."""
    while 0 < heard < len(text) and not text[heard].isspace() and not text[heard - 1].isspace():
        heard += 1
    return len(text[:heard].rstrip())


def unduck(d: Draft) -> None:
    """Full volume again."""
    d.state = replace(d.state, ducked=False)
    d.do(SetGain(gain=1.0))
    d.publish(Ducked(ducked=False))


def end(d: Draft, status: ReplyStatus, reason: str) -> None:
    """The live reply has come to its own end."""
    reply = d.state.live
    if reply is None:
        return
    heard_ms = samples_to_ms(reply.ledger.samples) if reply.voiced else None
    whole = status is ReplyStatus.COMPLETED
    message = _message(reply, len(reply.text), heard_ms)
    state = ItemStatus.COMPLETED if whole else ItemStatus.INCOMPLETE
    _close(d, status, reason, replace(message, status=state))


def _close_cut(d: Draft, heard: int, heard_ms: int) -> None:
    reply = d.state.live
    if reply is None or reply.cutting is None:
        return
    status, reason = reply.cutting.status, reply.cutting.reason
    message = _message(reply, heard, heard_ms if reply.voiced else None)
    message = replace(message, status=ItemStatus.INCOMPLETE)
    if reply.voiced and reply.message_index is not None:
        d.publish(
            ItemTruncated(
                item_id=message.item_id,
                heard_ms=heard_ms,
                text=message.text,
                unheard=message.unheard,
            )
        )
    if reason in _SAID_LATER and not reply.aside:
        rest = CutShort(owed=_rest(reply, message.unheard.strip()), quiet=reason == PAUSED)
        d.state = replace(d.state, cut_short=rest)
    _close(d, status, reason, message)


def _rest(reply: Reply, unheard: str) -> Owed | None:
    """What is still owed of a reply that was cut off: the words that are there, or the same
    asked again, with all that it was asked and guarded by."""
    whole = reply.finished is not None and reply.judged == len(reply.sentences)
    if whole and not reply.failure:
        if not unheard:
            return None
        source = reply.source
        return Owed(turn=reply.turn, options=reply.options, script=unheard, source=source)
    return Owed(
        turn=reply.turn,
        options=reply.options,
        fallback=reply.fallback,
        guard=reply.guard,
        ask=reply.ask,
        closing=reply.closing,
        source=reply.source,
    )


def _message(reply: Reply, heard: int, heard_ms: int | None) -> MessageItem:
    return MessageItem(
        item_id=reply.item_id,
        speaker=Speaker.TUTOR,
        text=reply.text[:heard],
        unheard=reply.text[heard:],
        modality=reply.modality,
        heard_ms=heard_ms,
        aside=reply.aside,
        source=reply.source,
    )


def _close(d: Draft, status: ReplyStatus, reason: str, message: MessageItem) -> None:
    reply = d.state.live
    if reply is None:
        return
    send_timings(d, reply)
    announced = reply.message_index is not None
    in_history = announced and not reply.options.out_of_band
    outputs = _last_words(d, reply, status, reason, message)
    if in_history and message.text:
        d.state = replace(d.state, history=d.state.history.put(message, reply.ledger))
    elif in_history:  # nothing of it was heard: it never happened
        outputs = (*outputs, ItemDeleted(item_id=message.item_id))
    told: tuple[Item, ...] = (message,) if in_history and message.text else ()
    fact = d.fact(
        FactKind.REPLY_DONE,
        {
            "reply_id": reply.reply_id,
            "item_ids": [item.item_id for item in told],
            "items": [body_of(item, anchor(d, item.item_id)) for item in told],
            "status": status.value,
            "reason": reason,
            "heard_ms": message.heard_ms,
            "tokens": {
                "prompt": reply.usage.prompt_tokens,
                "completion": reply.usage.completion_tokens,
            },
            "out_of_band": reply.options.out_of_band,
        },
        {"items": [private_of(item) for item in told]},
    )
    if in_history and not message.text:
        d.state = replace(d.state, history=d.state.history.drop(message.item_id))
    d.state = replace(d.state, reply=None)
    d.commit(fact, outputs=outputs)


def _last_words(
    d: Draft, reply: Reply, status: ReplyStatus, reason: str, message: MessageItem
) -> tuple[Output, ...]:
    items: list[tuple[int, Item]] = []
    done: list[Output] = []
    if reply.message_index is not None:
        items.append((reply.message_index, message))
        after = d.state.history.before(message.item_id)
        done.append(
            ReplyItemDone(
                reply_id=reply.reply_id, item=message, index=reply.message_index, after=after
            )
        )
    for call in reply.calls:
        if call.index is None:
            continue
        items.append((call.index, call.item))
        if not call.recorded:
            cut_call = replace(call.item, status=ItemStatus.INCOMPLETE)
            done.append(
                ReplyItemDone(reply_id=reply.reply_id, item=cut_call, index=call.index, after=None)
            )
    in_order = tuple(item for _, item in sorted(items, key=lambda pair: pair[0]))
    return (
        *done,
        ReplyDone(
            reply_id=reply.reply_id,
            status=status,
            reason=reason,
            items=in_order,
            usage=reply.usage,
            options=reply.options,
        ),
    )


def send_timings(d: Draft, reply: Reply) -> None:
    """Publish the legs of the turn that this reply answers, once."""
    marks = reply.timings
    if marks is None or reply.timed:
        return
    d.state = replace(d.state, reply=replace(reply, timed=True))

    def leg(at_s: float | None) -> int | None:
        return None if at_s is None else max(0, round((at_s - marks.speech_end_s) * 1000))

    d.publish(
        TurnTimings(
            reply_id=reply.reply_id,
            end_of_turn_ms=leg(marks.end_of_turn_s),
            transcript_ms=leg(marks.transcript_s),
            first_token_ms=leg(reply.first_token_s),
            first_audio_ms=leg(reply.first_audio_s),
        )
    )
