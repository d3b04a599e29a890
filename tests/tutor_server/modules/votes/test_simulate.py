"""Drawn votes follow the truth, and the truth is recovered from them."""

import numpy as np
import pytest

from sessions.ballot import Choice
from tutor_server.modules.votes.comparisons import count_pairs
from tutor_server.modules.votes.simulate import Truth, chances, coverage, draw

TWO = Truth(points=(1600, 1500), tie=0.25)


def test_chances_are_davidsons() -> None:
    left, right, tie = chances(TWO, 0, 1)
    assert left + right + tie == pytest.approx(1)
    assert left / right == pytest.approx(10 ** (100 / 400))
    assert chances(Truth(points=(1500, 1500), tie=0.25), 0, 1)[2] == pytest.approx(0.25)


def test_votes_follow_the_chances_on_both_sides() -> None:
    votes = list(draw(TWO, votes=20_000, dice=np.random.default_rng(1)))
    (pair,) = count_pairs(votes)
    left, right, tie = chances(TWO, 0, 1)
    assert pair.wins / pair.votes == pytest.approx(left, abs=0.015)
    assert pair.losses / pair.votes == pytest.approx(right, abs=0.015)
    assert pair.ties / pair.votes == pytest.approx(tie, abs=0.015)
    assert sum(vote.left == "s0" for vote in votes) == pytest.approx(10_000, abs=300)
    assert {vote.choice for vote in votes} == set(Choice)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_known_difference_is_recovered(seed: int) -> None:
    found = coverage(TWO, votes=150, runs=300, seed=seed)
    assert found.covered >= 0.92
    assert abs(found.mean_error) < 8


@pytest.mark.slow
def test_half_intervals_cover_half() -> None:
    """A fit whose intervals were simply too wide would pass the test above and fail here."""
    found = coverage(TWO, votes=150, runs=400, seed=3, level=0.5)
    assert 0.42 < found.covered < 0.58
