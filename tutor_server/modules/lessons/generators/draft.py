"""What a generator gives: a problem with its answer, likely wrong answers and four hints.

Pure; `draw.py` turns a sound draft into an item.
"""

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from sessions.teaching.lesson import ItemKind
from tutor_server.modules.lessons.checkers.outcomes import short

Wrongs = tuple[tuple[str, str], ...]
"""Answers with the belief behind each, a general name such as `adds-the-bottoms`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A problem for these numbers. An unsound one is thrown away and another drawn."""

    question: str
    answer: str
    hints: tuple[str, str, str, str]
    wrong: Wrongs
    kind: ItemKind = ItemKind.NUMBER
    form: str = ""
    tolerance: float = 0.0
    choices: tuple[str, ...] = ()


def part(value: Fraction | int) -> str:
    """`3/4`, `-2`, `7/4`: lowest terms."""
    value = Fraction(value)
    if value.denominator == 1:
        return str(value.numerator)
    return f"{value.numerator}/{value.denominator}"


def mixed(value: Fraction) -> str:
    """`1 3/4`."""
    whole, rest = divmod(value.numerator, value.denominator)
    return f"{whole} {rest}/{value.denominator}" if whole and rest else part(value)


def decimal(value: Fraction | int) -> str:
    """`2.5`."""
    return short(Fraction(value))


def signed(value: int) -> str:
    """`(-3)` within a sum, `3` without a sign."""
    return f"({value})" if value < 0 else str(value)


def proper(rng: Random, *, low: int = 3, high: int = 12) -> Fraction:
    """A fraction between 0 and 1 in lowest terms with a bottom number of this size."""
    while True:
        bottom = rng.randint(low, high)
        value = Fraction(rng.randint(1, bottom - 1), bottom)
        if value.denominator == bottom:
            return value
