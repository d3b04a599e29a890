"""Answers about whole numbers, worked out again from the question."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.tutor_server.modules.lessons.generators.asked import drawn, numbers, value

Solve = Callable[[str, list[Fraction]], Fraction]


def rounded(_: str, given: list[Fraction]) -> Fraction:
    number, unit = given
    return unit * int(number / unit + Fraction(1, 2))


def placed(_: str, given: list[Fraction]) -> Fraction:
    digit, number = int(given[0]), str(int(given[1]))
    return digit * Fraction(10) ** (len(number) - 1 - number.index(str(digit)))


def ordered(question: str, given: list[Fraction]) -> Fraction:
    a, b, c = given
    return a * (b + c) if "(" in question else a + b * c


def powered(question: str, _: list[Fraction]) -> Fraction:
    base, exponent = question.partition("$")[2].partition("$")[0].split("^")
    return Fraction(int(base) ** int(exponent))


@pytest.mark.parametrize(
    ("name", "solve"),
    [
        ("add", lambda _, n: n[0] + n[1]),
        ("subtract", lambda _, n: n[0] - n[1]),
        ("multiply", lambda _, n: n[0] * n[1]),
        ("divide", lambda _, n: n[0] / n[1]),
        ("place_value", placed),
        ("rounding", rounded),
        ("order_of_operations", ordered),
        ("powers", powered),
    ],
)
def test_answers(name: str, solve: Solve) -> None:
    for item in drawn(name):
        assert value(item.answer) == solve(item.question, numbers(item.question)), item.question
