"""What the tutor does when help is asked for: hints in their order, never the answer before real
attempts, and kindly slower when hints are collected without trying. Pure rules on the desk."""

from dataclasses import replace

from sessions.teaching.desk import Desk
from sessions.teaching.fixing import help_now, is_stuck, probe
from sessions.teaching.lesson import Use
from sessions.teaching.moves import Act, Move, Reason
from sessions.teaching.pacing import too_soon
from sessions.teaching.run import BOTTOM, Awaiting, By, Work

_COMFORT_EVERY = 3
"""Every third begging is met with comfort."""


def asked_hint(d: Desk) -> Move:
    """A hint was asked for while an item is open."""
    refused = _not_now(d)
    if refused is not None:
        return refused
    work = d.run.work
    if work.shown:
        return d.rung(asked=True)
    if too_soon(d.run, d.at_s):
        return _slow_down(d)
    if work.helps and not tried_since_help(work) and not d.moment.slowed:
        return _slow_down(d)
    return d.rung(asked=True)


def _slow_down(d: Desk) -> Move:
    d.moment = replace(d.moment, slowed=True, awaiting=Awaiting.ATTEMPT)
    return d.move(Act.SLOW_DOWN)


def tried_since_help(work: Work) -> bool:
    """Was there a real try after the last rung?"""
    return bool(work.tried) and work.tried[-1].rung == work.rungs and work.tried[-1].effort


def _not_now(d: Desk) -> Move | None:
    """Where there is no help: transfer items, and quiz items before the first attempt."""
    item, work = d.run.item, d.run.work
    if item is None:
        return d.close()
    if item.use is Use.TRANSFER:
        return d.ask(Reason.ALONE)
    if item.use is Use.QUIZ and not work.tried:
        return d.ask(Reason.FIRST_TRY)
    return None


def asked_answer(d: Desk, *, authority: bool) -> Move:
    """Just tell me. The ladder decides, not the asking; after a real try it brings a hint."""
    d.moment = replace(d.moment, begs=d.moment.begs + 1)
    refused = _not_now(d)
    if refused is not None:
        return refused
    work = d.run.work
    if work.shown or d.may_show():
        return d.rung(asked=True)
    if d.moment.begs % _COMFORT_EVERY == 0:
        return comfort(d)
    if work.rungs < BOTTOM - 1 and tried_since_help(work) and not too_soon(d.run, d.at_s):
        return d.rung(asked=True)
    return d.ask(Reason.AUTHORITY if authority else Reason.BEGGED)


def unsure(d: Desk) -> Move:
    """I don't know: another way of looking at it, or the smallest step."""
    d.moment = replace(d.moment, stuck=d.moment.stuck + 1)
    item, work = d.run.item, d.run.work
    if item is None:
        return d.close()
    if item.use is Use.TRANSFER or (item.use is Use.QUIZ and not work.tried):
        return d.ask(Reason.SMALL_STEP)
    if is_stuck(d) or work.shown or not work.helps or d.may_show():
        return help_now(d)
    if work.rungs < BOTTOM - 1 and (d.moment.slowed or tried_since_help(work)):
        return help_now(d)
    d.moment = replace(d.moment, slowed=True)
    return d.ask(Reason.SMALL_STEP)


def struggled(d: Desk) -> Move:
    """Too hard: name the effort first; the next time help as for "I don't know"."""
    if d.moment.times(f"{Act.COMFORT.value}:") % 2:
        return unsure(d)
    d.moment = replace(d.moment, stuck=d.moment.stuck + 1)
    return comfort(d)


def comfort(d: Desk) -> Move:
    """Name the effort; the item stays open."""
    d.moment = replace(d.moment, awaiting=Awaiting.ATTEMPT)
    return d.move(Act.COMFORT)


def asked_question(d: Desk, question: str) -> Move:
    """A question about the topic: answer it shortly and come back. For an open item that is
    help."""
    if d.moment.awaiting is Awaiting.PROBE:
        return probe(d, d.moment.misconception, Reason.AGAIN)
    if d.moment.posed:
        refused = _not_now(d)
        if refused is not None:
            return refused
        d.help_note(By.QUESTION, 1)
        d.moment = replace(d.moment, awaiting=Awaiting.ATTEMPT)
    return replace(d.move(Act.ANSWER_QUESTION), question=question)
