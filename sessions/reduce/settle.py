"""What becomes of an ended turn: an item of the history, or a gentle "I didn't catch that"."""

from dataclasses import replace

from inference.contracts import Direction
from inference.languages.table import AUTO
from sessions import lines
from sessions.contracts import FactKind
from sessions.effects import TimerName
from sessions.events import Phrase
from sessions.facts import Body
from sessions.items import Item, MessageItem, Modality, Speaker
from sessions.outputs import Output, SpeechStarted, TranscriptCompleted, TranscriptFailed
from sessions.reduce import learning, lessons
from sessions.reduce import reply as replies
from sessions.reduce.draft import Draft
from sessions.reduce.ended import tell_ended
from sessions.reduce.record import add_item
from sessions.reduce.safety import instead, report
from sessions.reduce.waiting import wait
from sessions.state import CutShort, EndedTurn, Owed
from sessions.tongue import turned

SAID_ALOUD = 2
"""So many turns in a row without text are answered aloud; then only shown (a noisy room)."""

_MESSAGES = {
    "nothing_heard": lines.NOTHING_HEARD,
    "not_understood": lines.NOT_UNDERSTOOD,
    "speech_unavailable": lines.SPEECH_LOST,
}


def settle(d: Draft) -> None:
    """Take ended turns in order, as far as they are ready."""
    while d.state.ended and _ready(d, d.state.ended[0]):
        turn, rest = d.state.ended[0], d.state.ended[1:]
        nothing = turn.heard is None or not turn.heard.text or _mere_sound(d, turn)
        if not turn.announced and not nothing:
            _announce_late(d, turn)
        d.state = replace(d.state, ended=rest)
        if not nothing and turn.heard is not None:
            _enter(d, turn, turn.heard.text)
        elif turn.announced:
            failure = turn.heard.failure if turn.heard else ""
            _failed(d, turn, failure or "nothing_heard")


def _ready(d: Draft, turn: EndedTurn) -> bool:
    live = d.state.live
    if live is not None and (live.cutting or turn.overlapped):
        return False  # first the record of what was heard, then the next item
    if turn.item is not None and turn.verdict is not None:
        return True
    if turn.heard is None:
        return False
    return not turn.heard.text or turn.verdict is not None


def _mere_sound(d: Draft, turn: EndedTurn) -> bool:
    """A "mm-hm" over the tutor's last words is no turn, unless they were a question."""
    backchannel = turn.heard is not None and turn.heard.phrase is Phrase.BACKCHANNEL
    return turn.overlapped and backchannel and not d.state.history.tutor_asked()


def _announce_late(d: Draft, turn: EndedTurn) -> None:
    if d.state.settings.hands_free:
        d.publish(SpeechStarted(item_id=turn.item_id, audio_ms=turn.end_sample // 16))
    tell_ended(d, turn)


def _enter(d: Draft, turn: EndedTurn, text: str) -> None:
    """The turn is committed: from here on it cannot be undone."""
    allowed = turn.verdict is None or turn.verdict.allowed
    item: Item = turn.item or MessageItem(
        item_id=turn.item_id, speaker=Speaker.STUDENT, text=text, modality=turn.modality
    )
    if not allowed and isinstance(item, MessageItem):
        item = replace(item, aside=True)  # the model never sees it, now or later
    body: Body = {"turn": turn.number}
    if learning.learn(d, turn):
        body["patience"] = d.state.learned
    kind = FactKind.STUDENT_TURN if turn.item is None else FactKind.ITEM_ADDED
    add_item(d, item, after=turn.after, kind=kind, extra=body, then=_completed(d, turn, text))
    if turn.verdict is not None and not allowed:
        direction = Direction.FROM_STUDENT
        report(d, turn.verdict, direction=direction, item_id=item.item_id, text=text)
        d.state = replace(d.state, blocked=instead(turn.verdict))
    _notice_language(d, turn, text)
    if turn.item is None:
        d.state = replace(d.state, cut_short=None, waiting=None, unclear=0)
        if not (allowed and turn.wants_reply and lessons.turned(d, turn, text)):
            _owe(d, turn, allowed=allowed)


def _notice_language(d: Draft, turn: EndedTurn, text: str) -> None:
    """A student's turn may tell which language the talk is in."""
    said = turn.item is None
    if isinstance(turn.item, MessageItem):
        said = turn.item.speaker is Speaker.STUDENT
    if said and d.state.settings.language == AUTO:
        recognised = turn.heard.language if turn.heard else ""
        last = turned(text, recognised=recognised, last=d.state.language)
        d.state = replace(d.state, language=last)


def _completed(d: Draft, turn: EndedTurn, text: str) -> tuple[Output, ...]:
    if turn.modality is not Modality.VOICE or not d.state.settings.transcribe or turn.item:
        return ()
    return (TranscriptCompleted(item_id=turn.item_id, text=text),)


def _owe(d: Draft, turn: EndedTurn, *, allowed: bool) -> None:
    if not turn.wants_reply:
        return
    if allowed and turn.heard is not None and turn.heard.phrase is Phrase.THINKING:
        wait(d, turn.number)
        return
    owed = d.state.owed or Owed()
    owed = replace(owed, turn=turn.number, timings=turn.timings, script="", aside=False)
    owed = replace(owed, cancelled=False)
    if turn.modality is Modality.TEXT:
        owed = insisting(d, owed)
    d.state = replace(d.state, owed=owed)


def insisting(d: Draft, owed: Owed) -> Owed:
    """A reply that will not wait for ever for speech to end."""
    due_s = d.at_s + d.state.rules.insist_s
    d.timer(TimerName.INSIST, 0, due_s)
    return replace(owed, insist_s=due_s)


def _failed(d: Draft, turn: EndedTurn, failure: str) -> None:
    """No text: say so gently, unless something better is to be said anyway."""
    _tell_failure(d, turn, failure)
    if not turn.wants_reply or d.state.owed is not None or d.state.waiting is not None:
        return
    if d.state.cut_short is not None:
        _go_on(d, d.state.cut_short)
    elif not turn.overlapped:
        d.notice(failure, _MESSAGES[failure])
        _say_unclear(d, turn, failure)


def _tell_failure(d: Draft, turn: EndedTurn, failure: str) -> None:
    message = d.own(_MESSAGES[failure])
    d.publish(TranscriptFailed(item_id=turn.item_id, code=failure, message=message))


def _go_on(d: Draft, cut: CutShort) -> None:
    """The sound that stopped the tutor was nothing: the tutor goes on from there."""
    d.state = replace(d.state, cut_short=None, owed=cut.owed)


def _say_unclear(d: Draft, turn: EndedTurn, failure: str) -> None:
    d.state = replace(d.state, unclear=d.state.unclear + 1)
    script = _MESSAGES[failure]
    if failure == "not_understood":
        last = d.state.told_limits_turn
        if last is not None and turn.number - last < d.state.rules.spoken_notice_turns:
            script = lines.NOTHING_HEARD
        else:
            d.state = replace(d.state, told_limits_turn=turn.number)
    options = (d.state.owed or Owed()).options
    aloud = replies.modality_for(d.state, options) is Modality.VOICE
    if aloud and d.state.unclear <= SAID_ALOUD:
        d.state = replace(d.state, owed=Owed(script=script, aside=True))


def waited(d: Draft, tag: int) -> None:
    """The student has been thinking for a while: one soft prompt, never a second."""
    waiting = d.state.waiting
    if waiting is None or waiting.turn != tag or waiting.prompted:
        return
    busy = d.state.open or d.state.ended or d.state.owed or d.state.reply
    d.state = replace(d.state, waiting=replace(waiting, prompted=True))
    if not busy:
        d.state = replace(d.state, owed=Owed(script=lines.STILL_HERE, aside=True))
