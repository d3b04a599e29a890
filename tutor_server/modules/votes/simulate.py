"""Votes drawn from sources of known strength, to see what the ranking makes of them. Pure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sessions.ballot import Choice
from tutor_server.modules.votes.bradley_terry import LEVEL, SCALE, fit
from tutor_server.modules.votes.comparisons import Comparison, count_pairs

_CHOICES = (Choice.LEFT, Choice.RIGHT, Choice.TIE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What the votes are drawn from."""

    points: tuple[float, ...]
    """Strength of each source, on the scale of the ranking."""
    tie: float
    """How often two equals tie, 0 to 1."""

    @property
    def names(self) -> tuple[str, ...]:
        """`s0`, `s1`, ..."""
        return tuple(f"s{n}" for n in range(len(self.points)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How a known difference was recovered over many simulations."""

    covered: float
    """Share of intervals that hold the true difference, 0 to 1."""
    mean_error: float
    """Mean of estimate minus truth, in points: the bias."""
    mean_reach: float
    """Mean half width of the intervals, in points."""


def draw(truth: Truth, *, votes: int, dice: np.random.Generator) -> Iterator[Comparison]:
    """Votes between random pairs, sides at random."""
    pairs = list(combinations(range(len(truth.points)), 2))
    picks = dice.integers(len(pairs), size=votes)
    swaps, luck = dice.random(votes) < 0.5, dice.random(votes)
    for pick, swapped, chance in zip(picks, swaps, luck, strict=True):
        first, second = pairs[pick][::-1] if swapped else pairs[pick]
        shares = np.cumsum(chances(truth, first, second))
        choice = _CHOICES[min(int(np.searchsorted(shares, chance, side="right")), 2)]
        yield Comparison(left=truth.names[first], right=truth.names[second], choice=choice)


def chances(truth: Truth, left: int, right: int) -> tuple[float, float, float]:
    """Of left, right and tie between two sources, from Davidson's formula."""
    first, second = math.exp(truth.points[left] / SCALE), math.exp(truth.points[right] / SCALE)
    nu = 2 * truth.tie / (1 - truth.tie)
    neither = nu * math.sqrt(first * second)
    total = first + second + neither
    return first / total, second / total, neither / total


def coverage(truth: Truth, *, votes: int, runs: int, seed: int, level: float = LEVEL) -> Coverage:
    """Recover the difference of the first two sources from `votes` votes, `runs` times."""
    dice = np.random.default_rng(seed)
    difference = truth.points[0] - truth.points[1]
    inside: list[bool] = []
    errors: list[float] = []
    reaches: list[float] = []
    for _ in range(runs):
        ranking = fit(count_pairs(draw(truth, votes=votes, dice=dice)))
        found = ranking.difference("s0", "s1", level=level)
        inside.append(found.low <= difference <= found.high)
        errors.append(found.value - difference)
        reaches.append((found.high - found.low) / 2)
    return Coverage(covered=_mean(inside), mean_error=_mean(errors), mean_reach=_mean(reaches))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
