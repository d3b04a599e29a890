"""What the model, the gate, the mouth and the playout report about the reply under way.

Every report carries the reply's number; one of another reply is stale and changes nothing.
"""

from dataclasses import replace

from inference.contracts import Direction
from sessions import lines
from sessions.effects import CancelThinking, Judge
from sessions.events import (
    SentenceJudged,
    Spoken,
    ThinkingDone,
    ThinkingFailed,
    Thought,
    VoiceBegan,
    Voiced,
    VoiceDrained,
    VoicePlayed,
)
from sessions.outputs import Usage, VoiceStarted, VoiceStopped
from sessions.reduce import finish, learning, overlap
from sessions.reduce import reply as replies
from sessions.reduce.draft import Draft
from sessions.reduce.safety import instead, report
from sessions.state import Reply, Sentence
from sessions.teaching.asking import may_ask
from sessions.teaching.leak import leaks


def thought(d: Draft, event: Thought) -> None:
    """One more sentence; it goes to the gate."""
    reply = _reply(d, event.response)
    if reply is None or reply.finished is not None or not event.text:
        return
    if _asks_too_much(reply, event.text):
        return
    if _gives_away(reply, event.text):
        d.do(CancelThinking(response=reply.number))
        reply = _ended_by(reply, reply.fallback or d.own(lines.FIND_IT_YOURSELF))
    elif len(reply.sentences) >= d.state.rules.sentences:
        d.do(CancelThinking(response=reply.number))
        reply = replace(reply, finished="length", incomplete="max_output_tokens")
    else:
        start = reply.sentences[-1].end if reply.sentences else 0
        index = len(reply.sentences)
        sentence = Sentence(text=event.text, start=start)
        d.do(
            Judge(
                direction=Direction.TO_STUDENT,
                text=event.text,
                response=reply.number,
                index=index,
            )
        )
        first = reply.first_token_s if reply.first_token_s is not None else event.first_token_s
        reply = replace(reply, sentences=(*reply.sentences, sentence), first_token_s=first)
    d.state = replace(d.state, reply=reply)


def _gives_away(reply: Reply, text: str) -> bool:
    """Would this sentence tell an answer before the ladder allows it?"""
    guard, said = reply.guard, _said(reply)
    return any(leaks(item, text, guard.rung, said, guard.talk) for item in guard.items)


def _asks_too_much(reply: Reply, text: str) -> bool:
    """Is this another question than the one of this turn? It is left out."""
    wanted = reply.guard.asks
    return wanted is not None and not may_ask(wanted, _said(reply), text)


def _said(reply: Reply) -> str:
    return "".join(sentence.text for sentence in reply.sentences)


def _ended_by(reply: Reply, text: str) -> Reply:
    """The reply ends with fixed words instead of the model's."""
    start = reply.sentences[-1].end if reply.sentences else 0
    text = f" {text}" if start else text
    last = Sentence(text=text, start=start, verdict=replies.ALLOWED)
    return replace(reply, sentences=(*reply.sentences, last), finished="stop")


def thinking_done(d: Draft, event: ThinkingDone) -> None:
    """The model has finished."""
    reply = _reply(d, event.response)
    if reply is None or reply.finished is not None:
        return
    if not reply.sentences and not reply.calls:  # no words are no answer
        _fail(d, reply, "model_unavailable")
        return
    if reply.closing:
        reply = _ended_by(reply, reply.closing)
    usage = Usage(prompt_tokens=event.prompt_tokens, completion_tokens=event.completion_tokens)
    incomplete = "max_output_tokens" if event.reason == "length" else reply.incomplete
    done = replace(reply, finished=event.reason, usage=usage, incomplete=incomplete)
    d.state = replace(d.state, reply=done)


def thinking_failed(d: Draft, event: ThinkingFailed) -> None:
    """The model failed; what came before is still said."""
    reply = _reply(d, event.response)
    if reply is not None and reply.finished is None:
        _fail(d, reply, event.code)


def _fail(d: Draft, reply: Reply, code: str) -> None:
    if not reply.created:  # a failed speculation costs nothing: its turn asks again
        finish.discard(d)
        return
    if reply.fallback and not reply.sentences:
        d.state = replace(d.state, reply=_ended_by(reply, reply.fallback))
        return
    d.state = replace(
        d.state, reply=replace(reply, finished="error", failure=code, incomplete=code)
    )
    d.notice("model_unavailable", lines.MODEL_UNAVAILABLE)


def sentence_judged(d: Draft, event: SentenceJudged) -> None:
    """The gate's verdict on a sentence, or on the client's own input."""
    reply = _reply(d, event.response)
    if reply is None:
        return
    if event.index == replies.PRECHECK:
        _prechecked(d, reply, event)
    elif 0 <= event.index < len(reply.sentences):
        sentence = reply.sentences[event.index]
        if sentence.verdict is None:
            judged = replace(sentence, verdict=event.verdict)
            rest = reply.sentences[event.index + 1 :]
            sentences = (*reply.sentences[: event.index], judged, *rest)
            d.state = replace(d.state, reply=replace(reply, sentences=sentences))


def _prechecked(d: Draft, reply: Reply, event: SentenceJudged) -> None:
    if not reply.precheck:
        return
    d.state = replace(d.state, reply=replace(reply, precheck=""))
    if event.verdict.allowed:
        replies.think(d)
        return
    replies.recite(d, instead(event.verdict))
    report(
        d,
        event.verdict,
        direction=Direction.FROM_STUDENT,
        item_id=reply.item_id,
        text=reply.precheck,
    )


def voiced(d: Draft, event: Voiced) -> None:
    """Some more voice of a sentence is in the playout."""
    reply = _begun(d, event.response, event.index)
    if reply is not None:
        ledger = reply.ledger.voiced(samples=event.samples, marks=event.marks)
        d.state = replace(d.state, reply=replace(reply, ledger=ledger))


def spoken(d: Draft, event: Spoken) -> None:
    """A sentence is in the playout to its end."""
    reply = _begun(d, event.response, event.index)
    if reply is None:
        return
    d.state = replace(
        d.state,
        reply=replace(
            reply,
            ledger=reply.ledger.ended(),
            spoken=reply.spoken + 1,
            voice_failed=reply.voice_failed or event.failed,
        ),
    )


def _begun(d: Draft, response: int, index: int) -> Reply | None:
    """The reply with its ledger line for sentence `index`, which must be the one in turn."""
    reply = _reply(d, response)
    if reply is None or index != reply.spoken or index >= len(reply.sentences):
        return None
    if len(reply.ledger.lines) > index:
        return reply
    sentence = reply.sentences[index]
    return replace(reply, ledger=reply.ledger.begin(start=sentence.start, end=sentence.end))


def voice_began(d: Draft, event: VoiceBegan) -> None:
    """The student hears the first sample."""
    reply = _live(d, event.response)
    if reply is None or reply.playing or reply.drained:
        return
    reply = replace(reply, playing=True, first_audio_s=event.at_s)
    d.state = replace(d.state, reply=reply)
    d.publish(VoiceStarted(reply_id=reply.reply_id))
    finish.send_timings(d, reply)


def played(d: Draft, event: VoicePlayed) -> None:
    """The playhead moved."""
    reply = _live(d, event.response)
    if reply is not None:
        d.state = replace(d.state, reply=replace(reply, played=max(reply.played, event.samples)))


def drained(d: Draft, event: VoiceDrained) -> None:
    """The whole reply was heard."""
    reply = _live(d, event.response)
    if reply is None or reply.drained or not reply.voice_finished:
        return
    reply = replace(reply, playing=False, drained=True, played=reply.ledger.samples)
    d.state = replace(d.state, reply=reply)
    d.publish(VoiceStopped(reply_id=reply.reply_id))
    learning.answered(d)
    overlap.drained(d)


def _reply(d: Draft, response: int) -> Reply | None:
    reply = d.state.reply
    if reply is None or reply.number != response or reply.cutting:
        return None
    return reply


def _live(d: Draft, response: int) -> Reply | None:
    reply = _reply(d, response)
    return reply if reply is not None and reply.created else None
