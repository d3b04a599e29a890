"""The parser of algebra: what it reads, and everything that it refuses to work with."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.lessons.checkers.terms import (
    Add,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Relation,
    Root,
    UnreadableError,
    Var,
    letters,
    parse,
    walk,
)

TWO, THREE, X, Y = Num(Fraction(2)), Num(Fraction(3)), Var("x"), Var("y")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("3x", Mul((THREE, X))),
        ("3*x*y", Mul((THREE, X, Y))),
        ("3xy", Mul((THREE, X, Y))),
        ("3(x+2)", Mul((THREE, Add((X, TWO))))),
        ("(x)(y)", Mul((X, Y))),
        ("x - 2", Add((X, Neg(TWO)))),
        ("x/2", Div(X, TWO)),
        ("3/2x", Mul((Div(THREE, TWO), X))),
        ("x^2", Pow(X, TWO)),
        ("x**-2", Pow(X, Neg(TWO))),
        ("-x^2", Neg(Pow(X, TWO))),
        ("sqrt(x)", Root(X)),
        ("√2", Root(TWO)),
        ("2π", Mul((TWO, Var("pi")))),
        (".5", Num(Fraction(1, 2))),
        ("+2", TWO),
        ("--2", Neg(Neg(TWO))),
    ],
)
def test_the_tree(text: str, term: object) -> None:
    assert parse(text) == term


@pytest.mark.parametrize(
    ("text", "sign"),
    [("x = 2", "="), ("x == 2", "="), ("x <= 2", "<="), ("x =< 2", "<="), ("x≥2", ">="),
     ("x > 2", ">"), ("x<2", "<")],
)  # fmt: skip
def test_relations(text: str, sign: str) -> None:
    assert parse(text) == Relation(X, sign, TWO)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "+", "x +", "* x", "(x", "x)", "()", "x = ", "x = 2 = 3", "x ! 2", "x @ y",
        "__import__('os')", "x.y", "x[0]", "9" * 13, "9**9**9", "2^13", "((9^9)^9)^9", "x^y^2",
        "2^3^2", "2^(x/y)", "2^sqrt(x)", "(a+b+c+d)^12", "a b c d e f g", "x" * 301,
        "(" * 30 + "x", "(" * 30 + "x" + ")" * 30, "-" * 30 + "x", "sqrt" * 25 + "x", "x²",
        "(x+1)^12*(y+1)^12*(z+1)^12",
    ],
)  # fmt: skip
def test_what_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse(text)


def test_what_is_large_and_still_fine() -> None:
    for text in ("(x + 1)^12", "999999999999*x", "(a + b)^3(c + d)^3", "2^n", "3*2^(n + 1)"):
        parse(text)


def test_the_letters_are_known() -> None:
    assert letters(parse("2*pi*r = a + b")) == {"r", "a", "b"}
    assert sum(isinstance(node, Var) for node in walk(parse("x + x*y"))) == 3


@pytest.mark.slow
@given(st.text(max_size=100) | st.text(alphabet="0123456789xyz+-*/^()=<> .√π", max_size=320))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(UnreadableError):
        assert parse(text) == parse(text)
