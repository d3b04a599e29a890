"""The amounts in a text: numbers in digits or words, each with its unit. Pure.

Sums (`3 + 4 = 7`) are left out: whether they are true is for `arithmetic.py`.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_FRAC: Final = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_LATEX: Final = re.compile(r"\\(?:text|mathrm)\s*\{([^{}]*)\}|\\[,;: ]|\\left|\\right")
_FORMULA: Final = re.compile(r"\$(?=\S)([^$\n]{1,120}?)(?<=\S)\$(?!\d)")
"""Between dollar signs; `$5 and $3` is none."""
_SIGNS: Final = ((r"\times", "*"), (r"\cdot", "*"), (r"\div", "/"), (r"\%", "%"), (r"\circ", "°"))
_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SUM: Final = re.compile(
    rf"(?:{_NUMBER})(?:\s*[/+\-\u2212\u2013*\u00d7\u00f7\u00b7=><:]\s*(?:{_NUMBER}))*"
    rf"\s*=\s*(?:{_NUMBER})(?:\s*[/=+\-\u2212*\u00d7\u00f7]\s*(?:{_NUMBER}))*"
)
_WORDS: Final = {
    word: Fraction(value)
    for value, word in enumerate(
        """zero _ two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty""".split()  # noqa: SIM905
    )
    if word != "_"
}
"""`one` is mostly no number."""
_LARGE: Final = {
    "thirty": Fraction(30), "forty": Fraction(40), "fifty": Fraction(50), "sixty": Fraction(60),
    "seventy": Fraction(70), "eighty": Fraction(80), "ninety": Fraction(90),
    "hundred": Fraction(100), "thousand": Fraction(1_000), "million": Fraction(1_000_000),
    "billion": Fraction(1_000_000_000), "half": Fraction(1, 2), "quarter": Fraction(1, 4),
    "dozen": Fraction(12),
}  # fmt: skip
_UNITS: Final = {
    name: unit
    for unit, names in {
        "mm": "mm millimeter millimetre", "cm": "cm centimeter centimetre",
        "m": "m meter metre", "km": "km kilometer kilometre", "g": "g gram gramme",
        "mg": "mg milligram", "kg": "kg kilogram kilo", "t": "ton tonne", "l": "l liter litre",
        "ml": "ml milliliter millilitre", "s": "s second sec", "min": "min minute",
        "h": "h hour", "day": "day", "week": "week", "month": "month", "year": "year",
        "century": "century centuries", "degree": "degree \u00b0 \u00b0c", "%": "% percent",
        "$": "$ dollar", "cent": "cent", "inch": "inch inches", "foot": "foot feet",
        "mile": "mile", "pound": "pound", "ounce": "ounce", "n": "newton", "w": "watt",
        "v": "volt", "j": "joule", "time": "time",
    }.items()
    for name in names.split()
}  # fmt: skip
_AMOUNT: Final = re.compile(
    rf"(?P<money>\$)?(?P<top>{_NUMBER})(?:\s*/\s*(?P<bottom>{_NUMBER}))?"
    rf"|(?P<word>\b(?:{'|'.join((*_WORDS, *_LARGE))})s?\b)",
    re.IGNORECASE,
)
_UNIT_AFTER: Final = re.compile(
    r"[\s-]*(?:(?P<power>square|cubic)\s+)?(?P<unit>%|°c?|[a-z]+)(?P<raised>\^\{?[23]\}?|[²³])?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what it counts."""

    value: Fraction
    unit: str
    """In short, such as `cm`, `cm2` or `%`; empty when none that we know follows."""


def amounts(text: str) -> list[Amount]:
    """Every amount outside of sums, in its order."""
    clean = _SUM.sub(" ", plain_maths(text))
    return [Amount(_value(match), _unit(match, clean)) for match in _AMOUNT.finditer(clean)]


def plain_maths(text: str) -> str:
    r"""`\frac{1}{2}` as `1/2`, without dollar signs around formulas."""
    text = _LATEX.sub(r" \1 ", _FRAC.sub(r"\1/\2", text))
    for sign, plain in _SIGNS:
        text = text.replace(sign, plain)
    text = text.replace("{,}", ",").replace("\u00a0", " ")
    text = _FORMULA.sub(r"\1", text)
    return re.sub(r"[*_`](?=\S)|(?<=\S)[*_`]", "", text)


def _value(match: re.Match[str]) -> Fraction:
    if word := match["word"]:
        name = word.lower()
        known = _WORDS | _LARGE
        return known[name] if name in known else known[name.removesuffix("s")]
    top = Fraction(match["top"].replace(",", ""))
    bottom = Fraction((match["bottom"] or "1").replace(",", ""))
    return top / bottom if bottom else top


def _unit(match: re.Match[str], text: str) -> str:
    if match["money"]:
        return "$"
    after = _UNIT_AFTER.match(text, match.end())
    if after is None:
        return ""
    name = after["unit"].lower()
    unit = _UNITS.get(name) or _UNITS.get(name.removesuffix("s"), "")
    raised = re.sub(r"\D", "", (after["raised"] or "").replace("²", "2").replace("³", "3"))
    power = {"square": "2", "cubic": "3"}.get((after["power"] or "").lower(), raised)
    return f"{unit}{power}" if unit else ""
