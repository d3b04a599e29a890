"""Elo: its arithmetic, and that it depends on the order, which is why it only decorates."""

import pytest

from sessions.ballot import Choice
from tutor_server.modules.votes.comparisons import Comparison
from tutor_server.modules.votes.elo import expected, rate


def compared(left: str, right: str, choice: Choice = Choice.LEFT) -> Comparison:
    return Comparison(left=left, right=right, choice=choice)


def test_one_vote_between_equals_moves_half_of_k() -> None:
    assert rate([compared("a", "b")]) == {"a": 1516, "b": 1484}
    assert rate([compared("a", "b", Choice.RIGHT)]) == {"a": 1484, "b": 1516}
    assert rate([compared("a", "b", Choice.TIE)]) == {"a": 1500, "b": 1500}


def test_four_hundred_points_are_ten_to_one() -> None:
    assert expected(1900, 1500) == pytest.approx(10 / 11)
    assert expected(1500, 1500) == 0.5


def test_points_are_only_exchanged() -> None:
    ratings = rate([compared("a", "b"), compared("b", "c", Choice.TIE), compared("c", "a")] * 9)
    assert sum(ratings.values()) == pytest.approx(4500)


def test_a_source_against_itself_says_nothing() -> None:
    assert rate([compared("a", "a")]) == {"a": 1500}


def test_the_order_matters() -> None:
    votes = [compared("a", "b")] * 5 + [compared("b", "a")] * 5
    assert rate(votes)["a"] < rate(votes[::-1])["a"] - 20
