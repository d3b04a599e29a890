"""Moves the reply on: judged sentences are spoken and published, in order; a blocked one is
replaced and ends the reply; when nothing is left to come, the reply ends."""

from dataclasses import replace

from inference.contracts import Direction, VoiceOptions
from inference.languages.detect import language_of
from sessions import lines
from sessions.effects import CancelThinking, FinishVoice, Release, SetGain, Speak, StopVoice
from sessions.items import ItemStatus, MessageItem, Speaker
from sessions.outputs import Caption, ReplyItemAdded, ReplyStatus, ReplyText
from sessions.reduce import finish, safety, tools
from sessions.reduce.draft import Draft
from sessions.reduce.reply import ALLOWED
from sessions.state import Reply, Sentence, Stage

SPECULATIVE_SENTENCES = 1
"""Spoken into the held playout before the turn is committed; more would be wasted too often."""


def drive(d: Draft) -> None:
    """Do all that the present state allows."""
    if d.state.reply is None or d.state.reply.cutting:
        return
    _judge(d)
    _speak(d)
    if d.state.live is not None:
        _publish(d)
        tools.publish(d)
        _release(d)
        _end(d)


def _judge(d: Draft) -> None:
    reply = d.state.reply
    while reply is not None and reply.judged < len(reply.sentences):
        verdict = reply.sentences[reply.judged].verdict
        if verdict is None:
            break
        reply = replace(reply, judged=reply.judged + 1) if verdict.allowed else _block(d, reply)
        d.state = replace(d.state, reply=reply)


def _block(d: Draft, reply: Reply) -> Reply:
    """Say the replacement instead of this sentence and of all that would have followed."""
    blocked = reply.sentences[reply.judged]
    d.do(CancelThinking(response=reply.number))
    verdict = blocked.verdict or ALLOWED
    said = d.own(safety.instead(verdict))
    instead = Sentence(text=said, start=blocked.start, verdict=ALLOWED)
    return replace(
        reply,
        sentences=(*reply.sentences[: reply.judged], instead),
        incident=(verdict, blocked.text),
        incomplete="content_filter",
        finished="stop",
        calls=tuple(call for call in reply.calls if call.index is not None),
    )


def _speak(d: Draft) -> None:
    reply = d.state.reply
    if reply is None or not reply.voiced:
        return
    limit = reply.judged if reply.created else min(reply.judged, SPECULATIVE_SENTENCES)
    if limit <= reply.asked:
        return
    settings = d.state.settings
    for index in range(reply.asked, limit):
        text = reply.sentences[index].text.rstrip()
        language = language_of(text, d.state.tongue)
        options = VoiceOptions(voice=settings.voice, language=language, speed=settings.speed)
        d.do(Speak(response=reply.number, index=index, text=text, options=options))
    d.state = replace(d.state, reply=replace(reply, asked=limit))


def _publish(d: Draft) -> None:
    reply = d.state.live
    if reply is None:
        return
    if reply.incident is not None:
        verdict, text = reply.incident
        d.state = replace(d.state, reply=replace(reply, incident=None))
        direction = Direction.TO_STUDENT
        safety.report(d, verdict, direction=direction, item_id=reply.item_id, text=text)
    if reply.voice_failed and not reply.voice_noticed and d.state.reply is not None:
        d.state = replace(d.state, reply=replace(d.state.reply, voice_noticed=True))
        d.notice("speech_unavailable", lines.SPEECH_UNAVAILABLE)
    _announce(d)
    _publish_text(d)
    _publish_captions(d)


def _announce(d: Draft) -> None:
    reply = d.state.live
    if reply is None or reply.message_index is not None or not reply.judged:
        return
    item = _in_flight(reply)
    after = tools.last_of(d.state, reply)
    if not reply.options.out_of_band:
        d.state = replace(d.state, history=d.state.history.add(item))
    index = tools.announced(reply)
    d.state = replace(d.state, reply=replace(reply, message_index=index))
    d.publish(
        ReplyItemAdded(
            reply_id=reply.reply_id, item=replace(item, text=""), index=index, after=after
        )
    )


def _in_flight(reply: Reply) -> MessageItem:
    return MessageItem(
        item_id=reply.item_id,
        speaker=Speaker.TUTOR,
        text=reply.text,
        modality=reply.modality,
        status=ItemStatus.IN_PROGRESS,
        aside=reply.aside,
        source=reply.source,
    )


def _publish_text(d: Draft) -> None:
    reply = d.state.live
    if reply is None or reply.message_index is None or reply.published == reply.judged:
        return
    for sentence in reply.sentences[reply.published : reply.judged]:
        d.publish(
            ReplyText(
                reply_id=reply.reply_id,
                item_id=reply.item_id,
                index=reply.message_index,
                text=sentence.text,
            )
        )
    if not reply.options.out_of_band:
        d.state = replace(d.state, history=d.state.history.put(_in_flight(reply)))
    d.state = replace(d.state, reply=replace(reply, published=reply.judged))
    if d.state.reply is not None and not reply.voiced:
        finish.send_timings(d, d.state.reply)


def _publish_captions(d: Draft) -> None:
    reply = d.state.live
    if reply is None or reply.captioned == reply.ledger.words:
        return
    words = reply.ledger.captions(reply.captioned)
    d.publish(Caption(reply_id=reply.reply_id, item_id=reply.item_id, words=words))
    captioned = replace(reply, captioned=reply.captioned + len(words))
    d.state = replace(d.state, reply=captioned)


def _release(d: Draft) -> None:
    """Let the voice be heard as soon as there is some and nobody speaks into it."""
    reply = d.state.live
    if reply is None or not reply.voiced or reply.released or not reply.ledger.samples:
        return
    turn = d.state.open
    if turn is not None and turn.stage is Stage.OVERLAP and not turn.let_go:
        return
    d.state = replace(d.state, reply=replace(reply, released=True))
    d.do(SetGain(gain=1.0), Release(response=reply.number))


def _end(d: Draft) -> None:
    reply = d.state.live
    if reply is None or reply.finished is None or reply.judged < len(reply.sentences):
        return
    if reply.voiced and not _voice_ended(d, reply):
        return
    finish.end(d, *_verdict(reply))


def _voice_ended(d: Draft, reply: Reply) -> bool:
    if reply.spoken < len(reply.sentences):
        return False
    if not reply.ledger.samples:  # nothing could be spoken: the text stands alone
        d.do(StopVoice(response=reply.number))
        return True
    if reply.released and not reply.voice_finished:
        d.state = replace(d.state, reply=replace(reply, voice_finished=True))
        d.do(FinishVoice(response=reply.number))
    return reply.drained


def _verdict(reply: Reply) -> tuple[ReplyStatus, str]:
    if reply.failure:
        some = reply.sentences or any(call.recorded for call in reply.calls)
        return ReplyStatus.INCOMPLETE if some else ReplyStatus.FAILED, reply.failure
    if reply.incomplete:
        return ReplyStatus.INCOMPLETE, reply.incomplete
    return ReplyStatus.COMPLETED, ""
