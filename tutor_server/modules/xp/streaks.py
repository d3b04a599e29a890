"""Streaks of days with practice, and the freezes that save them. Pure; days are given.

A streak grows by one on each further day with practice. Every seventh day of a streak earns a
freeze; at most two are held. A whole day that passes without practice spends a freeze, by
itself; without one the streak ends. A day that was not whole (see zones.py) is excused, at most
one in seven days, so that nobody gains by moving their clock. Days never go back: a date that
was counted is not counted again after a move to the west.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

MAX_FREEZES: Final = 2
FREEZE_EVERY_DAYS: Final = 7
EXCUSE_EVERY_DAYS: Final = 7
_LONGEST_GAP_DAYS: Final = 10
"""No gap above this can be saved by two freezes and the excuses that fit into it."""
_DAY: Final = timedelta(days=1)

Whole = Callable[[date], bool]
"""Whether the student's clock showed a date long enough to do something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """A run of days."""

    days: int = 0
    longest: int = 0
    last_day: date | None = None
    """The newest day with practice."""
    freezes: int = 0
    """0 to MAX_FREEZES."""
    excused_day: date | None = None
    """The newest day that was excused."""


def practised(streak: Streak, day: date, *, whole: Whole) -> Streak:
    """The streak after practice on a day."""
    if streak.last_day is not None and day <= streak.last_day:
        return streak
    kept = passed(streak, day, whole=whole)
    days = kept.days + 1
    earned = int(days % FREEZE_EVERY_DAYS == 0)
    return replace(
        kept,
        days=days,
        longest=max(kept.longest, days),
        last_day=day,
        freezes=min(MAX_FREEZES, kept.freezes + earned),
    )


def passed(streak: Streak, today: date, *, whole: Whole) -> Streak:
    """The streak as it stands today when nothing was done since its last day."""
    if streak.last_day is None or today <= streak.last_day:
        return streak
    if today - streak.last_day > timedelta(days=_LONGEST_GAP_DAYS):
        return replace(streak, days=0, freezes=0)
    missed = 0
    day = streak.last_day + _DAY
    while day < today:
        if not whole(day) and _may_excuse(streak, day):
            streak = replace(streak, excused_day=day)
        else:
            missed += 1
        day += _DAY
    if missed > streak.freezes:
        return replace(streak, days=0, freezes=0)
    return replace(streak, freezes=streak.freezes - missed)


def _may_excuse(streak: Streak, day: date) -> bool:
    before = streak.excused_day
    return before is None or day - before >= timedelta(days=EXCUSE_EVERY_DAYS)
