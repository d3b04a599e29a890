"""What is learned about one student's pauses: a factor on the patience that was set.

A turn that ended too soon shows when the student speaks on; then pauses are waited out a little
longer. A turn that was waited for long and was over shows that the wait was lost; then they are
waited out a little shorter. The steps are those that come to rest where one long wait in
TOO_SOON_IN is too short (stochastic approximation of a quantile, Robbins and Monro 1951).

Pure: knows no turns and no clock.
"""

from typing import Final

NOTHING_LEARNED: Final = 1.0
LOWEST: Final = 0.75
HIGHEST: Final = 2.0
STEP: Final = 1.12
"""After a turn that ended too soon: four in a row are half as long again."""
TOO_SOON_IN: Final = 12
"""At one in twelve: what is shipped cuts off about one turn in twelve."""
LONG_WAIT_S: Final = 0.7
"""Shorter waits cost nobody time, and tell nothing when the student does not speak on."""

SPEAKS_ON_S: Final = 2.5
"""Who begins again so soon after a turn ended had not finished..."""
REPLY_S: Final = 0.7
"""...unless so much of the reply was heard: who answers it needs that long to take it in."""

_SHORTEST: Final = 0.5
_LONGEST: Final = 3.0
"""Bounds of patience as such, set or learned."""


def speaks_on(*, since_s: float, reply_s: float) -> bool:
    """Does speech that begins `since_s` after a turn ended, over `reply_s` of the tutor's voice
    that were heard by then, belong to that turn?"""
    return since_s <= SPEAKS_ON_S and reply_s <= REPLY_S


def after_too_soon(factor: float) -> float:
    """A turn had ended too soon."""
    return bounded(factor * STEP)


def after_over(factor: float, *, waited_s: float) -> float:
    """A turn was over, and its end was waited for so long."""
    if waited_s < LONG_WAIT_S:
        return factor
    return bounded(factor / float(STEP ** (1 / (TOO_SOON_IN - 1))))


def bounded(factor: float) -> float:
    """Between LOWEST and HIGHEST; three decimals, as it is kept."""
    return round(min(HIGHEST, max(LOWEST, factor)), 3)


def stretched(patience: float, factor: float) -> float:
    """The student's own setting, and what was learned around it."""
    return min(_LONGEST, max(_SHORTEST, patience * factor))
