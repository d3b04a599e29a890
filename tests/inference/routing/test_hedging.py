"""Hedges stay a small share, however many are wanted."""

import pytest

from inference.routing.hedging import HedgeBudget


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 1.0])
def test_the_share_is_kept(share: float) -> None:
    budget, spent = HedgeBudget(share), 0
    for _ in range(1_000):
        budget.request()
        spent += budget.spend()
    assert 1_000 * share - 1 <= spent <= 1_000 * share + 2


def test_a_quiet_time_saves_only_a_few() -> None:
    budget = HedgeBudget(0.05)
    for _ in range(10_000):
        budget.request()
    assert sum(budget.spend() for _ in range(100)) == 3
