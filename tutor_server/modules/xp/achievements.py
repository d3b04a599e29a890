"""The table of achievements: each a pure predicate on a student's totals. They give no XP.

An achievement once earned stays, also when its predicate no longer holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a student has done in all. Fields may be added; a stored value without one has 0."""

    lessons: int = 0
    """Different lessons finished."""
    reviews: int = 0
    """Lessons done again, at most one of each lesson a day."""
    perfect: int = 0
    """Lessons finished with every unaided item right, at least PERFECT_ITEMS of them."""
    paths_begun: tuple[str, ...] = ()
    """Paths with a finished lesson."""
    paths_finished: tuple[str, ...] = ()
    unaided_right: int = 0
    in_a_row: int = 0
    """Right answers without help since the last other answer."""
    best_row: int = 0
    transfers: int = 0
    """Transfer items solved without help."""
    comebacks: int = 0
    """Items solved after a wrong answer to them."""
    hints_used: int = 0
    """Items solved after a hint that the student asked for."""
    opinions: int = 0
    """Votes and ratings."""
    returns: int = 0
    """Times the student came back after RETURN_DAYS or more."""
    longest_streak: int = 0
    level: int = 1


PERFECT_ITEMS: Final = 3
RETURN_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """One row of the table."""

    name: str
    """Stable; stored and sent."""
    title: str
    about: str
    """What was done, said to the student."""
    earned: Callable[[Totals], bool]


def _row(name: str, title: str, about: str, earned: Callable[[Totals], bool]) -> Achievement:
    return Achievement(name=name, title=title, about=about, earned=earned)


ACHIEVEMENTS: Final = (
    _row("first-lesson", "First steps", "You finished a lesson.", lambda t: t.lessons >= 1),
    _row("five-lessons", "Warmed up", "You finished 5 lessons.", lambda t: t.lessons >= 5),
    _row("many-lessons", "Explorer", "You finished 25 lessons.", lambda t: t.lessons >= 25),
    _row("century", "Hundred lessons", "You finished 100 lessons.", lambda t: t.lessons >= 100),
    _row(
        "three-paths", "Many roads", "You finished lessons on 3 paths.",
        lambda t: len(t.paths_begun) >= 3,
    ),
    _row(
        "path-finished", "End of the road", "You finished a whole path.",
        lambda t: len(t.paths_finished) >= 1,
    ),
    _row(
        "paths-finished", "Map maker", "You finished 4 whole paths.",
        lambda t: len(t.paths_finished) >= 4,
    ),
    _row(
        "on-my-own", "On my own", "You finished a lesson with every unaided answer right.",
        lambda t: t.perfect >= 1,
    ),
    _row("ten-in-a-row", "On a roll", "10 right answers in a row without help.",
         lambda t: t.best_row >= 10),
    _row("twenty-five-in-a-row", "Unstoppable", "25 right answers in a row without help.",
         lambda t: t.best_row >= 25),
    _row("hundred-unaided", "Hundred by myself", "100 right answers without help.",
         lambda t: t.unaided_right >= 100),
    _row("transfer", "It works elsewhere", "You used an idea on a new kind of problem.",
         lambda t: t.transfers >= 1),
    _row("comeback", "Mistakes help", "You solved an item after a mistake.",
         lambda t: t.comebacks >= 1),
    _row("ten-comebacks", "Never gives up", "You came back after a mistake 10 times.",
         lambda t: t.comebacks >= 10),
    _row("hint-helped", "Good question", "You asked for a hint and then solved it.",
         lambda t: t.hints_used >= 1),
    _row("five-reviews", "Fresh in mind", "You went over 5 finished lessons again.",
         lambda t: t.reviews >= 5),
    _row("streak-3", "Three days", "You practised 3 days in a row.",
         lambda t: t.longest_streak >= 3),
    _row("streak-7", "One week", "You practised 7 days in a row.",
         lambda t: t.longest_streak >= 7),
    _row("streak-30", "One month", "You practised 30 days in a row.",
         lambda t: t.longest_streak >= 30),
    _row("welcome-back", "Welcome back", "You came back after a week or more.",
         lambda t: t.returns >= 1),
    _row("opinions", "Your opinion counts", "You said 5 times what helped you.",
         lambda t: t.opinions >= 5),
    _row("level-10", "Level 10", "You reached level 10.", lambda t: t.level >= 10),
)  # fmt: skip


def newly_earned(totals: Totals, held: frozenset[str]) -> tuple[Achievement, ...]:
    """Achievements that the totals earn and the student does not hold, in the table's order."""
    return tuple(row for row in ACHIEVEMENTS if row.name not in held and row.earned(totals))
