"""Algebra within sentences."""

import pytest

from tutor_server.modules.lessons.checkers.spans import find_algebra, in_signs, is_bare
from tutor_server.modules.lessons.checkers.terms import parse


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("three x plus two", "3 x + 2"),
        ("x equals four", "x = 4"),
        ("x is four", "x = 4"),
        ("x is greater than or equal to three", "x >= 3"),
        ("x is at most three", "x <= 3"),
        ("n is less than 5", "n < 5"),
        ("x squared minus one", "x ^2 - 1"),
        ("four times open bracket x minus one close bracket", "4 * ( x - 1 )"),
        ("the square root of two", "sqrt 2"),
        ("x divided by two", "x / 2"),
        ("it is over", "it is /"),
    ],
)
def test_spoken_signs(text: str, signs: str) -> None:
    assert " ".join(in_signs(text).split()) == signs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I got 3x + 2", ["3x + 2"]),
        ("it's 3x + 2.", ["3x + 2"]),
        ("so 2x = 8, and x = 4", ["2x = 8", "x = 4"]),
        ("the area is lw", ["lw"]),
        ("2 + 3 = 5 = x", ["x"]),
        ("i x = 4", ["x = 4"]),
        ("a 3x", ["3x"]),
        ("what is this", []),
        ("I think", []),
        ("x", ["x"]),
        ("b", []),
        ("sqrt(2)", ["sqrt(2)"]),
        ("12", ["12"]),
        ("9**9**9", []),
    ],
)
def test_stretches(text: str, found: list[str]) -> None:
    names = frozenset("xlw")
    assert list(find_algebra(text, names)) == [parse(one) for one in found]


def test_a_lone_number_or_letter_is_bare() -> None:
    assert is_bare(parse("12"))
    assert is_bare(parse("x"))
    assert not is_bare(parse("3x"))
    assert not is_bare(parse("x = 3"))
