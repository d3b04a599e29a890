"""Intervals for what a study counts: of a share, and of a mean over students. Pure."""

from collections.abc import Sequence
from math import sqrt
from random import Random
from typing import Final

_Z: Final = 1.959964
"""Of a two-sided 95% interval."""
_DRAWS: Final = 2_000


def wilson(part: int, whole: int) -> tuple[float, float]:
    """95% interval of a share (E. B. Wilson, JASA 22, 1927); everything when nothing was seen."""
    if whole <= 0:
        return 0.0, 1.0
    share, z2 = part / whole, _Z * _Z
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z * sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole)) / (1 + z2 / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def mean(values: Sequence[float]) -> float:
    """0 for nothing."""
    return sum(values) / len(values) if values else 0.0


def bootstrap(values: Sequence[float], *, seed: int) -> tuple[float, float]:
    """95% interval of the mean of one value for each student, by drawing students again."""
    if not values:
        return 0.0, 0.0
    dice = Random(seed)
    means = sorted(mean(dice.choices(values, k=len(values))) for _ in range(_DRAWS))
    return means[round(0.025 * _DRAWS)], means[round(0.975 * _DRAWS) - 1]
