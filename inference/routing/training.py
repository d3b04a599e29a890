"""Fits the difficulty model: ridge regression with two strengths, chosen by leaving one out.

Text features and sentence vectors are shrunk by different strengths. Both are chosen by the error
on each question when it is left out of the fit (PRESS), which ridge regression has in closed form
(Allen 1974); the test questions of an evaluation are never looked at. Numpy only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.routing.difficulty import DifficultyModel, Floats
from inference.routing.features import NAMES, features

FEWEST: Final = 50
"""Fewer examples than this teach nothing."""
STRENGTHS: Final = tuple((text, vector) for text in (100.0, 300.0, 1_000.0, 3_000.0)
                         for vector in (5.0, 20.0, 80.0))  # fmt: skip
"""Of text features (each of variance 1), and of the vector (of length 1)."""
FOLDS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Texts with their vectors, rows in one order."""

    texts: Sequence[str]
    vectors: NDArray[np.float32]
    """texts x width, each of length 1."""

    def take(self, rows: NDArray[np.intp]) -> "Questions":
        """Some of the rows."""
        return Questions(texts=[self.texts[row] for row in rows], vectors=self.vectors[rows])


def train(
    questions: Questions, gains: Floats, *, embedding: str, seed: int = 0
) -> DifficultyModel:
    """Fit a model; `embedding` names the sentence model. The same input gives the same model.

    Raises ValueError when there are fewer than FEWEST examples or all gains are the same.
    """
    if len(gains) < FEWEST or np.ptp(gains) == 0:
        raise ValueError(f"at least {FEWEST} examples with different gains are needed")
    model = fit(questions, gains, embedding=embedding)
    # Ranks from held-out predictions: a model is surer of what it has seen.
    held_out = np.zeros(len(gains))
    for inside, outside in folds(len(gains), FOLDS, seed):
        part = fit(questions.take(inside), gains[inside], embedding=embedding)
        asked = questions.take(outside)
        held_out[outside] = part.gains(asked.texts, asked.vectors)
    return DifficultyModel(
        middle=model.middle,
        spread=model.spread,
        weights=model.weights,
        bias=model.bias,
        ranks=np.sort(held_out),
        embedding=embedding,
    )


def folds(count: int, parts: int, seed: int) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Rows inside and outside of each fit; every row is outside once."""
    place = np.random.default_rng(seed).permutation(count) % parts
    return [
        (np.flatnonzero(place != part), np.flatnonzero(place == part)) for part in range(parts)
    ]


def fit(questions: Questions, gains: Floats, *, embedding: str) -> DifficultyModel:
    """A model without ranks: it predicts gains, and knows no difficulty yet."""
    read = features(questions.texts)
    spread = np.concatenate([_or_one(read.std(axis=0)), np.ones(questions.vectors.shape[1])])
    columns = np.hstack([read, questions.vectors.astype(np.float64)])
    middle = columns.mean(axis=0)
    scaled = (columns - middle) / spread
    bias = float(gains.mean())
    weights = _ridge(scaled, gains - bias, _strength(scaled, gains - bias))
    return DifficultyModel(
        middle=middle, spread=spread, weights=weights, bias=bias,
        ranks=np.zeros(1), embedding=embedding,
    )  # fmt: skip


def _or_one(spread: Floats) -> Floats:
    """A feature that never changes says nothing; it is not divided by 0."""
    return np.asarray(np.where(spread > 0, spread, 1.0), np.float64)


def _strength(scaled: Floats, gains: Floats) -> tuple[float, float]:
    """The pair of STRENGTHS with the least error on questions left out."""
    text, vector = scaled[:, : len(NAMES)], scaled[:, len(NAMES) :]
    kernels = text @ text.T, vector @ vector.T
    return min(STRENGTHS, key=lambda pair: _press(kernels, gains, pair))


def _press(kernels: tuple[Floats, Floats], gains: Floats, pair: tuple[float, float]) -> float:
    kernel = kernels[0] / pair[0] + kernels[1] / pair[1]
    count = len(gains)
    hat = np.linalg.solve(kernel + np.eye(count), kernel)
    # The mean was taken out of the gains, which is one more fitted number.
    left_out: Floats = (gains - hat @ gains) / (1 - np.diag(hat) - 1 / count)
    return float(np.mean(left_out**2))


def _ridge(scaled: Floats, gains: Floats, pair: tuple[float, float]) -> Floats:
    width = scaled.shape[1]
    strengths = np.full(width, pair[1], np.float64)
    strengths[: len(NAMES)] = pair[0]
    normal: Floats = scaled.T @ scaled + np.diag(strengths)
    return np.asarray(np.linalg.solve(normal, scaled.T @ gains), np.float64)
