"""English dates, times and ratios."""

import re

from inference.speaking.lexicon import Lexicon
from inference.speaking.numbers import cardinal, ordinal, year_words
from inference.speaking.spans import Reading

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?![\d-])")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/])")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?![\d:])(?:\s?([AaPp])\.?[Mm]\b)?")
_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s?:\s?(?=\d)")
_DATE_BEFORE = re.compile(
    r"(?:\b(?:dated|due|since|deadline|born|until)(?: on| is)?|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)\s$",
    re.I,
)
_RATIO_BEFORE = re.compile(r"\b(?:ratio|scale|odds|proportion)\b[^.!?]*$", re.I)
_YEAR = re.compile(r"(1[1-9]\d\d|20\d\d)(?![\d,.]\d|\w|\s?[-+=*/^×÷<>%])")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|year|until|by|around)|\b(?:" + "|".join(_MONTHS) + r")(?: \d{1,2},?)?)\s$"
)
_YEAR_AFTER = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:and|when|the|was|were|to|he|she|they|we|it|a|an|in|at)\b)"
)


def date(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """`2026-03-04` by its names; `3/4/2026` number by number, because its order differs by
    country; `3/4` only after words such as "due" or "Monday"."""
    if match := _ISO.match(text, at):
        year, month, day = match.groups()
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            words = f"{_MONTHS[int(month) - 1]} {ordinal(str(int(day)))}, {year_words(year)}"
            return Reading(words, match.end())
    if match := _SLASHED.match(text, at):
        return Reading(" ".join(_date_part(part) for part in match.groups()), match.end())
    match = _DAY.match(text, at)
    if match and _DATE_BEFORE.search(text, max(0, at - 24), at):
        return Reading(" ".join(_date_part(part) for part in match.groups()), match.end())
    return None


def _date_part(digits: str) -> str:
    return year_words(digits) if len(digits) == 4 else cardinal(str(int(digits)))


def time(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """`3:05 pm` -> `three oh five p m`; after "ratio" and for `2:3` the ends of a ratio."""
    match = _TIME.match(text, at)
    if match and not _RATIO_BEFORE.search(text, max(0, at - 60), at):
        return Reading(_time_words(match), match.end())
    ratio = _RATIO.match(text, at)
    return Reading(f"{lexicon.number(ratio.group(1))} to", ratio.end()) if ratio else None


def _time_words(match: re.Match[str]) -> str:
    hour, minute, half = match.groups()
    tail = f" {half.lower()} m" if half else ""
    if minute == "00":
        return cardinal(str(int(hour))) + (tail or " o'clock")
    minutes = f"oh {cardinal(minute[1])}" if minute[0] == "0" else cardinal(minute)
    return f"{cardinal(str(int(hour)))} {minutes}{tail}"


def year(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """Four digits after "in", "since" or a month and before no noun: `in 1492,`."""
    match = _YEAR.match(text, at)
    if match is None or not _YEAR_BEFORE.search(text, max(0, at - 24), at):
        return None
    if not _YEAR_AFTER.match(text, match.end()):
        return None
    return Reading(year_words(match.group(1)), match.end())
