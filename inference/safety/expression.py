"""What an expression of numbers is worth, exactly: brackets, powers, percents and signs.

Knows the order of operations; knows nothing about sentences.
"""

import re
from fractions import Fraction

_TOKEN = re.compile(
    r"(?P<number>\d{1,9}/\d{1,9}|\d{1,3}(?:,\d{3})+|\d{1,12}(?:\.\d{1,9})?)(?P<percent>%)?"
    r"(?:\^(?P<power>\d{1,2})|(?P<raised>[²³]))?"
    r"|(?P<sign>[+\-−–×*÷·/x:()]|of)"
)
_MINUS = frozenset("-−–")
_TIMES = frozenset(("×", "*", "·", "x", "of"))
_OVER = frozenset("÷/:")


def value_of(text: str) -> Fraction | None:
    """Work an expression out; None where it cannot be judged.

    That is a division by zero, a bracket without its other half, a power of a number with a
    minus sign, a percent that is added to a plain number (a rise by 10% or a tenth), and what is
    nested deeper than a tutor ever writes.
    """
    try:
        reader = _Reader(text)
        value = reader.total()
    except (ZeroDivisionError, _UnreadableError, RecursionError):
        return None
    return None if reader.rest else value


class _UnreadableError(Exception):
    """The expression has no single meaning."""


class _Reader:
    """Reads by descent: a total of products of atoms."""

    def __init__(self, text: str) -> None:
        self.rest = list(_TOKEN.finditer(text))
        percents = sum(1 for token in self.rest if token["percent"])
        numbers = sum(1 for token in self.rest if token["number"])
        self._mixed = 0 < percents < numbers

    def _sign(self) -> str:
        return (self.rest[0]["sign"] or "") if self.rest else ""

    def total(self) -> Fraction:
        """Read up to the end or a closing bracket."""
        value = self._product()
        while (sign := self._sign()) == "+" or sign in _MINUS:
            if self._mixed:
                raise _UnreadableError
            self.rest.pop(0)
            term = self._product()
            value = value + term if sign == "+" else value - term
        return value

    def _product(self) -> Fraction:
        value = self._atom()
        while (sign := self._sign()) in _TIMES or sign in _OVER:
            self.rest.pop(0)
            factor = self._atom()
            value = value * factor if sign in _TIMES else value / factor
        return value

    def _atom(self) -> Fraction:
        if not self.rest:
            raise _UnreadableError
        token = self.rest.pop(0)
        if token["number"]:
            return self._number(token)
        if token["sign"] in _MINUS:
            if self.rest and (self.rest[0]["power"] or self.rest[0]["raised"]):
                raise _UnreadableError
            return -self._atom()
        if token["sign"] != "(":
            raise _UnreadableError
        value = self.total()
        if self._sign() != ")":
            raise _UnreadableError
        self.rest.pop(0)
        return value

    def _number(self, token: re.Match[str]) -> Fraction:
        number = Fraction(token["number"].replace(",", ""))
        power = token["power"] or {"²": "2", "³": "3"}.get(token["raised"] or "", "1")
        if power != "1" and "/" in token["number"]:
            raise _UnreadableError
        value: Fraction = number ** int(power)
        return value / 100 if token["percent"] else value
