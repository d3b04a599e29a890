"""Reads the one number that a student means out of a sentence; for numbers and fractions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tutor_server.modules.lessons.checkers.amounts import Amount, find_amounts
from tutor_server.modules.lessons.checkers.cleaning import folded
from tutor_server.modules.lessons.checkers.saying import after_cues, answering
from tutor_server.modules.lessons.checkers.spoken import in_digits

_REFUSED = re.compile(r"\b(?:not|isn't|isnt|aren't)(?: equal to)? -?\d+(?:[.,/]\d+)*")
_OR = re.compile(r"\bor\b")
_CURRENCY = re.compile(r"[$€£](?= ?[\d.])")


@dataclass(frozen=True, slots=True)
class Said:
    """An amount and the text behind it, where a unit may stand."""

    amount: Amount
    behind: str


def answer_of(text: str) -> Sequence[Said]:
    """Nothing: no answer in it. One: the answer. Several: the student did not decide."""
    part = answering(folded(_CURRENCY.sub("", text)))
    if part is None:
        return ()
    digits = _REFUSED.sub(" ", in_digits(part))
    everything = _distinct(digits)
    if len(everything) < 2 or _OR.search(digits):
        return everything
    for piece in after_cues(digits):
        found = _distinct(piece)
        if len(found) == 1:
            return found
    return everything


@lru_cache(maxsize=4096)
def key_of(text: str) -> Said | None:
    """A key or a listed wrong answer, which is a bare number."""
    found = _distinct(in_digits(folded(_CURRENCY.sub("", text))))
    return found[0] if len(found) == 1 else None


def numbers_in(text: str) -> frozenset[Fraction]:
    """The values of all numbers of a question or a hint, signs left out too."""
    values = [amount.value for amount in find_amounts(in_digits(folded(text)))]
    return frozenset(values) | frozenset(abs(value) for value in values)


def _distinct(digits: str) -> list[Said]:
    """The first amount of each value."""
    found: dict[tuple[Fraction, bool], Said] = {}
    for amount in find_amounts(digits):
        if not amount.glued:
            key = (amount.value, amount.percent)
            found.setdefault(key, Said(amount, digits[amount.end : amount.end + 40]))
    return list(found.values())
