"""The tutor's mind: from what happened to the next move. Pure; the time is in the event.

The checker has judged the answer before; the words are made after (`words.speak`). One move per
event, at most one question in it.
"""

from dataclasses import replace

from sessions.teaching import answering, fixing, helping, leading
from sessions.teaching.desk import Desk
from sessions.teaching.events import (
    Answered,
    AskedAgain,
    AskedAnswer,
    AskedHint,
    AskedQuestion,
    Event,
    Skipped,
    Started,
    Struggled,
    Unsure,
    Waited,
    WentOn,
)
from sessions.teaching.moves import Act, Move, Reason
from sessions.teaching.run import Awaiting, LessonRun

MOST_TURNS = 24
"""Turns of a student on one item; then it is left for another day."""


def decide(run: LessonRun, event: Event) -> tuple[LessonRun, Move]:
    """The run after the event, and what the tutor does."""
    d = Desk(run, event.at_s)
    if run.finished:
        return d.finish(d.move(Act.WAIT))
    if isinstance(event, Waited):
        return d.finish(leading.waited(d, event.seconds))
    if isinstance(event, Started) or run.moment.awaiting is Awaiting.START:
        return d.finish(leading.started(d))
    d.moment = replace(d.moment, turns=run.moment.turns + 1, prompts=0)
    return d.finish(_turn(d, event))


def _turn(d: Desk, event: Event) -> Move:
    moment = d.moment
    tries = isinstance(event, Answered) and event.outcome.attempt
    if moment.turns > MOST_TURNS and not tries:
        return _enough(d)
    if isinstance(event, AskedAgain):
        return leading.again(d)
    if isinstance(event, AskedQuestion) and moment.awaiting in {Awaiting.WHY, Awaiting.GO}:
        return helping.asked_question(d, event.text)
    match moment.awaiting:
        case Awaiting.READ:
            return _reading(d, event)
        case Awaiting.GO:
            return d.pose()
        case Awaiting.WHY:
            return _explained(d, event)
        case Awaiting.PROBE:
            return _probing(d, event)
        case Awaiting.OFFER:
            return _offered(d, event)
        case _:
            return _working(d, event)


def _enough(d: Desk) -> Move:
    """So much talk: leave the item, or come to it at last."""
    if d.moment.posed:
        return leading.skip(d, Reason.ENOUGH)
    d.moment = replace(d.moment, turns=0)
    return d.pose()


def _reading(d: Desk, event: Event) -> Move:
    """A part is shown; an answer to the open item counts even now."""
    if isinstance(event, Answered) and d.moment.posed and event.outcome.attempt:
        return answering.attempted(d, event)
    if isinstance(event, AskedQuestion):
        return helping.asked_question(d, event.text)
    if isinstance(event, Skipped):
        return d.pose(Reason.AGAIN if d.moment.posed else Reason.NONE)
    return leading.read_on(d)


def _explained(d: Desk, event: Event) -> Move:
    """After "why?" anything leads on; a reason is thanked for."""
    said = isinstance(event, Answered)
    return d.lead_on(Act.PRAISE, Reason.EXPLAINED if said else Reason.NONE, None)


def _probing(d: Desk, event: Event) -> Move:
    if isinstance(event, Answered):
        return answering.probed(d, event)
    if not isinstance(event, AskedQuestion | AskedAgain):  # who does not know is not asked twice
        d.moment = replace(d.moment, misconception="")
        return d.rung(asked=isinstance(event, AskedHint))
    return fixing.probe(d, d.moment.misconception, Reason.AGAIN)


def _offered(d: Desk, event: Event) -> Move:
    """Another representation was offered."""
    if isinstance(event, WentOn | AskedHint | Unsure):
        return leading.accept(d)
    if isinstance(event, Skipped):
        return d.pose(Reason.AGAIN)
    return _working(d, event)


def _working(d: Desk, event: Event) -> Move:
    """An item is open."""
    match event:
        case Answered():
            return answering.attempted(d, event)
        case AskedHint():
            return helping.asked_hint(d)
        case AskedAnswer():
            return helping.asked_answer(d, authority=event.authority)
        case AskedQuestion():
            return helping.asked_question(d, event.text)
        case Unsure():
            return helping.unsure(d)
        case Struggled():
            return helping.struggled(d)
        case _:
            return leading.skip(d)
