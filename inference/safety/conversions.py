"""Whether `3 hours = 180 minutes` is true: amounts of two units of one kind are compared exactly.

Knows units of time, length, weight and volume that convert without rounding; knows no sums.
"""

import re
from fractions import Fraction
from typing import Final

from inference.safety.amounts import amounts

_SIZES: Final = {
    unit: (kind, Fraction(size))
    for kind, sizes in {
        "time": {"s": 1, "min": 60, "h": 3_600, "day": 86_400, "week": 604_800},
        "calendar": {"month": 1, "year": 12, "century": 1_200},
        "length": {"mm": 1, "cm": 10, "m": 1_000, "km": 1_000_000},
        "weight": {"mg": 1, "g": 1_000, "kg": 1_000_000, "t": 1_000_000_000},
        "volume": {"ml": 1, "l": 1_000},
        "money": {"cent": 1, "$": 100},
    }.items()
    for unit, size in sizes.items()
}
_LONG: Final = re.compile(r"[a-z]{2}", re.IGNORECASE)
_AMOUNT: Final = r"\d{1,3}(?:,\d{3})+ ?[a-z]+|\d{1,9}(?:\.\d{1,6})? ?[a-z]+"
_PAIR: Final = re.compile(
    rf"(?<![\w.,/+\-−*×÷(^])(?<![/+\-−*×÷(x] )(?P<left>{_AMOUNT})\s*=\s*(?P<right>{_AMOUNT})\b"
    r"(?!\s*[\d+\-−*×÷/^²³(=])",
    re.IGNORECASE,
)


def false_conversions(sentence: str) -> list[str]:
    """The equalities of two plain amounts that do not hold."""
    return [match[0] for match in _PAIR.finditer(sentence) if not _holds(match)]


def _holds(match: re.Match[str]) -> bool:
    left, right = amounts(match["left"]), amounts(match["right"])
    if len(left) != 1 or len(right) != 1:
        return True
    if left[0].unit == right[0].unit and not _LONG.search(match["left"]):
        return True  # a letter that stands for a number
    a, b = _SIZES.get(left[0].unit), _SIZES.get(right[0].unit)
    if a is None or b is None or a[0] != b[0]:
        return True
    return left[0].value * a[1] == right[0].value * b[1]
