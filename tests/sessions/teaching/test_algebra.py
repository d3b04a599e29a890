"""Tests of sessions.teaching.algebra."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.teaching.algebra import is_number, polynomial, relation


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3x + 2", "2 + x*3"),
        ("(x+2)(x+3)", "x^2 + 5x + 6"),
        ("2(x - 1)", "2x - 2"),
        ("x/2 + x/2", "x"),
        ("-(a - b)", "b - a"),
        ("x**2", "x*x"),
        ("0.5y", "y/2"),
        ("--3", "3"),
        ("x - x", "0"),
    ],
)
def test_the_same_for_every_value(one: str, other: str) -> None:
    assert polynomial(one) == polynomial(other) is not None


@pytest.mark.parametrize(
    "text", ["", "2 +", "(x", "x)", "x/y", "x^y", "x^99", "3 # 4", "1/0", "(a+b+c+d+e)^6" * 9]
)
def test_what_cannot_be_read_is_none(text: str) -> None:
    assert polynomial(text) is None


def test_different_expressions_differ() -> None:
    assert polynomial("3x + 2") != polynomial("3x - 2") != polynomial("3y - 2")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("x = 4", "4 = x", True),
        ("2x = 8", "x = 4", True),
        ("y = 2x + 1", "y - 1 = 2x", True),
        ("x > 3", "3 < x", True),
        ("x > 3", "2x > 6", True),
        ("x > 3", "x < 3", False),
        ("x > 3", "x >= 3", False),
        ("-x > 3", "x > -3", False),
        ("x = 4", "x = 5", False),
    ],
)
def test_relations(one: str, other: str, same: bool) -> None:
    assert (relation(one) == relation(other)) is same
    assert relation("x + 1") is None


@given(st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 9))
def test_numbers_are_worked_out(a: int, b: int, c: int) -> None:
    terms = polynomial(f"({a}) * ({b}) + ({a}) / {c}")
    assert terms is not None
    assert is_number(terms) == a * b + Fraction(a, c)


@given(st.text(alphabet="xyz0123456789+-*/^() .", max_size=50))
def test_any_text_gives_a_polynomial_or_none(text: str) -> None:
    terms = polynomial(text)
    assert terms is None or all(terms.values())
