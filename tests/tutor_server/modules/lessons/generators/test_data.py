"""Answers about data, chance and rates, worked out again from the question."""

import statistics
from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.tutor_server.modules.lessons.generators.asked import drawn, numbers, value

Solve = Callable[[list[Fraction]], Fraction]


@pytest.mark.parametrize(
    ("name", "solve"),
    [
        ("mean", statistics.mean),
        ("median", statistics.median),
        ("range", lambda n: max(n) - min(n)),
        ("mode", statistics.mode),
        ("probability_simple", lambda n: n[0] / (n[0] + n[1])),
        ("speed", lambda n: n[0] / n[1]),
        ("density", lambda n: n[0] / n[1]),
    ],
)
def test_answers(name: str, solve: Solve) -> None:
    for item in drawn(name):
        assert value(item.answer) == solve(numbers(item.question)), item.question


def test_there_is_one_mode() -> None:
    for item in drawn("mode"):
        assert len(statistics.multimode(numbers(item.question))) == 1
