"""Where a student is in their lessons, moved on by one deed at a time. Pure.

Knows what happened last, not what it means: whether somebody is stuck is `stuck`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from tutor_server.modules.classroom.deeds import (
    LADDER,
    PROBE,
    Deed,
    HintGiven,
    ItemTried,
    LessonFinished,
    LessonStarted,
    SessionOpened,
    Spoke,
)


class Part(StrEnum):
    """What of a lesson is under way."""

    NONE = ""
    """There has been no lesson yet."""
    EXPLAIN = "explain"
    """The lesson began; no item was touched so far."""
    ITEM = "item"
    PROBE = "probe"
    """A question that tells a misconception from a slip."""
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a student is. Empty texts: not there yet."""

    last_at: datetime | None = None
    """The newest thing that happened."""
    session: str = ""
    """The one in which it happened."""
    session_at: datetime | None = None
    """When that session began, or a server took it over."""
    run: str = ""
    """This time through the lesson."""
    lesson: str = ""
    part: Part = Part.NONE
    item: str = ""
    """The newest item of the lesson that was worked on."""
    attempts: int = 0
    """On this item."""
    hints: int = 0
    """Helps with this item, of every kind."""
    rung: int = 0
    """The highest rung of the hint ladder on this item; 0 again once it was answered right."""
    wrong_in_row: int = 0
    """Over all items since the last right answer; probes do not count."""
    erred_at: datetime | None = None
    """The first of them."""


NOWHERE: Final = Whereabouts()


def step(old: Whereabouts, deed: Deed, *, at: datetime, session: str) -> Whereabouts:
    """After a deed that happened in a session at a time."""
    now = _present(old, at=at, session=session)
    match deed:
        case SessionOpened():
            return replace(now, session_at=at)
        case Spoke():
            return now
        case LessonStarted():
            return now if deed.run == now.run else _began(now, run=deed.run, lesson=deed.lesson)
        case ItemTried():
            return _tried(now, deed, at)
        case HintGiven():
            return _helped(now, deed)
        case LessonFinished():
            ended = _in_run(now, run=deed.run, lesson=deed.lesson)
            return replace(ended, part=Part.FINISHED, rung=0, wrong_in_row=0, erred_at=None)


def _present(old: Whereabouts, *, at: datetime, session: str) -> Whereabouts:
    """Something happened, whatever it was."""
    last_at = at if old.last_at is None else max(at, old.last_at)
    session_at = old.session_at if session == old.session else at
    return replace(old, last_at=last_at, session=session, session_at=session_at)


def _began(now: Whereabouts, *, run: str, lesson: str) -> Whereabouts:
    return Whereabouts(
        last_at=now.last_at,
        session=now.session,
        session_at=now.session_at,
        run=run,
        lesson=lesson,
        part=Part.EXPLAIN,
    )


def _in_run(now: Whereabouts, *, run: str, lesson: str) -> Whereabouts:
    """In this run, even when its beginning was never told."""
    return now if run == now.run else _began(now, run=run, lesson=lesson)


def _on_item(now: Whereabouts, item: str) -> Whereabouts:
    if item == now.item:
        return replace(now, part=Part.ITEM)
    return replace(now, part=Part.ITEM, item=item, attempts=0, hints=0, rung=0)


def _tried(now: Whereabouts, deed: ItemTried, at: datetime) -> Whereabouts:
    now = _in_run(now, run=deed.run, lesson=deed.lesson)
    if deed.use == PROBE:
        return replace(now, part=Part.PROBE)
    now = _on_item(now, deed.item)
    if deed.attempt <= now.attempts:  # told again
        return now
    now = replace(now, attempts=deed.attempt, hints=max(now.hints, deed.hints))
    if deed.correct:
        return replace(now, rung=0, wrong_in_row=0, erred_at=None)
    return replace(now, wrong_in_row=now.wrong_in_row + 1, erred_at=now.erred_at or at)


def _helped(now: Whereabouts, deed: HintGiven) -> Whereabouts:
    now = _in_run(now, run=deed.run, lesson=deed.lesson)
    if not deed.item:
        return now
    now = _on_item(now, deed.item)
    if deed.by != LADDER:
        return replace(now, hints=now.hints + 1)
    if deed.rung <= now.rung:  # shown again
        return now
    return replace(now, hints=now.hints + 1, rung=deed.rung)
