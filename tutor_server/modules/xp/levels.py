"""The curve of levels: how much XP each level needs. Pure; knows no student.

Level 1 begins at 0. Going from level n to n + 1 takes 40 + 20 (n - 1) XP, so level n begins at
10 (n - 1)(n + 2): 0, 40, 100, 180, 280, ... The first lesson usually reaches level 2, and all
lessons of the curriculum together (about 4,000 XP) level 20. There is no last level.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a total stands between two levels."""

    level: int
    """From 1."""
    into_level: int
    """XP since the level began."""
    level_size: int
    """XP from the beginning of this level to the next."""

    @property
    def to_next(self) -> int:
        """XP that are missing to the next level; at least 1."""
        return self.level_size - self.into_level


def begins_at(level: int) -> int:
    """The total at which a level (from 1) begins."""
    return 10 * (level - 1) * (level + 2)


def level_of(total: int) -> int:
    """The level of a total of 0 or more: the largest n with 10 (n - 1)(n + 2) <= total."""
    # n^2 + n - 2 <= total / 10, solved in whole numbers, so that no rounding moves a border.
    return (math.isqrt(9 + 4 * (total // 10)) - 1) // 2


def progress(total: int) -> Progress:
    """The level of a total, and the way through it."""
    level = level_of(total)
    start = begins_at(level)
    return Progress(level=level, into_level=total - start, level_size=begins_at(level + 1) - start)
