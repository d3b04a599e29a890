"""The logistic tracer: the probability that the next answer is right, from named weights.

Weights are a plain mapping from a feature's name to a number, so that they can be read, stored
row by row and shipped as a short list. Fitting finds the most probable weights when each has a
normal distribution around a prior. Knows no storage.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tutor_server.modules.mastery.lbfgs import Vector, minimise
from tutor_server.modules.mastery.past import DENSE, Features

FEWEST: Final = 5
"""Rows that a named feature must be in to get a weight of its own."""
_SHY: Final = 10.0
"""Precision of a weight without a prior: about 40 answers move it half of the way."""
_ABSENT = len(DENSE)
"""Place of the weight of what is not there; always 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Features of many questions as arrays, rows in the order given."""

    dense: NDArray[np.float64]
    """rows x DENSE."""
    places: NDArray[np.int32]
    """rows x NAMED: places in the vector of weights."""
    names: tuple[str, ...]
    """The name of each weight."""

    def take(self, rows: NDArray[np.bool_]) -> "Design":
        """Some of the rows."""
        return Design(dense=self.dense[rows], places=self.places[rows], names=self.names)

    def log_odds(self, weights: Vector) -> Vector:
        """Of each row's answer being right."""
        total: Vector = self.dense @ weights[: len(DENSE)]
        for column in self.places.T:
            total += weights[column]
        return total

    def predict(self, weights: Mapping[str, float]) -> Vector:
        """Each row's probability of a right answer."""
        vector = np.array([weights.get(name, 0.0) for name in self.names])
        return _logistic(self.log_odds(vector))


def design_of(rows: Sequence[Features], *, fewest: int = FEWEST) -> Design:
    """Arrays of the features; a name in fewer rows than `fewest` is left out."""
    counts = Counter(name for row in rows for name in row.names if name)
    kept = [name for name, count in counts.items() if count >= fewest]
    place = {name: _ABSENT + 1 + n for n, name in enumerate(kept)}
    return Design(
        dense=np.array([row.dense for row in rows], np.float64).reshape(-1, len(DENSE)),
        places=np.array([[place.get(name, _ABSENT) for name in row.names] for row in rows], "i4"),
        names=(*DENSE, "", *kept),
    )


def predict(features: Features, weights: Mapping[str, float]) -> float:
    """The probability that the answer will be right."""
    total = sum(
        weights.get(name, 0.0) * value for name, value in zip(DENSE, features.dense, strict=True)
    )
    total += sum(weights.get(name, 0.0) for name in features.names if name)
    return (1 + math.tanh(total / 2)) / 2


def names_of(features: Features) -> Iterable[str]:
    """The names of the weights that `predict` will ask for."""
    return (*DENSE, *filter(None, features.names))


def fit(
    design: Design, right: Vector, *, prior: Mapping[str, float], trust: float
) -> dict[str, float]:
    """Weights that explain the answers (0 or 1 per row).

    A weight named in `prior` has that mean and the precision `trust`, every other one the mean
    0 and a precision that keeps rare features near it. What `prior` says of features that the
    rows do not have stays as it is.
    """
    mean = np.array([prior.get(name, 0.0) for name in design.names])
    precision = np.array([trust if name in prior else _SHY for name in design.names])

    def objective(weights: Vector) -> tuple[float, Vector]:
        log_odds = design.log_odds(weights)
        away = weights - mean
        loss = np.logaddexp(0, log_odds).sum() - right @ log_odds
        gradient = _pull(design, _logistic(log_odds) - right) + precision * away
        gradient[_ABSENT] = 0.0
        return float(loss + 0.5 * (precision @ away**2)), gradient

    weights = minimise(objective, mean)
    fitted = dict(zip(design.names, map(float, weights), strict=True))
    del fitted[""]
    return {**prior, **fitted}


def _pull(design: Design, surprise: Vector) -> Vector:
    """The gradient of the loss by the weights."""
    gradient = np.zeros(len(design.names))
    for column in design.places.T:
        gradient += np.bincount(column, surprise, minlength=len(gradient))
    gradient[: len(DENSE)] = design.dense.T @ surprise
    return gradient


def _logistic(log_odds: Vector) -> Vector:
    probability: Vector = (1 + np.tanh(log_odds / 2)) / 2
    return probability
