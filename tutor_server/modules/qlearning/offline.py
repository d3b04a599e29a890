"""What another policy would have earned, told from decisions that were logged with their
probabilities: inverse propensity scoring, its self-normalised form, and doubly robust. Pure.

IPS is right on average whatever the rewards are. SNIPS divides by the sum of the weights: a
little bias for much less noise. DR predicts every option's reward first, from other decisions
than the one at hand, and lets the weights mend only what the prediction missed. Sources: Horvitz
and Thompson 1952; Swaminathan and Joachims 2015; Dudik, Langford and Li 2011.

Decisions that share a draw (a choice that is frozen for a week) are one cluster: intervals count
clusters, not decisions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Z95: Final = 1.959964
_NORMAL: Final = NormalDist()
RESAMPLES: Final = 1_000
FOLDS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """Decisions that were taken; n of them, with k options each."""

    actions: Ints
    """n: which option was chosen, from 0."""
    rewards: Floats
    """n."""
    propensities: Floats
    """n: the probability of the chosen option when it was drawn."""
    contexts: Ints
    """n: what the prediction may depend on, as numbers from 0."""
    clusters: Ints
    """n: decisions with the same number share a draw."""
    options: int
    """k."""

    def __post_init__(self) -> None:
        lengths = {
            len(self.actions), len(self.rewards), len(self.propensities), len(self.contexts),
            len(self.clusters),
        }  # fmt: skip
        if len(lengths) != 1 or 0 in lengths:
            raise ValueError(f"one value per decision, and one decision at least: {lengths}")
        if not (self.propensities > 0).all() or (self.propensities > 1).any():
            raise ValueError("a propensity is above 0 and at most 1")
        if self.actions.min() < 0 or self.actions.max() >= self.options:
            raise ValueError(f"actions must be 0 to {self.options - 1}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate and where the truth is in 95 of 100 cases."""

    value: float
    low: float
    high: float

    def covers(self, truth: float) -> bool:
        """Whether the truth is inside."""
        return self.low <= truth <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One estimator's word about a policy."""

    normal: Interval
    """By the central limit theorem over clusters."""
    bootstrap: Interval
    """Over resampled clusters, bias-corrected and accelerated (Efron 1987): with rare rewards
    and large weights an estimate is skewed, and this interval holds the truth more often."""


def evaluate(logged: Logged, target: Floats, *, seed: int = 0) -> Mapping[str, Estimate]:
    """`ips`, `snips` and `dr` of a policy. `target` (n x k) has its probabilities."""
    if target.shape != (len(logged.actions), logged.options):
        raise ValueError(f"target must be n x k, is {target.shape}")
    rows = np.arange(len(logged.actions))
    weights = target[rows, logged.actions] / logged.propensities
    predicted = predict(logged, seed=seed)
    missed = logged.rewards - predicted[rows, logged.actions]
    ones = np.ones_like(weights)
    parts = {
        "ips": (weights * logged.rewards, ones),
        "snips": (weights * logged.rewards, weights),
        "dr": ((target * predicted).sum(axis=1) + weights * missed, ones),
    }
    return _estimates(parts, logged.clusters, seed=seed)


def on_policy(rewards: Floats, clusters: Ints, *, seed: int = 0) -> Estimate:
    """What the logging policy itself earned."""
    parts = {"mean": (rewards, np.ones_like(rewards))}
    return _estimates(parts, clusters, seed=seed)["mean"]


def predict(logged: Logged, *, seed: int = 0) -> Floats:
    """n x k: the mean reward of each option in a decision's context, from the other folds; with
    few decisions it is near that of the option anywhere, then near the mean of all."""
    names, cluster = np.unique(logged.clusters, return_inverse=True)
    fold = np.random.default_rng(seed).permutation(len(names))[cluster] % FOLDS
    found = np.empty((len(fold), logged.options))
    for number in range(FOLDS):
        held, known = fold == number, fold != number
        found[held] = _table(logged, known)[logged.contexts[held]]
    return found


def _table(logged: Logged, known: NDArray[np.bool_]) -> Floats:
    """contexts x options, from the known decisions."""
    shape = (int(logged.contexts.max()) + 1, logged.options)
    counts, sums = np.zeros(shape), np.zeros(shape)
    at = (logged.contexts[known], logged.actions[known])
    rewards = logged.rewards[known]
    np.add.at(counts, at, 1.0)
    np.add.at(sums, at, rewards)
    noise = float(rewards.var()) if len(rewards) else 0.0
    overall = float(rewards.mean()) if len(rewards) else 0.0
    anywhere = _shrunk(sums.sum(axis=0), counts.sum(axis=0), np.full(shape[1], overall), noise)
    return _shrunk(sums, counts, np.broadcast_to(anywhere, shape), noise)


def _shrunk(sums: Floats, counts: Floats, towards: Floats, noise: float) -> Floats:
    """Means, drawn towards others the more, the less they differ from them beyond chance: by the
    moments of the differences (DerSimonian and Laird 1986)."""
    seen = counts > 0
    total, groups = counts.sum(), int(seen.sum())
    apart = sums[seen] / counts[seen] - towards[seen]
    excess = float((counts[seen] * apart**2).sum()) - (groups - 1) * noise
    room = total - float((counts**2).sum()) / total if total else 0.0
    if excess <= 0 or room <= 0:
        return np.array(towards)
    prior = noise * room / excess
    return np.asarray((sums + prior * towards) / np.maximum(counts + prior, 1e-12))


def _estimates(
    parts: Mapping[str, tuple[Floats, Floats]], clusters: Ints, *, seed: int
) -> Mapping[str, Estimate]:
    """Of sum(above) / sum(below), for each pair by its name."""
    _, place = np.unique(clusters, return_inverse=True)
    above = np.stack([_summed(place, pair[0]) for pair in parts.values()], axis=1)
    below = np.stack([_summed(place, pair[1]) for pair in parts.values()], axis=1)
    drawn = _resampled(above, below, seed=seed)
    return MappingProxyType(
        {
            name: _estimate(above[:, column], below[:, column], drawn[:, column])
            for column, name in enumerate(parts)
        }
    )


def _summed(place: Ints, values: Floats) -> Floats:
    return np.asarray(np.bincount(place, values), dtype=np.float64)


def _resampled(above: Floats, below: Floats, *, seed: int) -> Floats:
    """RESAMPLES x parts."""
    dice, many = np.random.default_rng(seed), len(above)
    both = np.concatenate([above, below], axis=1)
    sums = np.empty((RESAMPLES, both.shape[1]))
    for row in range(RESAMPLES):
        times = np.bincount(dice.integers(0, many, many), minlength=many)
        sums[row] = times @ both
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums[:, : above.shape[1]] / sums[:, above.shape[1] :])


def _estimate(above: Floats, below: Floats, drawn: Floats) -> Estimate:
    many = len(above)
    if below.sum() == 0 or many == 1:  # the policy never does what was done; or one draw only
        value = float(above.sum() / below.sum()) if below.sum() else float("nan")
        nothing = Interval(value=value, low=-np.inf, high=np.inf)
        return Estimate(normal=nothing, bootstrap=nothing)
    value = float(above.sum() / below.sum())
    influence = (above - value * below) / below.mean()
    reach = Z95 * float(influence.std(ddof=1)) / sqrt(many)
    return Estimate(
        normal=Interval(value=value, low=value - reach, high=value + reach),
        bootstrap=_accelerated(value, influence, drawn[np.isfinite(drawn)]),
    )


def _accelerated(value: float, influence: Floats, drawn: Floats) -> Interval:
    """BCa: percentiles moved by how far the resamples lean to one side (bias) and by how skewed
    single clusters' influence is (acceleration)."""
    squares = float((influence**2).sum())
    if squares == 0 or not len(drawn):
        return Interval(value=value, low=value, high=value)
    share = float(((drawn < value).mean() + (drawn <= value).mean()) / 2)
    bias = _NORMAL.inv_cdf(min(max(share, 1 / RESAMPLES), 1 - 1 / RESAMPLES))
    skew = float((influence**3).sum()) / (6 * squares**1.5)
    cuts = [_cut(bias, skew, z) for z in (-Z95, Z95)]
    low, high = np.percentile(drawn, cuts)
    return Interval(value=value, low=float(low), high=float(high))


def _cut(bias: float, skew: float, z: float) -> float:
    """The percentile, 0 to 100, that takes the place of z's."""
    return 100 * _NORMAL.cdf(bias + (bias + z) / (1 - skew * (bias + z)))
