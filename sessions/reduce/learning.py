"""Learns a student's patience from turns: did the student speak on after the last one had ended?

Knows turns and the reply; the rule itself is `sessions.patience`. A sound without words, a
"mm-hm" and a request for time teach nothing.
"""

from dataclasses import replace

from inference.contracts import OUT_RATE_HZ
from sessions.events import Phrase
from sessions.patience import after_over, after_too_soon, speaks_on, stretched
from sessions.reduce.draft import Draft
from sessions.state import Before, EndedTurn, LetGo, OpenTurn, Stage, State


def patience(state: State) -> float:
    """What pauses are multiplied by: the student's setting, and what was learned."""
    return stretched(state.settings.patience, state.learned)


def let_go(d: Draft, turn: OpenTurn) -> None:
    """The turn ends; only an end that a pause brought teaches, and no commit by hand."""
    gone = LetGo(turn=turn.number, at_s=d.at_s, waited_s=d.at_s - turn.ended_s)
    d.state = replace(d.state, let_go=gone if turn.stage is Stage.PAUSED else None)


def answered(d: Draft) -> None:
    """The reply was heard to its end: what is said now is something new."""
    gone = d.state.let_go
    if gone is not None:
        d.state = replace(d.state, let_go=replace(gone, answered=True))


def before(state: State, began_s: float) -> Before | None:
    """What a turn that began at `began_s` will have told about the one before it."""
    gone = state.let_go
    if gone is None:
        return None
    live = state.live
    too_soon = not gone.answered and speaks_on(
        since_s=began_s - gone.at_s, reply_s=live.played / OUT_RATE_HZ if live else 0.0
    )
    return Before(waited_s=gone.waited_s, too_soon=too_soon)


def learn(d: Draft, turn: EndedTurn) -> bool:
    """The turn has words, so it was meant: judge the end of the one before it. True when
    something was learned."""
    phrase = turn.heard.phrase if turn.heard is not None else Phrase.WORDS
    gone = d.state.let_go
    if phrase is Phrase.THINKING and gone is not None and gone.turn == turn.number:
        d.state = replace(d.state, let_go=None)  # the tutor keeps quiet: nobody is cut off
    if turn.before is None:
        return False
    known = learned = d.state.learned
    if not turn.before.too_soon:
        learned = after_over(learned, waited_s=turn.before.waited_s)
    elif phrase is not Phrase.BACKCHANNEL:
        learned = after_too_soon(learned)
    d.state = replace(d.state, learned=learned)
    return learned != known
