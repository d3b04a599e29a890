"""The rate warms up, holds and decays."""

import pytest

from inference.nano.schedule import DECAY_SHARE, FLOOR, WARMUP_STEPS, progress_of, rate_factor

LATER = 10 * WARMUP_STEPS


@pytest.mark.parametrize(
    ("progress", "step", "factor"),
    [
        (0.0, 0, 1 / WARMUP_STEPS),
        (0.0, WARMUP_STEPS // 2 - 1, 0.5),
        (0.4, WARMUP_STEPS // 2 - 1, 0.5),
        (0.0, WARMUP_STEPS - 1, 1.0),
        (0.5, LATER, 1.0),
        (1 - DECAY_SHARE / 2, LATER, 0.5),
        (1.0, LATER, FLOOR),
        (1.5, LATER, FLOOR),
    ],
)
def test_rate_factor(progress: float, step: int, factor: float) -> None:
    assert rate_factor(progress, step) == pytest.approx(factor)


def test_whichever_limit_comes_first_counts() -> None:
    assert progress_of(tokens=10, token_goal=100, elapsed_s=50, limit_s=100) == 0.5
    assert progress_of(tokens=90, token_goal=100, elapsed_s=50, limit_s=100) == 0.9
