"""Where a student stands, and the one step from a deed to the next standing. Pure.

`step` joins awards, totals, streak, level and achievements. It is a function of the standing,
the deed and its day alone, so that a replay of a student's deeds ends in the same place.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from tutor_server.modules.xp.achievements import RETURN_DAYS, Achievement, Totals, newly_earned
from tutor_server.modules.xp.awards import Award, DayXp, award_for, possible_keys
from tutor_server.modules.xp.deeds import Deed, ItemTried, LessonFinished
from tutor_server.modules.xp.levels import level_of
from tutor_server.modules.xp.streaks import Streak, Whole, practised
from tutor_server.modules.xp.totals import (
    Asked,
    Curriculum,
    asked_after,
    count,
    finishes_path,
    path_keys,
)

_FIRST_DAY: Final = date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that a deed's outcome depends on, besides the awards already given."""

    xp: int = 0
    """All XP ever given."""
    totals: Totals = field(default_factory=Totals)
    streak: Streak = field(default_factory=Streak)
    given: DayXp = field(default_factory=DayXp)
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a deed is judged by."""

    day: date
    """The student's date, from `student_day`."""
    whole: Whole
    taken: frozenset[str]
    """Those of `keys_of` that are spent."""
    held: frozenset[str]
    """Achievements that the student has."""
    curriculum: Curriculum


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a deed led to."""

    standing: Standing
    award: Award | None
    achievements: tuple[Achievement, ...]
    level_up: bool


def student_day(standing: Standing, clock_day: date) -> date:
    """The date a deed counts for: the clock's, but never before the newest date already seen,
    so that a move to the west opens no day, no cap and no streak twice."""
    return max(clock_day, standing.given.day or _FIRST_DAY, standing.streak.last_day or _FIRST_DAY)


def keys_of(deed: Deed, day: date, curriculum: Curriculum) -> tuple[str, ...]:
    """The award keys that `step` needs to know about."""
    return tuple({*possible_keys(deed, day), *path_keys(deed, curriculum)})


def step(standing: Standing, deed: Deed, around: Circumstances) -> Outcome:
    """One deed further."""
    award = award_for(deed, around.day, taken=around.taken, given=standing.given)
    totals = count(
        standing.totals,
        deed,
        award=award,
        asked=standing.asked,
        path_done=finishes_path(deed, around.curriculum, taken=around.taken),
    )
    streak = standing.streak
    if isinstance(deed, LessonFinished | ItemTried):
        totals = replace(totals, returns=totals.returns + _returned(streak, around.day))
        streak = practised(streak, around.day, whole=around.whole)
    xp = standing.xp + (award.amount if award else 0)
    level = level_of(xp)
    totals = replace(totals, longest_streak=streak.longest, level=level)
    return Outcome(
        standing=Standing(
            xp=xp,
            totals=totals,
            streak=streak,
            given=standing.given.on(around.day).plus(award),
            asked=asked_after(standing.asked, deed),
        ),
        award=award,
        achievements=newly_earned(totals, around.held),
        level_up=level > level_of(standing.xp),
    )


def _returned(streak: Streak, day: date) -> bool:
    last = streak.last_day
    return last is not None and day - last >= timedelta(days=RETURN_DAYS)
