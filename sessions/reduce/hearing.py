"""What recognition and the gate report about a student's speech."""

from dataclasses import replace

from sessions.events import HeardFinal, HeardPartial, Phrase, TurnJudged
from sessions.outputs import TranscriptPartial
from sessions.reduce import finish, overlap
from sessions.reduce.draft import Draft
from sessions.reduce.ended import put_ended
from sessions.reduce.turn import ask_end, judge, understood
from sessions.state import Heard, Stage


def heard_partial(d: Draft, event: HeardPartial) -> None:
    """The best text so far."""
    turn = d.state.open
    if turn is None or (turn.number, turn.revision) != (event.turn, event.revision):
        return
    if turn.heard is not None:
        return
    text = join(turn.prefix, event.text)
    changed = text != turn.partial
    d.state = replace(d.state, open=replace(turn, partial=text, phrase=event.phrase))
    if turn.voiced and d.at_s - turn.began_s > d.state.rules.still_s:
        finish.discard(d)
    if turn.stage is Stage.OVERLAP:
        overlap.partial(d)
        return
    if d.state.settings.transcribe and changed:
        stable = len(text) - len(event.text) + event.stable_chars
        d.publish(TranscriptPartial(item_id=turn.item_id, text=text, stable_chars=stable))
    if changed:
        ask_end(d)


def heard_final(d: Draft, event: HeardFinal) -> None:
    """The transcript of a whole turn, open or ended; one of an older revision is stale."""
    turn = d.state.open
    if turn is not None and (turn.number, turn.revision) == (event.turn, event.revision):
        if turn.voiced or turn.heard is not None:
            return
        heard = _heard(turn.prefix, event)
        d.state = replace(d.state, open=replace(turn, heard=heard, heard_s=d.at_s))
        if turn.stage is Stage.OVERLAP:
            overlap.final(d)
        else:
            understood(d)
        return
    for ended in d.state.ended:
        if (ended.number, ended.revision) == (event.turn, event.revision) and not ended.heard:
            heard = _heard(ended.prefix, event)
            timings = replace(ended.timings, transcript_s=d.at_s)
            put_ended(d, replace(ended, heard=heard, timings=timings))
            judge(d, ended.number, ended.revision, heard)


def _heard(prefix: str, event: HeardFinal) -> Heard:
    text = join(prefix, event.text)
    if not text:
        return Heard(failure=event.failure or "nothing_heard")
    phrase = event.phrase if not prefix and not event.failure else Phrase.WORDS
    return Heard(text=text, phrase=phrase, language=event.language)


def join(first: str, second: str) -> str:
    """Two stretches of speech as one text."""
    return f"{first} {second}" if first and second else first or second


def turn_judged(d: Draft, event: TurnJudged) -> None:
    """The gate's verdict on a turn, open or ended."""
    turn = d.state.open
    if turn is not None and (turn.number, turn.revision) == (event.turn, event.revision):
        d.state = replace(d.state, open=replace(turn, verdict=event.verdict))
        if not event.verdict.allowed:
            finish.discard(d)
        return
    for ended in d.state.ended:
        if (ended.number, ended.revision) == (event.turn, event.revision):
            put_ended(d, replace(ended, verdict=event.verdict))
