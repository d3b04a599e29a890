"""Answers about decimals, percent and rates, worked out again from the question."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.tutor_server.modules.lessons.generators.asked import drawn, numbers, value

Solve = Callable[[list[Fraction]], Fraction]


@pytest.mark.parametrize(
    ("name", "solve"),
    [
        ("decimal_add", lambda n: n[0] + n[1]),
        ("decimal_fraction", lambda n: n[0]),
        ("percent_of", lambda n: n[0] * n[1] / 100),
        ("percent_change", lambda n: 100 * abs(n[1] - n[0]) / n[0]),
        ("percent_to_fraction", lambda n: n[0] / 100),
        ("ratio_simplify", lambda n: n[0] / n[1]),
        ("proportion", lambda n: n[1] / n[0] * n[2]),
    ],
)
def test_answers(name: str, solve: Solve) -> None:
    for item in drawn(name):
        assert value(item.answer) == solve(numbers(item.question)), item.question


def test_a_rate_is_for_one_of_the_things_counted() -> None:
    for item in drawn("unit_rate"):
        first, second = numbers(item.question)[:2]
        count = first if "notebooks" in item.question else second
        total = second if "notebooks" in item.question else first
        assert value(item.answer) * count == total, item.question
