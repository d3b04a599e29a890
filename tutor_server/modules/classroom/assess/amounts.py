"""Whether a text says that something is a certain number. Pure; exact fractions.

Says yes or no only when it is certain: a text with several numbers and no clear end, or with a
way of writing that is not understood, is undecided. Units are not looked at.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sessions.teaching.number_words import ORDINALS, PARTS, SCALES, TENS, UNITS

_WHOLE = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})"
_PATTERN = (
    rf"(?P<sign>-)?(?:(?P<mixed>\d{{1,15}}) (?P<top>\d{{1,15}})\s?/\s?(?P<bottom>\d{{1,15}})"
    rf"|(?P<over>\d{{1,15}})\s?(?:/|over|out of)\s?(?P<under>\d{{1,15}})"
    rf"|(?P<whole>{_WHOLE})?\.(?P<decimals>\d{{1,15}})|(?P<plain>{_WHOLE}))"
    r"(?P<percent>\s?(?:%|percent\b|per cent\b))?"
)
_NUMBER = re.compile(rf"(?<![\w.,/^]){_PATTERN}(?!\d|[.,/:]\d|e[+-]?\d|\^|(?:st|nd|rd|th)\b)")
_ONLY = re.compile(_PATTERN)
_VULGAR = re.compile("(?<=\\d)(?=[\u00bc-\u00be\u2150-\u215e])")
_SUPERSCRIPT = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]")
_LATEX = re.compile(r"\\[dt]?frac\s*\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}")
_MARKER = re.compile(r"^\s*\d{1,2}[.)](?=\s+\S)", re.MULTILINE)
"""`1.` in front of a line."""
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")
_GROUPED = re.compile(r"\b\d{1,3} \d{3}\b")
"""`1 200`: one number or two."""
_STRANGE = re.compile(r"√|sqrt|\\|∞|\d and \d+/")
_WORDS = re.compile(r"[a-z]+")
_TENS = "|".join(TENS)
_SMALL = "|".join(name for name, value in UNITS.items() if 0 < value < 10)
_PART = "|".join(sorted(PARTS, key=len, reverse=True))
_SAID = re.compile(
    rf"\b(?:(?P<count>{'|'.join(UNITS)}|a|an)[ -](?P<part>{_PART})"
    rf"|(?P<tens>{_TENS})[ -](?P<unit>{_SMALL})|(?P<word>{'|'.join(UNITS)}|{_TENS}|half))\b"
)
_ANY: Final = frozenset({*UNITS, *TENS, *SCALES, *PARTS}) - frozenset(ORDINALS)
_HEDGED = re.compile(
    r"(?:\bnot|n't|\bnever|\babout|\balmost|\baround|\bnearly|\broughly"
    r"|\b(?:more|less|greater|fewer|bigger|smaller|larger) than|[<>≠≈~])(?: \w+){0,2} ?$"
)
"""In front of a number that is then not said to be the answer."""
_DECLARED = re.compile(
    r"\b(?:answer|result|total|solution)(?: \w+){0,3}? ?(?:is|=|:|equals) ?[$€£]?$"
)
"""In front of a number that is said to be the answer."""
_ENDING = re.compile(r"(?:=|\b(?:is|are|equals|get|gives|makes|leaves|so|therefore)) ?[$€£]?$")
"""In front of a number that ends a line of working."""
_CLOSED = re.compile(r"(?: ?[a-z%°]+)?(?:[.!;)\]]| because\b| since\b| ?$| ?\n)")
"""Behind a number: a unit perhaps, and then no other number in the same breath."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One number of a text."""

    value: Fraction
    start: int
    end: int
    weak: bool = False
    """`one` is often no number ("this one"); it counts only by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The numbers of a text."""

    text: str
    """As it was read: plain characters, lower case."""
    amounts: tuple[Amount, ...]
    unread: bool
    """It says something about numbers that was not understood."""


def amount_of(text: str) -> Fraction | None:
    """A text that is one number and nothing else: `7`, `-2.5`, `3/4`, `1 1/2`, `50%`."""
    match = _ONLY.fullmatch(_normal(text).strip())
    return None if match is None else _value(match)


def read(text: str) -> Amounts:
    """Find the numbers, first to last."""
    written = _normal(text)
    cleared = _MARKER.sub(_blank, written)
    cleared = _ORDINAL.sub(_blank, cleared)
    unread = _STRANGE.search(cleared) is not None or _GROUPED.search(cleared) is not None
    found: list[Amount] = []
    for match in _NUMBER.finditer(cleared):
        value = _value(match)
        if value is None:
            unread = True
        else:
            found.append(Amount(value=value, start=match.start(), end=match.end()))
    rest = _NUMBER.sub(_blank, cleared)
    said = [_said(match) for match in _SAID.finditer(rest)]
    rest = _SAID.sub(_blank, rest)
    unread = unread or any(char.isdigit() for char in rest)
    unread = unread or any(word in _ANY for word in _WORDS.findall(rest))
    amounts = _joined(written, sorted([*found, *said], key=lambda amount: amount.start))
    strong = tuple(amount for amount in amounts if not amount.weak)
    return Amounts(text=written, amounts=strong or tuple(amounts), unread=unread)


def says(amounts: Amounts, wanted: Fraction) -> bool | None:
    """Whether the text gives the wanted number as its answer; None when that is not certain."""
    values = {amount.value for amount in amounts.amounts}
    if any(amount.value == wanted and _hedged(amounts, amount) for amount in amounts.amounts):
        return None
    if not amounts.unread and wanted not in values:
        return False
    if not amounts.unread and values == {wanted}:
        return True
    last = _conclusion(amounts)
    return None if last is None else last == wanted


def _conclusion(amounts: Amounts) -> Fraction | None:
    """What the text declares to be its answer, or what its last calculation comes to."""
    declared = {amount.value for amount in amounts.amounts if _follows(_DECLARED, amounts, amount)}
    if declared:
        return declared.pop() if len(declared) == 1 else None
    last = amounts.amounts[-1] if amounts.amounts else None
    if last is None or not _follows(_ENDING, amounts, last):
        return None
    return last.value


def _normal(text: str) -> str:
    """Plain characters, lower case, dashes as minus signs, powers as `^`."""
    text = _SUPERSCRIPT.sub(lambda match: f"^{unicodedata.normalize('NFKC', match[0])}", text)
    text = unicodedata.normalize("NFKC", _VULGAR.sub(" ", text)).casefold()
    text = text.translate({0x2044: "/", 0xF7: "/", 0x2212: "-", 0x2013: "-", 0x2019: "'"})
    return re.sub(r"[^\S\n]+", " ", _LATEX.sub(r"\1/\2", text))


def _blank(match: re.Match[str]) -> str:
    """Every character keeps its place."""
    return " " * len(match[0])


def _value(match: re.Match[str]) -> Fraction | None:
    """None when it divides by zero."""
    parts = {name: text.replace(",", "") for name, text in match.groupdict("").items()}
    bottom = parts["bottom"] or parts["under"] or "1"
    if int(bottom) == 0:
        return None
    whole = parts["mixed"] or parts["whole"] or parts["plain"] or "0"
    value = Fraction(int(whole)) + Fraction(int(parts["top"] or parts["over"] or "0"), int(bottom))
    if parts["decimals"]:
        value += Fraction(int(parts["decimals"]), 10 ** len(parts["decimals"]))
    value = value / 100 if parts["percent"] else value
    return -value if parts["sign"] else value


def _said(match: re.Match[str]) -> Amount:
    word = match["word"]
    if match["part"]:
        count = 1 if match["count"] in {"a", "an"} else UNITS[match["count"]]
        value = Fraction(count, PARTS[match["part"]])
    elif match["tens"]:
        value = Fraction(TENS[match["tens"]] + UNITS[match["unit"]])
    elif word == "half":
        value = Fraction(1, 2)
    else:
        value = Fraction((UNITS | TENS)[word])
    return Amount(value=value, start=match.start(), end=match.end(), weak=word == "one")


def _joined(text: str, amounts: list[Amount]) -> list[Amount]:
    """`3 and a half` is one number."""
    joined: list[Amount] = []
    for amount in amounts:
        before = joined[-1] if joined else None
        if (
            before is not None
            and text[before.end : amount.start] == " and "
            and before.value.denominator == 1
            and 0 < amount.value < 1
            and text[amount.start].isalpha()
        ):
            value = before.value + amount.value
            joined[-1] = Amount(value=value, start=before.start, end=amount.end)
        else:
            joined.append(amount)
    return joined


def _hedged(amounts: Amounts, amount: Amount) -> bool:
    return _HEDGED.search(_before(amounts, amount)) is not None


def _follows(opening: re.Pattern[str], amounts: Amounts, amount: Amount) -> bool:
    opened = opening.search(_before(amounts, amount)) is not None
    return opened and _CLOSED.match(amounts.text, amount.end) is not None


def _before(amounts: Amounts, amount: Amount) -> str:
    """A few words in front of a number."""
    return amounts.text[max(0, amount.start - 60) : amount.start]
