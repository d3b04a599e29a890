"""How similar a question must be to one kept reply's: learned per reply, with a bound. Pure.

The promise: at or above its threshold at most ERROR_BOUND of a reply's hits are wrong, with
CONFIDENCE, as far as children's questions are like those of the calibration. What is counted are
the reply's own checks, filled up to PRIOR_MOST with the calibration's: so what a reply has seen
itself replaces, one for one, what was only expected.
The bound is Clopper and Pearson's (1934), which holds for any number of checks.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

ERROR_BOUND: Final = 0.02
CONFIDENCE: Final = 0.95
PRIOR_MOST: Final = 200
"""So one own check that disagrees lifts the threshold above itself, and only 235 others that agree
bring it down again."""
FLOOR: Final = 0.50
STEP: Final = 0.02
NEVER: Final = 1.01
"""No question is so similar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A hit, or what would have been one, compared with a fresh reply."""

    similarity: float
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How many calibration pairs that passed the gate were at least so similar, and how many of
    them wanted different replies."""

    similarity: float
    pairs: int
    wrong: int


CALIBRATION: Final[Sequence[Band]] = (
    Band(similarity=0.50, pairs=2117, wrong=0),
    Band(similarity=0.52, pairs=2117, wrong=0),
    Band(similarity=0.54, pairs=2115, wrong=0),
    Band(similarity=0.56, pairs=2114, wrong=0),
    Band(similarity=0.58, pairs=2111, wrong=0),
    Band(similarity=0.60, pairs=2104, wrong=0),
    Band(similarity=0.62, pairs=2087, wrong=0),
    Band(similarity=0.64, pairs=2072, wrong=0),
    Band(similarity=0.66, pairs=2051, wrong=0),
    Band(similarity=0.68, pairs=2024, wrong=0),
    Band(similarity=0.70, pairs=1988, wrong=0),
    Band(similarity=0.72, pairs=1946, wrong=0),
    Band(similarity=0.74, pairs=1887, wrong=0),
    Band(similarity=0.76, pairs=1826, wrong=0),
    Band(similarity=0.78, pairs=1754, wrong=0),
    Band(similarity=0.80, pairs=1656, wrong=0),
    Band(similarity=0.82, pairs=1522, wrong=0),
    Band(similarity=0.84, pairs=1403, wrong=0),
    Band(similarity=0.86, pairs=1256, wrong=0),
    Band(similarity=0.88, pairs=1090, wrong=0),
    Band(similarity=0.90, pairs=901, wrong=0),
    Band(similarity=0.92, pairs=624, wrong=0),
    Band(similarity=0.94, pairs=392, wrong=0),
    Band(similarity=0.96, pairs=165, wrong=0),
    Band(similarity=0.98, pairs=17, wrong=0),
)
"""Printed by `python -m tutor_server.modules.replies.evaluate --calibrate`, which uses only
wordings that are not held out."""


def threshold(checks: Iterable[Check], calibration: Sequence[Band] = CALIBRATION) -> float:
    """The least similarity that keeps the promise; NEVER when none does."""
    known = list(checks)
    for band in calibration:
        own = [check for check in known if check.similarity >= band.similarity]
        prior = min(band.pairs, max(0, PRIOR_MOST - len(own)))
        share = band.wrong / band.pairs if band.pairs else 0.0
        wrong = math.ceil(share * prior) + sum(not check.agreed for check in own)
        total = prior + len(own)
        if upper_bound(wrong, total) <= ERROR_BOUND:
            return band.similarity
    return NEVER


def bands(pairs: Iterable[Check]) -> tuple[Band, ...]:
    """The calibration that pairs of the gate make."""
    known = list(pairs)
    count = round((1.0 - FLOOR) / STEP)
    levels = [round(FLOOR + STEP * n, 4) for n in range(count)]
    return tuple(
        Band(
            similarity=level,
            pairs=sum(pair.similarity >= level for pair in known),
            wrong=sum(pair.similarity >= level and not pair.agreed for pair in known),
        )
        for level in levels
    )


def upper_bound(wrong: int, total: int) -> float:
    """The largest share of wrong ones that `wrong` of `total` do not refute at CONFIDENCE."""
    if wrong >= total:
        return 1.0
    low, high = wrong / total, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if _at_most(wrong, total, middle) > 1 - CONFIDENCE:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, total: int, share: float) -> float:
    """Probability of at most `wrong` among `total` when each is wrong with `share`."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return float(wrong >= total)
    log, log_not = math.log(share), math.log1p(-share)
    return math.fsum(
        math.exp(
            math.lgamma(total + 1) - math.lgamma(k + 1) - math.lgamma(total - k + 1)
            + k * log + (total - k) * log_not
        )
        for k in range(wrong + 1)
    )  # fmt: skip
