"""Units that may stand behind a number, and what they are worth in each other.

Knows names and factors. Words that are no unit here (`apples`) are of no interest to anybody.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a dimension."""

    dimension: str
    factor: Fraction
    """How many of the dimension's own unit it is."""


_TABLE: Final = """
length mm 1/1000 mm millimeter millimetre
length cm 1/100 cm centimeter centimetre
length m 1 m meter metre
length km 1000 km kilometer kilometre
length inch 127/5000 in inch inches
length foot 381/1250 ft foot feet
length yard 1143/1250 yd yard
length mile 201168/125 mi mile
mass mg 1/1000 mg milligram
mass g 1 g gram gramme
mass kg 1000 kg kilo kilogram
mass ton 1000000 t ton tonne
mass ounce 28349523125/1000000000 oz ounce
mass pound 45359237/100000 lb lbs pound
capacity ml 1/1000 ml milliliter millilitre
capacity l 1 l liter litre
time second 1 s sec second
time minute 60 min minute
time hour 3600 h hr hour
time day 86400 d day
time week 604800 week
money cent 1/100 c cent ¢
money dollar 1 dollar usd
angle degree 1 ° deg degree
temperature celsius 1 °c celsius
temperature fahrenheit 1 °f fahrenheit
force newton 1 n newton
energy joule 1 j joule
power watt 1 w watt
voltage volt 1 v volt
current ampere 1 amp ampere
frequency hertz 1 hz hertz
data byte 1 byte
data bit 1/8 bit
"""

_SINGLE: Final[dict[str, Unit]] = {}
for _line in _TABLE.split("\n"):
    _dimension, *_rest = _line.split() or [""]
    for _name in _rest[2:]:
        _unit = Unit(_dimension, Fraction(_rest[1]))
        _SINGLE[_name] = _unit
        if len(_name) > 2:
            _SINGLE[f"{_name}s"] = _unit

_POWER: Final = {"square": 2, "sq": 2, "sq.": 2, "cubic": 3, "cu": 3, "cu.": 3}
_NAME = r"°[cf]\b|°|¢|[a-z]+"
_POWERED = r"(?:(?P<{}>square|sq\.?|cubic|cu\.?)\s+)?"
_RAISED = r"(?:\^?(?P<{}>[23])(?!\d))?"
_UNIT = re.compile(
    rf"\s*{_POWERED.format('power')}"
    rf"(?P<name>{_NAME}){_RAISED.format('raised')}"
    r"(?:\s*(?:/|\bper\b|\bin one\b|\ban?\b)\s*"
    rf"{_POWERED.format('under_power')}(?P<under>{_NAME}){_RAISED.format('under_raised')})?"
)


def read_unit(text: str) -> Unit | None:
    """The unit at the head of a folded text; None for any other word."""
    match = _UNIT.match(text)
    if match is None:
        return None
    top = _raised(match["name"], match["power"] or match["raised"])
    if top is None or match["under"] is None:
        return top
    under = _raised(match["under"], match["under_power"] or match["under_raised"])
    if under is None:
        return top
    return Unit(f"{top.dimension}/{under.dimension}", top.factor / under.factor)


def _raised(name: str, power: str | None) -> Unit | None:
    unit = _SINGLE.get(name)
    if unit is None or not power:
        return unit
    exponent = _POWER.get(power) or int(power)
    # A cubic decimeter is a liter, so volumes of both kinds can be compared.
    if unit.dimension == "length" and exponent == 3:
        return Unit("capacity", unit.factor**3 * 1000)
    return Unit(f"{unit.dimension}^{exponent}", unit.factor**exponent)
