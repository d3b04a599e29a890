"""What means the same, decided exactly where it can be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_server.modules.lessons.checkers.equivalence import (
    is_number,
    same_relation,
    same_term,
    standard,
)
from tutor_server.modules.lessons.checkers.terms import Relation, UnreadableError, parse


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3x + 2", "2 + x*3"), ("2(x+3)", "2x + 6"), ("(x+1)^2", "x^2 + 2x + 1"),
        ("x/2", "0.5x"), ("(x^2-1)/(x-1)", "x + 1"), ("sqrt(8)", "2sqrt(2)"), ("2^n*2", "2^(n+1)"),
        ("x^(1/2)", "sqrt(x)"), ("pi*r^2", "r^2 pi"), ("1/3", "2/6"), ("0^0", "1"),
    ],
)  # fmt: skip
def test_the_same(one: str, other: str) -> None:
    assert same_term(parse(one), parse(other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3x + 2", "3x - 2"), ("x", "y"), ("x^2", "2x"), ("sqrt(2)", "1.41421356"),
        ("2^n", "n^2"), ("1/0", "1/0"), ("x/0", "2"), ("0/0", "0"), ("sqrt(x^2)", "-x"),
        ("pi", "3.14"), ("0.333333", "1/3"),
    ],
)  # fmt: skip
def test_not_the_same(one: str, other: str) -> None:
    assert not same_term(parse(one), parse(other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("x = 4", "4 = x", True), ("x = 4", "2x = 8", True), ("x = 4", "x - 4 = 0", True),
        ("y = 2x + 1", "y - 1 = 2x", True), ("x > 3", "3 < x", True), ("x > 3", "-x < -3", True),
        ("x > 3", "x < 3", False), ("x > 3", "x >= 3", False), ("x = 4", "x = -4", False),
        ("x = 4", "x^2 = 4x", False), ("x = x", "x = x", False), ("x = 1/0", "x = 1/0", False),
        ("x = 4", "y = 4", False),
    ],
)  # fmt: skip
def test_relations(one: str, other: str, same: bool) -> None:
    first, second = parse(one), parse(other)
    assert isinstance(first, Relation)
    assert isinstance(second, Relation)
    assert same_relation(first, second) is same


def test_numbers_and_spelling() -> None:
    assert is_number(parse("2*pi + sqrt(3)"))  # type: ignore[arg-type]
    assert not is_number(parse("2x"))  # type: ignore[arg-type]
    assert standard(parse("2x + 3x")) == "5*x"
    assert standard(parse("x = 8/2")) == "x = 4"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789xyn+-*/^() ", max_size=60))
def test_everything_that_is_read_can_be_compared(text: str) -> None:
    try:
        found = parse(text)
    except UnreadableError:
        return
    if not isinstance(found, Relation):
        assert same_term(found, found) in (True, False)
