"""Measures in another unit: 0.5 kg is 500 g, 90 minutes are 1.5 hours. Knows no answers. Pure."""

import re
from fractions import Fraction
from typing import Final

_FAMILIES: Final[tuple[dict[str, str], ...]] = (
    {
        "mm millimeter millimetre": "1",
        "cm centimeter centimetre": "10",
        "dm decimeter decimetre": "100",
        "m meter metre": "1000",
        "km kilometer kilometre": "1000000",
    },
    {"in inch inche": "1", "ft foot feet": "12", "yd yard": "36", "mi mile": "63360"},
    {
        "mg milligram": "1",
        "g gram": "1000",
        "kg kilogram kilo": "1000000",
        "t ton tonne": "1000000000",
    },
    {"oz ounce": "1", "lb pound": "16"},
    {"ml milliliter millilitre": "1", "cl": "10", "dl": "100", "l liter litre": "1000"},
    {"cup": "1", "pint": "2", "quart": "4", "gallon": "16"},
    {
        "ms millisecond": "1/1000",
        "s sec second": "1",
        "min minute": "60",
        "h hr hour": "3600",
        "day": "86400",
        "week": "604800",
    },
    {"month": "1", "year": "12"},
    {"cent penny pennie": "1", "nickel": "5", "dime": "10", "quarter": "25", "dollar": "100"},
    {"piece": "1", "dozen": "12"},
)
_WORTH: Final[dict[str, tuple[int, Fraction]]] = {
    name: (number, Fraction(worth))
    for number, family in enumerate(_FAMILIES)
    for names, worth in family.items()
    for name in names.split()
}
_UNIT = re.compile(r"\s*([a-z]+)")


def unit_of(word: str) -> tuple[int, Fraction] | None:
    """The family of a unit and its worth in the family's smallest; None: it is no unit."""
    return _WORTH.get(word) or (_WORTH.get(word[:-1]) if word.endswith("s") else None)


def unit_behind(text: str) -> tuple[int, Fraction] | None:
    """The unit that stands at the beginning of what follows a number."""
    match = _UNIT.match(text)
    return unit_of(match[1]) if match else None


def units_in(text: str) -> tuple[tuple[int, Fraction], ...]:
    """All units that a text names; short ones only behind a number, since "in" is a word and "m"
    may be a letter of algebra."""
    words = re.findall(r"(?<![a-z])[a-z]{3,}|(?<=\d)\s*[a-z]+", text)
    found = (unit_of(word.strip()) for word in words)
    return tuple(dict.fromkeys(unit for unit in found if unit is not None))
