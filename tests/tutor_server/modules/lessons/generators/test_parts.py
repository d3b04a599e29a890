"""Answers about fractions, worked out again from the question."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.tutor_server.modules.lessons.generators.asked import drawn, numbers, value

Solve = Callable[[str, list[Fraction]], Fraction]


@pytest.mark.parametrize(
    ("name", "solve"),
    [
        ("fraction_meaning", lambda _, n: n[1] / n[0]),
        ("fraction_simplify", lambda _, n: n[0]),
        ("fraction_equivalent", lambda q, n: n[0] * Fraction(q.split("□/")[1].split(".")[0])),
        ("fraction_compare", lambda _, n: max(n)),
        ("fraction_add_like", lambda _, n: n[0] + n[1]),
        ("fraction_add", lambda _, n: n[0] + n[1]),
        ("fraction_subtract", lambda _, n: n[0] - n[1]),
        ("fraction_multiply", lambda _, n: n[0] * n[1]),
        ("fraction_divide", lambda _, n: n[0] / n[1]),
        ("fraction_of_number", lambda _, n: n[0] * n[1]),
        ("mixed_numbers", lambda _, n: sum(n, Fraction(0))),
    ],
)
def test_answers(name: str, solve: Solve) -> None:
    for item in drawn(name):
        assert value(item.answer) == solve(item.question, numbers(item.question)), item.question


def test_compared_fractions_differ_and_are_both_offered() -> None:
    for item in drawn("fraction_compare"):
        first, second = numbers(item.question)
        assert first != second
        assert {value(choice) for choice in item.choices[:2]} == {first, second}
