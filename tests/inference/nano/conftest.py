"""An independent reading of the arithmetic that stands in a text."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from inference.nano.problem import Problem

_NUMBER = r"\d+(?:/\d+|\.\d+)?"
_LETTERED = r"(?<![A-Za-z])\d*[a-z](?![A-Za-z])"
_TERM = rf"\(*-?(?:{_LETTERED}|{_NUMBER}%?(?:\^\d+)?)\)*"
_SIDE = rf"{_TERM}(?: (?:[+\-×÷/]|of) {_TERM})*"
_CHAIN = re.compile(rf"{_SIDE}(?: = {_SIDE})+(?: remainder (?P<rest>\d+))?")
_PIECE = re.compile(r"(?P<number>\d+(?:/\d+|\.\d+)?)|(?P<mark>of|[-+×÷/()%^])")


class _Reader:
    """Reads one side by descent: sums of products of signed atoms."""

    def __init__(self, side: str) -> None:
        self._pieces = [m[0] for m in _PIECE.finditer(side)]

    def _next(self) -> str:
        return self._pieces[0] if self._pieces else ""

    def total(self) -> Fraction:
        value = self._product()
        while self._next() in ("+", "-"):
            value += self._product() if self._pieces.pop(0) == "+" else -self._product()
        return value

    def _product(self) -> Fraction:
        value = self._atom()
        while self._next() in ("×", "÷", "/", "of"):
            if self._pieces.pop(0) in ("×", "of"):
                value *= self._atom()
            else:
                value /= self._atom()
        return value

    def _atom(self) -> Fraction:
        piece = self._pieces.pop(0)
        if piece == "-":
            return -self._atom()
        if piece == "(":
            value = self.total()
            assert self._pieces.pop(0) == ")"
        else:
            value = Fraction(piece)
        if self._next() == "%":
            self._pieces.pop(0)
            value /= 100
        if self._next() == "^":
            self._pieces.pop(0)
            value **= int(self._pieces.pop(0))
        return value


def _value(side: str) -> Fraction | None:
    """Compute one side; None when it holds a letter."""
    if re.search(r"[a-z]", side.replace("of", "")):
        return None
    return _Reader(side).total()


def _errors(text: str) -> list[str]:
    """List the chains of equalities in a text that do not hold."""
    wrong = []
    for match in _CHAIN.finditer(text):
        rest = match["rest"]
        if rest:
            left, quotient = match[0].split(" remainder ")[0].split(" = ")
            a, b = left.split(" ÷ ")
            if divmod(int(a), int(b)) != (int(quotient), int(rest)):
                wrong.append(match[0])
            continue
        values = {v for v in map(_value, match[0].split(" = ")) if v is not None}
        if len(values) > 1:
            wrong.append(match[0])
    return wrong


@pytest.fixture(scope="session")
def errors_in() -> Callable[[str], list[str]]:
    """Return the checker of all equalities in a text."""
    return _errors


def _amount(answer: str) -> tuple[Fraction, str]:
    """Read an answer as a number and its unit."""
    number, _, unit = answer.partition(" ")
    if number.endswith("%"):
        return Fraction(number.removesuffix("%")), "%"
    return Fraction(number), unit


UNGUESSED = {"even_odd", "prime", "factors", "multiples", "sort_numbers"}
"""Answered by a word or a list, for which no guess is ever drawn."""


def _sound(problem: Problem) -> None:
    for text in (problem.solution, problem.worked("check"), problem.why, problem.simpler):
        assert _errors(text) == [], problem
        assert not re.search(r"\d\.\d{3}|\d[eE][-+]?\d|Fraction|  |\{|\}", text), problem
    assert problem.solution.endswith(problem.conclusion)
    assert problem.conclusion.startswith("So ")
    assert problem.conclusion.endswith(".")
    for said in problem.spoken:
        assert re.fullmatch(r"[a-z]+(?: [a-z]+)*", said), problem
    if problem.skill in UNGUESSED:
        assert problem.answer in problem.conclusion
        assert not problem.wrong
    elif problem.answer != "equal":
        _guessable(problem)
    if problem.value is not None:
        assert problem.value == Fraction(problem.answer) >= 0
        assert problem.value.denominator == 1


def _guessable(problem: Problem) -> None:
    right = _amount(problem.answer)
    assert problem.answer in problem.conclusion
    assert problem.wrong
    assert all(_amount(guess) != right for guess in problem.wrong), problem
    assert all(_amount(guess) == right for guess in problem.also_right), problem


@pytest.fixture(scope="session")
def sound() -> Callable[[Problem], None]:
    """Return what every problem must satisfy: true equalities, wrong guesses, clean words."""
    return _sound


@pytest.fixture(scope="session")
def worth() -> Callable[[str], Fraction]:
    """Return the independent reader of one expression."""
    return lambda text: _Reader(text).total()
