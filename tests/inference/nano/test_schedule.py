"""The rate warms up, holds and decays."""

import pytest

from inference.nano.schedule import DECAY_SHARE, FLOOR, WARMUP_SHARE, progress_of, rate_factor


@pytest.mark.parametrize(
    ("progress", "factor"),
    [
        (0.0, 0.01),
        (WARMUP_SHARE / 2, 0.5),
        (WARMUP_SHARE, 1.0),
        (0.5, 1.0),
        (1 - DECAY_SHARE / 2, 0.5),
        (1.0, FLOOR),
        (1.5, FLOOR),
    ],
)
def test_rate_factor(progress: float, factor: float) -> None:
    assert rate_factor(progress) == pytest.approx(factor)


def test_whichever_limit_comes_first_counts() -> None:
    assert progress_of(tokens=10, token_goal=100, elapsed_s=50, limit_s=100) == 0.5
    assert progress_of(tokens=90, token_goal=100, elapsed_s=50, limit_s=100) == 0.9
