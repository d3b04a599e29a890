"""Finds the numbers in a text, with the way they were written.

`12.5`, `1,200`, `3/4`, `1 1/2`, `50%`, `1.2 * 10^3`; words were turned into digits before
(spoken.py). Knows no question and no answer.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import gcd
from typing import Final

MAX_DIGITS: Final = 30
"""Longer strings of digits are not read as numbers."""


class Written(StrEnum):
    """How a number was written."""

    WHOLE = "whole"
    DECIMAL = "decimal"
    FRACTION = "fraction"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number in a text."""

    value: Fraction
    """Without the percent sign: 50% has the value 50."""
    start: int
    end: int
    """Its characters [start, end) with sign and percent sign."""
    written: Written
    top: int = 0
    bottom: int = 1
    """FRACTION and MIXED: the fraction as it stands there, not reduced."""
    percent: bool = False
    glued: bool = False
    """Part of something else, such as 3x, x^2, 4th or 12:30."""

    @property
    def reduced(self) -> bool:
        """Whether its fraction is in lowest terms."""
        return gcd(self.top, self.bottom) == 1


_NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?"
    r"|\d{1,3}(?: \d{3})+(?! ?[\d/])"
    r"|\d+,\d{1,2}(?![\d,])"
    r"|\d+(?:\.\d+)?|\.\d+"
)
_AMOUNT = re.compile(
    r"(?P<whole>\d+)(?: and)? (?P<part_top>\d+) ?/ ?(?P<part_bottom>\d+)"
    r"|(?P<top>\d+) ?(?:/|over|out of) ?(?P<bottom>\d+)(?:ths|rds|nds|th|rd|nd)?"
    rf"|(?P<number>{_NUMBER})"
    r"(?: ?(?:\*|x|times) ?10 ?\^ ?\(?(?P<power>-?\d{1,2})(?!\d)\)?)?",
    re.ASCII,
)
_PERCENT = re.compile(r" ?(?:%|per ?cent\b)")
_SIGN = re.compile(r"(?:- ?|minus |negative )$")
_OPERAND = re.compile(r"(?:[\d)\]%]|(?<![a-z'])[a-z]) *$")
_HYPHEN = re.compile(r"[a-z]$")
_ORDINAL_ENDS: Final = frozenset({"st", "nd", "rd", "th", "ths"})
_UNIT_LETTERS: Final = frozenset("cdfghlmst")
"""Single letters that are units rather than variables when they touch a number."""


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Every number of a text in digits (see spoken.in_digits), from left to right."""
    found = (_amount(text, match) for match in _AMOUNT.finditer(text))
    return tuple(amount for amount in found if amount is not None)


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    read = _read(match)
    if read is None:
        return None
    value, written, top, bottom = read
    start, end = match.span()
    near = text[max(0, start - 16) : start]
    sign = _SIGN.search(near)
    before = near[: sign.start()] if sign else near
    # `5 - 3` is a subtraction and `word-3` a hyphen; `= -3` and `is minus 3` have a sign.
    hyphen = sign is not None and sign[0][0] == "-" and _HYPHEN.search(before)
    negative = sign is not None and not hyphen and not _OPERAND.search(before)
    percent = _PERCENT.match(text, end)
    return Amount(
        value=-value if negative else value,
        start=start - len(near) + len(before) if negative else start,
        end=percent.end() if percent else end,
        written=written,
        top=top,
        bottom=bottom,
        percent=percent is not None,
        glued=_glued(text, start, end),
    )


def _read(match: re.Match[str]) -> tuple[Fraction, Written, int, int] | None:
    """Value, form, top and bottom; None for a zero below the line or too many digits."""
    if len(match[0]) > 2 * MAX_DIGITS or any(
        len(digits) > MAX_DIGITS for digits in re.findall(r"\d+", match[0])
    ):
        return None
    if match["number"]:
        value = _decimal(match["number"])
        whole = value.denominator == 1 and "." not in match["number"]
        if match["power"]:
            value *= Fraction(10) ** int(match["power"])
        return value, Written.WHOLE if whole else Written.DECIMAL, 0, 1
    top = int(match["top"] or match["part_top"])
    bottom = int(match["bottom"] or match["part_bottom"])
    if bottom == 0:
        return None
    if match["top"]:
        return Fraction(top, bottom), Written.FRACTION, top, bottom
    value = int(match["whole"]) + Fraction(top, bottom)
    return value, Written.MIXED, top, bottom


def _decimal(text: str) -> Fraction:
    if re.fullmatch(r"\d+,\d{1,2}", text):  # a decimal comma
        text = text.replace(",", ".")
    text = text.replace(",", "").replace(" ", "")
    return Fraction(f"0{text}")


def _glued(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before.isalpha() or before in {"^", "_"} or after in {"^", "_"}:
        return True
    if before == ":" and text[start - 2 : start - 1].isdigit():
        return True
    if after == ":" and text[end + 1 : end + 2].isdigit():
        return True
    word = re.match(r"[a-z]+", text[end:])
    if word is None:
        return False
    return word[0] in _ORDINAL_ENDS or (len(word[0]) == 1 and word[0] not in _UNIT_LETTERS)
