"""AUC and log-loss against their definitions."""

import math

import numpy as np
import pytest

from tutor_server.modules.mastery.measures import auc, constant_log_loss, log_loss


def test_auc_is_the_share_of_pairs_in_order() -> None:
    rng = np.random.default_rng(1)
    right = (rng.random(200) < 0.7).astype(float)
    predicted = np.round(rng.random(200) + 0.2 * right, 1)
    wins, losses = predicted[right == 1][:, None], predicted[right == 0][None, :]
    pairs = np.mean((wins > losses) + 0.5 * (wins == losses))
    assert auc(right, predicted) == pytest.approx(pairs, abs=1e-12)


@pytest.mark.parametrize(
    ("predicted", "expected"), [([1, 2, 3], 1.0), ([3, 2, 1], 0.0), ([5, 5, 5], 0.5)]
)
def test_auc_of_order_disorder_and_ties(predicted: list[int], expected: float) -> None:
    assert auc(np.array([0.0, 0.0, 1.0]), np.array(predicted, float)) == expected


def test_auc_of_only_right_answers_is_no_number() -> None:
    assert math.isnan(auc(np.ones(3), np.ones(3)))


def test_log_loss_of_a_coin_and_of_a_broken_certainty() -> None:
    assert log_loss(np.array([1.0, 0.0]), np.array([0.5, 0.5])) == pytest.approx(math.log(2))
    assert 5 < log_loss(np.array([0.0]), np.array([1.0])) < math.inf


def test_no_constant_is_better_than_the_share() -> None:
    right = np.array([1.0] * 7 + [0.0] * 3)
    best = constant_log_loss(right)
    assert all(log_loss(right, np.full(10, p)) > best for p in (0.3, 0.6, 0.69, 0.71, 0.9))
