"""Intervals."""

import pytest

from tests.classroom_study.intervals import bootstrap, mean, wilson


def test_wilson() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(5, 10)
    assert (low, high) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0, 1_000)[1] == pytest.approx(0.0038, abs=1e-4)


def test_bootstrap_holds_the_mean_and_depends_on_the_seed_alone() -> None:
    values = [0.1, 0.4, 0.5, 0.9, 0.3]
    low, high = bootstrap(values, seed=1)
    assert low < mean(values) < high
    assert (low, high) == bootstrap(values, seed=1)
    assert bootstrap([], seed=1) == (0.0, 0.0)
    assert bootstrap([0.5, 0.5], seed=1) == (0.5, 0.5)
