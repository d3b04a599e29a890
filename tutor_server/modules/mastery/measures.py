"""How good predictions of right and wrong answers are. Knows no model."""

import numpy as np
from numpy.typing import NDArray

_SURE = 1e-6
"""Log-loss of a certainty that fails would be infinite."""


def auc(right: NDArray[np.float64], predicted: NDArray[np.float64]) -> float:
    """Probability that a right answer was rated above a wrong one; ties count half.

    `right` is 0 or 1, same length. NaN when all answers are alike.
    """
    wins, losses = float(right.sum()), float((1 - right).sum())
    if not wins or not losses:
        return float("nan")
    _, place, counts = np.unique(predicted, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks @ right - wins * (wins + 1) / 2) / (wins * losses))


def log_loss(right: NDArray[np.float64], predicted: NDArray[np.float64]) -> float:
    """Mean surprise in nats."""
    sure = np.clip(predicted, _SURE, 1 - _SURE)
    return float(-np.mean(right * np.log(sure) + (1 - right) * np.log(1 - sure)))


def constant_log_loss(right: NDArray[np.float64]) -> float:
    """Log-loss of always saying the overall share: the best that a constant can do."""
    return log_loss(right, np.full(len(right), right.mean()))
