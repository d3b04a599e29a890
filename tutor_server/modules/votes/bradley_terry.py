"""How strong each source is, from pairwise votes with ties: Bradley-Terry in Davidson's form.

With strengths s and a common tie parameter t, a vote between i and j goes
    to i  in proportion to  exp(s_i)
    to j  in proportion to  exp(s_j)
    to neither in proportion to  exp(t + (s_i + s_j) / 2).
(R. R. Davidson, "On extending the Bradley-Terry model to accommodate ties", JASA 65, 1970.)

The logarithm of the likelihood is concave; a weak Gaussian prior around 0 (`RIDGE`, a ridge) on
s and t makes its maximum unique and finite, even when a source always won. Newton's method finds
it. Intervals come from the inverse of the negative Hessian there (Laplace), for strengths
measured from their mean, the only thing that votes can tell. Knows counts only, so the order
of votes cannot matter.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tutor_server.modules.votes.comparisons import PairCount

Array: TypeAlias = NDArray[np.float64]

RIDGE: Final = 0.05
"""Precision of the prior: a standard deviation of 4.5 on the log scale, a win rate of 99%."""
LEVEL: Final = 0.95
SCALE: Final = 400 / math.log(10)
"""Points per unit of log strength, as in Elo's scale."""
MIDDLE: Final = 1500.0
_MAX_STEPS: Final = 100
_TOLERANCE: Final = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate and where the truth is likely to lie, in points."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """One source."""

    source: str
    points: Interval
    """1500 is the mean of the sources; 400 more is ten wins to a loss."""
    rank: int
    """1 plus the number of sources whose whole interval lies above this one's."""


class Ranking:
    """The fitted model of some counts."""

    def __init__(self, sources: tuple[str, ...], at: Array, covariance: Array) -> None:
        self._sources = sources
        self._at = at
        """float64 [sources + 1]: strengths, then the tie parameter."""
        self._covariance = covariance
        """float64 [sources + 1, sources + 1]."""

    @property
    def tie(self) -> float:
        """How often two equals tie: nu / (2 + nu) with nu = exp(t)."""
        nu = math.exp(self._at[-1])
        return nu / (2 + nu)

    def strengths(self, *, level: float = LEVEL) -> tuple[Strength, ...]:
        """Every source, best first; sources of the same points in the order of names."""
        count = len(self._sources)
        found = {
            source: self._interval(np.eye(count)[n] - 1 / count, level, middle=MIDDLE)
            for n, source in enumerate(self._sources)
        }
        order = sorted(self._sources, key=lambda source: (-found[source].value, source))
        return tuple(
            Strength(
                source=source,
                points=found[source],
                rank=1 + sum(other.low > found[source].high for other in found.values()),
            )
            for source in order
        )

    def difference(self, first: str, second: str, *, level: float = LEVEL) -> Interval:
        """How many points the first source is above the second. Raises ValueError for a source
        without votes."""
        contrast = np.zeros(len(self._sources))
        contrast[self._sources.index(first)] += 1
        contrast[self._sources.index(second)] -= 1
        return self._interval(contrast, level)

    def _interval(self, contrast: Array, level: float, *, middle: float = 0.0) -> Interval:
        """Of a combination of strengths whose coefficients add up to 0."""
        count = len(self._sources)
        value = float(contrast @ self._at[:count])
        variance = float(contrast @ self._covariance[:count, :count] @ contrast)
        reach = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(max(variance, 0.0))
        return Interval(
            value=middle + SCALE * value,
            low=middle + SCALE * (value - reach),
            high=middle + SCALE * (value + reach),
        )


def fit(pairs: Sequence[PairCount], *, ridge: float = RIDGE) -> Ranking:
    """The ranking of all sources in the counts; of none without counts."""
    sources = tuple(sorted({name for pair in pairs for name in (pair.first, pair.second)}))
    features, counts = _design(pairs, sources), _counts(pairs)
    at = np.zeros(len(sources) + 1)
    for _ in range(_MAX_STEPS):
        slope, bend = _derivatives(at, features, counts, ridge)
        step = np.linalg.solve(bend, slope).astype(np.float64)
        at = at + _damped(at, step, features, counts, ridge) * step
        if np.abs(step).max() < _TOLERANCE:
            break
    _, bend = _derivatives(at, features, counts, ridge)
    return Ranking(sources, at, np.linalg.inv(bend).astype(np.float64))


def log_posterior(at: Array, features: Array, counts: Array, ridge: float) -> float:
    """Up to a constant. at [k + 1], features [pairs, 3, k + 1], counts [pairs, 3]."""
    utilities = features @ at
    return float((counts * _log_softmax(utilities)).sum() - ridge * (at @ at) / 2)


def _derivatives(at: Array, features: Array, counts: Array, ridge: float) -> tuple[Array, Array]:
    """The gradient [k + 1] and the negative Hessian [k + 1, k + 1] of the log posterior."""
    chances = np.exp(_log_softmax(features @ at))
    votes = counts.sum(axis=1)
    expected = np.einsum("po,pok->pk", chances, features)
    slope = np.einsum("po,pok->k", counts, features) - votes @ expected - ridge * at
    spread = np.einsum("p,po,pok,pol->kl", votes, chances, features, features)
    bend = spread - np.einsum("p,pk,pl->kl", votes, expected, expected)
    return slope, bend + ridge * np.eye(len(at))


def _damped(at: Array, step: Array, features: Array, counts: Array, ridge: float) -> float:
    """How far to go along Newton's step: all of it, unless that leads down."""
    before, size = log_posterior(at, features, counts, ridge), 1.0
    while size > 1e-6 and log_posterior(at + size * step, features, counts, ridge) < before:
        size /= 2
    return size


def _design(pairs: Sequence[PairCount], sources: tuple[str, ...]) -> Array:
    """The outcomes' utilities as linear functions: first wins, second wins, tie."""
    places = {source: n for n, source in enumerate(sources)}
    features = np.zeros((len(pairs), 3, len(sources) + 1))
    for row, pair in enumerate(pairs):
        first, second = places[pair.first], places[pair.second]
        features[row, 0, first] = features[row, 1, second] = 1
        features[row, 2, [first, second]] = 0.5
        features[row, 2, -1] = 1
    return features


def _counts(pairs: Sequence[PairCount]) -> Array:
    rows = [(pair.wins, pair.losses, pair.ties) for pair in pairs]
    return np.array(rows, dtype=np.float64).reshape(len(pairs), 3)


def _log_softmax(utilities: Array) -> Array:
    shifted: Array = utilities - utilities.max(axis=1, keepdims=True)
    summed: Array = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shifted - summed
