"""An independent reading of the arithmetic that stands in a text."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest

_TERM = r"(?:(?<![A-Za-z])\d*[a-z](?![A-Za-z])|\d+(?:/\d+)?)"
_SIDE = rf"{_TERM}(?: (?:[+\-×÷/]|of) {_TERM})*"
_CHAIN = re.compile(rf"{_SIDE}(?: = -?{_SIDE})+(?: remainder (?P<rest>\d+))?")
_APPLY: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "of": lambda a, b: a * b,
    "÷": lambda a, b: a / b,
}


def _value(side: str) -> Fraction | None:
    """Compute one side from left to right; None when it holds a letter."""
    words = side.split()
    if any(re.fullmatch(r"-?\d*[a-z]", w) for w in words):
        return None
    total = Fraction(words[0])
    for sign, term in zip(words[1::2], words[2::2], strict=True):
        total = _APPLY[sign](total, Fraction(term))
    return total


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
