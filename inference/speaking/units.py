"""English names of units after a number, their powers and quotients."""

import re

_NAMES = {
    "mm": "millimeter",
    "cm": "centimeter",
    "m": "meter",
    "km": "kilometer",
    "ft": "foot",
    "yd": "yard",
    "mi": "mile",
    "mg": "milligram",
    "g": "gram",
    "kg": "kilogram",
    "oz": "ounce",
    "lb": "pound",
    "lbs": "pound",
    "ml": "milliliter",
    "mL": "milliliter",
    "l": "liter",
    "L": "liter",
    "ms": "millisecond",
    "s": "second",
    "sec": "second",
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "N": "newton",
    "J": "joule",
    "W": "watt",
    "kW": "kilowatt",
    "V": "volt",
    "KB": "kilobyte",
    "MB": "megabyte",
    "GB": "gigabyte",
}
_WHOLE = {"mph": "miles per hour", "kph": "kilometers per hour", "km/h": "kilometers per hour"}
_PLURALS = {"foot": "feet", "hertz": "hertz", "kilohertz": "kilohertz"}
_POWERS = {"2": "square", "²": "square", "3": "cubic", "³": "cubic"}
_SYMBOLS = "|".join(sorted([*_NAMES, *_WHOLE], key=len, reverse=True))
_UNIT = re.compile(
    rf"(?P<gap>[ \N{{NO-BREAK SPACE}}\N{{NARROW NO-BREAK SPACE}}]?)(?P<unit>{_SYMBOLS})"
    rf"(?:\^?(?P<power>[23²³]))?(?:/(?P<per>{_SYMBOLS})(?:\^?(?P<per_power>[23²³]))?)?"
    r"(?![\w^/²³'’]|-[a-z])"
)
_OPERATOR = re.compile(r"\s*[=+*×÷<>≤≥≠]|\s*-\s*[\da-z(]")
_DEGREES = re.compile(r"\s?°\s?(?:(?P<scale>[CF])\b)?")
_SCALES = {"C": " Celsius", "F": " Fahrenheit", None: ""}


def read_unit(text: str, at: int, *, singular: bool) -> tuple[str, int] | None:
    """The unit that stands at `at`, after a number, and where it ends."""
    if match := _DEGREES.match(text, at):
        return ("degree" if singular else "degrees") + _SCALES[match["scale"]], match.end()
    match = _UNIT.match(text, at)
    if match is None or _is_variable(text, match):
        return None
    words = _name(match["unit"], match["power"], singular=singular)
    if match["per"]:
        words += f" per {_name(match['per'], match['per_power'], singular=True)}"
    return words, match.end()


def _is_variable(text: str, match: re.Match[str]) -> bool:
    """`5 m` is five meters, but `5m` and `5 m + 1` are five times m."""
    if len(match["unit"]) > 1 or match["power"] == "²" or match["per"]:
        return False
    if not match["gap"]:
        return not text.startswith(" of ", match.end())
    return _OPERATOR.match(text, match.end()) is not None


def _name(symbol: str, power: str | None, *, singular: bool) -> str:
    if symbol in _WHOLE:
        return _WHOLE[symbol]
    name = _NAMES[symbol]
    if not singular:
        name = _PLURALS.get(name, name + "s")
    return f"{_POWERS[power]} {name}" if power else name
