"""Turn taking by voice: when a turn begins, pauses, goes on and ends.

A pause is only "maybe done": the reply is prepared (speculation), but nothing is told until the
pause has lasted long enough. Who resumes within it continues the same turn with a new revision.
"""

from dataclasses import replace

from inference.contracts import IN_RATE_HZ
from sessions.effects import TimerName
from sessions.events import EndJudged, EndWait, SpeechBegan, SpeechEnded
from sessions.reduce import finish, learning, overlap
from sessions.reduce.draft import Draft
from sessions.reduce.ended import end_turn
from sessions.reduce.turn import EPSILON_S, ask_end, expected, listen, open_turn, transcribe
from sessions.state import OpenTurn, Stage

STIR_S = 0.035
"""One frame of voice activity, and its way here."""
STIRS = 3
"""Frames in which an onset would have shown."""


def speech_began(d: Draft, event: SpeechBegan) -> None:
    """The student started to speak."""
    began_s = event.at_s - max(0, event.now_sample - event.sample) / IN_RATE_HZ
    d.state = replace(d.state, voiced=True, sample=max(d.state.sample, event.now_sample))
    if d.state.deaf:
        return
    if d.state.open is not None:
        _resume(d, d.state.open, began_s, event.sample)
    elif not _ignored(d):
        stage = Stage.SPEAKING if d.state.live is None else Stage.OVERLAP
        before = learning.before(d.state, began_s)
        open_turn(d, stage=stage, sample=event.sample, began_s=began_s, before=before)
        if stage is Stage.OVERLAP:
            overlap.began(d)


def _ignored(d: Draft) -> bool:
    live = d.state.live
    return live is not None and live.released and not d.state.settings.interruptible


def _resume(d: Draft, turn: OpenTurn, began_s: float, sample: int) -> None:
    """The student goes on: same turn, next revision. What was thought up in the pause stays until
    it is known that something more was said."""
    if turn.voiced:
        return
    going_on = replace(turn, voiced=True, began_s=began_s, began_sample=sample)
    if turn.stage is Stage.SPEAKING:  # push-to-talk: pauses mean nothing
        d.state = replace(d.state, open=going_on)
        return
    stage = Stage.OVERLAP if turn.stage is Stage.OVERLAP else Stage.SPEAKING
    going_on = replace(
        going_on,
        stage=stage,
        revision=turn.revision + 1,
        heard=None,
        heard_s=None,
        verdict=None,
        due_s=None,
        let_go=False,
    )
    going_on = _anchored(d, turn, going_on)
    d.state = replace(d.state, open=going_on)
    listen(d, going_on)
    if stage is Stage.OVERLAP:
        overlap.began(d)


def _anchored(d: Draft, paused: OpenTurn, going_on: OpenTurn) -> OpenTurn:
    heard = paused.heard
    old = paused.end_sample - paused.from_sample > d.state.rules.anchor_s * IN_RATE_HZ
    if not old or heard is None or not heard.text:
        return going_on
    d.timer(TimerName.LONG_TURN, paused.number, going_on.began_s + d.state.rules.long_turn_s)
    return replace(going_on, prefix=heard.text, from_sample=paused.end_sample)


def speech_ended(d: Draft, event: SpeechEnded) -> None:
    """The student paused."""
    silence_s = max(0, event.now_sample - event.sample) / IN_RATE_HZ
    pause(d, ended_s=event.at_s - silence_s, sample=event.now_sample)


def pause(d: Draft, *, ended_s: float, sample: int) -> None:
    """Speech ended at `ended_s`; `sample` is the newest there is."""
    d.state = replace(d.state, voiced=False, sample=max(d.state.sample, sample))
    turn = d.state.open
    if turn is None or not turn.voiced:
        return
    if ended_s - turn.began_s > d.state.rules.still_s:
        finish.discard(d)
    turn = replace(
        turn,
        voiced=False,
        speech_s=turn.speech_s + max(0.0, ended_s - turn.began_s),
        ended_s=ended_s,
        end_sample=sample,
        noticed_s=d.at_s,
    )
    if turn.stage is Stage.OVERLAP:
        d.state = replace(d.state, open=turn)
        transcribe(d, turn)
        overlap.paused(d)
    elif d.state.settings.hands_free:
        d.state = replace(d.state, open=replace(turn, stage=Stage.PAUSED))
        transcribe(d, turn)
        ask_end(d)
    else:
        d.state = replace(d.state, open=turn)


def end_judged(d: Draft, event: EndJudged) -> None:
    """The detector's view of the pause: what it means depends on what was asked, and on how
    patient the tutor is with this student."""
    kind, patience = expected(d.state).kind, learning.patience(d.state)
    wait_s = d.state.rules.waits.of_outlook_s(
        event.outlook, silence_s=event.silence_s, kind=kind, patience=patience
    )
    _wait(d, event, wait_s)


def end_wait(d: Draft, event: EndWait) -> None:
    """The rule's."""
    _wait(d, event, event.wait_s)


def _wait(d: Draft, event: EndJudged | EndWait, wait_s: float) -> None:
    """The pause must last so long: ring then, or end at once when it has."""
    turn = d.state.open
    if (
        turn is None
        or (turn.number, turn.revision) != (event.turn, event.revision)
        or turn.stage is not Stage.PAUSED
    ):
        return
    due_s = turn.ended_s + wait_s
    d.state = replace(d.state, open=replace(turn, due_s=due_s))
    if due_s <= d.at_s + EPSILON_S:
        end_turn(d)
    else:
        d.timer(TimerName.END_OF_TURN, turn.number, due_s)


def end_due(d: Draft, tag: int, *, stirring: bool) -> None:
    """The end-of-turn timer rang. Whoever may just begin to speak again is given a moment more."""
    turn = d.state.open
    if turn is None or turn.number != tag or turn.stage is not Stage.PAUSED:
        return
    if turn.due_s is None or d.at_s < turn.due_s - EPSILON_S:
        return
    later_s = min(d.at_s + STIR_S, turn.due_s + STIRS * STIR_S)
    if stirring and later_s > d.at_s + EPSILON_S:
        d.timer(TimerName.END_OF_TURN, turn.number, later_s)
    else:
        end_turn(d)


def long_turn(d: Draft, tag: int, sample: int) -> None:
    """One recognition takes no more audio: what was said becomes a turn, and the speech goes on
    as the next turn; no word is lost, and the reply waits for the end."""
    turn = d.state.open
    d.state = replace(d.state, sample=max(d.state.sample, sample))
    if turn is None or turn.number != tag or turn.stage is not Stage.SPEAKING:
        return
    end_turn(d)
    if turn.voiced:
        open_turn(d, stage=Stage.SPEAKING, sample=d.state.sample, began_s=d.at_s)
