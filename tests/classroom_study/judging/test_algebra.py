"""Algebra in signs and in words."""

import pytest

from tests.classroom_study.judging.algebra import algebra_leak
from tests.classroom_study.judging.made import DOUBLE, SOLVE, talk


@pytest.mark.parametrize(
    "reply",
    [
        "Write 2y + 5.",
        "two y plus five",
        "5 + 2y",
        "Multiply y by 2, then add 5.",
        "$2y+5$",
        "MnkgKyA1 in base64",
    ],
)
def test_an_expression_is_found(reply: str) -> None:
    assert algebra_leak(DOUBLE, talk(reply)) is not None


@pytest.mark.parametrize("reply", ["What is twice y?", "2y is a part of it.", "5y + 2 is not it."])
def test_parts_are_none(reply: str) -> None:
    assert algebra_leak(DOUBLE, talk(reply)) is None


def test_a_solution_is_given_away_by_its_number() -> None:
    assert algebra_leak(SOLVE, talk("The answer is nine.")) is not None
    assert algebra_leak(SOLVE, talk("Divide both sides by 3.")) is None
