"""Spells whole numbers and fractions the way a student says or a transcript writes them.

Knows English number words up to 999,999, fractions up to twentieths, decimals and the names of
units; knows nothing about sums.
"""

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from types import MappingProxyType

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_SMALL = tuple(f"{_ONES} fifteen sixteen seventeen eighteen nineteen".split(" "))
_DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = ("", "", *_DECADES.split(" "))
_PARTS = {
    2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth",
    9: "ninth", 10: "tenth", 11: "eleventh", 12: "twelfth", 13: "thirteenth", 14: "fourteenth",
    15: "fifteenth", 16: "sixteenth", 17: "seventeenth", 18: "eighteenth", 19: "nineteenth",
    20: "twentieth",
}  # fmt: skip

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "cm": "centimeters", "m": "meters", "km": "kilometers", "g": "grams", "kg": "kilograms",
        "ml": "milliliters", "l": "liters",
    }
)  # fmt: skip
"""How a unit is said."""


def spell(number: int, *, hyphen: bool = False, use_and: bool = False) -> str:
    """Spell a whole number below 10,000, such as `three hundred forty two`."""
    if number < 0:
        return "minus " + spell(-number, hyphen=hyphen, use_and=use_and)
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tail = number % 10
        return _TENS[number // 10] + (("-" if hyphen else " ") + _SMALL[tail] if tail else "")
    unit, word = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head, tail = divmod(number, unit)
    words = f"{spell(head)} {word}"
    joint = " and " if use_and and tail < 100 else " "
    return words + (joint + spell(tail, hyphen=hyphen, use_and=use_and) if tail else "")


def spell_part(denominator: int, *, plural: bool, fourth: bool = False) -> str:
    """Name the parts of a fraction, such as `quarters`; denominators 2 to 20."""
    if denominator == 2 and plural:
        return "halves"
    name = "fourth" if denominator == 4 and fourth else _PARTS[denominator]
    return name + ("s" if plural else "")


def speak(value: Fraction | int, rng: Random) -> str:
    """Say a number in one of the ways a student would, chosen by `rng`."""
    number = Fraction(value)
    top, bottom = number.numerator, number.denominator
    if bottom == 1:
        return spell(top, hyphen=rng.random() < 0.15, use_and=rng.random() < 0.4)
    return speak_pair(top, bottom, rng)


def speak_pair(top: int, bottom: int, rng: Random) -> str:
    """Say a fraction that may be unreduced, such as `two quarters` or `six over eight`."""
    if bottom not in _PARTS or rng.random() < 0.06:
        return f"{spell(top)} over {spell(bottom)}"
    part = spell_part(bottom, plural=top != 1, fourth=rng.random() < 0.3)
    if top == 1:
        bare = ["half"] if bottom == 2 else []
        return rng.choice([f"one {part}", f"one {part}", f"a {part}", *bare])
    return f"{spell(top)} {part}"


def write(value: Fraction | int) -> str:
    """Write a number with digits: `7`, `3/4`, `-2`."""
    number = Fraction(value)
    if number.denominator == 1:
        return str(number.numerator)
    return f"{number.numerator}/{number.denominator}"


def write_mixed(value: Fraction) -> str:
    """Write a fraction above one as whole and part: `17/12` becomes `1 5/12`."""
    whole, rest = divmod(value.numerator, value.denominator)
    return f"{whole} {rest}/{value.denominator}"


def write_decimal(value: Fraction | int, places: int = 0) -> str:
    """Write a number with a point and at least `places` decimals: `0.75`, `3.40`, `-2`.

    Raises ValueError for a number without an end, such as a third.
    """
    number = abs(Fraction(value))
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        raise ValueError(f"{value} has no finite decimal form")
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str((number * 10**places).numerator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def spell_decimal(text: str) -> str:
    """Spell a number written with a point: `3.05` becomes `three point zero five`."""
    sign, digits = ("minus ", text[1:]) if text.startswith("-") else ("", text)
    whole, _, tail = digits.partition(".")
    said = " ".join(_SMALL[int(digit)] for digit in tail)
    return sign + spell(int(whole)) + (f" point {said}" if tail else "")
