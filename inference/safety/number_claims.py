"""Whether what a sentence says of a number is true: even, prime, its factors, rounded, compared.

Exact rules on whole numbers and plain fractions; a question, a condition or what the student said
claims nothing. Knows no equalities (arithmetic.py) and no units.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import floor, gcd, isqrt, lcm
from typing import Final

_NO_CLAIM: Final = re.compile(
    r"\?\s*$|\b(?:if|whether|when|suppose|you (?:said|wrote|say|got)|thinks?|thought)\b",
    re.IGNORECASE,
)
_WHOLE: Final = r"\d{1,6}(?![\d.,/]*\d)"
_NUMBER: Final = r"(?:\d{1,6}/\d{1,6}|\d{1,6}\.\d{1,6}|\d{1,6})(?![\d.,/]*\d)"
# The end of a sum, a fraction or a list says something of all of it.
_ALONE: Final = r"(?<![\w.,/^+\-−*×÷=])(?<![+\-−*×÷=] )(?<!\bof )(?<!\band )(?<!\bby )(?<!\bor )"
_LIST: Final = r"\d{1,6}(?:(?:, and |, | and )\d{1,6})*"
_HERE: Final = r"(?=[.,;:!]|$| (?:and|so|because)\b)"
_UNITS: Final = {
    "the nearest ten": Fraction(10), "the nearest hundred": Fraction(100),
    "the nearest thousand": Fraction(1_000), "the nearest tenth": Fraction(1, 10),
    "the nearest hundredth": Fraction(1, 100), "the nearest whole number": Fraction(1),
    "one decimal place": Fraction(1, 10), "two decimal places": Fraction(1, 100),
    "a whole number": Fraction(1),
}  # fmt: skip


def _numbers(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", text)]


def _prime(number: int) -> bool:
    return number > 1 and all(number % d for d in range(2, isqrt(number) + 1))


def _kind_holds(match: re.Match[str]) -> bool:
    number, kind = int(match["number"]), match["kind"].lower()
    is_so = {
        "even": number % 2 == 0,
        "odd": number % 2 == 1,
        "prime": _prime(number),
        "composite": number > 1 and not _prime(number),
    }[kind]
    return is_so is not bool(match["not"])


def _factors_hold(match: re.Match[str]) -> bool:
    number, told = int(match["number"]), set(_numbers(match["list"]))
    if number == 0 or 0 in told:
        return True
    found = {d for d in range(1, number + 1) if number % d == 0}
    return told == found if 1 in told else told <= found


def _shared_holds(match: re.Match[str]) -> bool:
    a, b, told = int(match["a"]), int(match["b"]), int(match["told"])
    return told == (lcm(a, b) if match["kind"].lower() == "multiple" else gcd(a, b))


def _rounding_holds(match: re.Match[str]) -> bool:
    unit = _UNITS[match["unit"].lower()]
    return (
        Fraction(match["told"]) == floor(Fraction(match["number"]) / unit + Fraction(1, 2)) * unit
    )


def _between_holds(match: re.Match[str]) -> bool:
    ends = sorted((Fraction(match["a"]), Fraction(match["b"])))
    return ends[0] <= Fraction(match["number"]) <= ends[1] and ends[0] != ends[1]


def _worth_holds(match: re.Match[str]) -> bool:
    number, digit = match["number"], match["digit"]
    places = (len(number) - 1 - at for at, found in enumerate(number) if found == digit)
    return int(match["told"]) in {int(digit) * 10**place for place in places}


def _order_holds(match: re.Match[str]) -> bool:
    a, b = Fraction(match["a"]), Fraction(match["b"])
    return a > b if match["way"].lower() in {"bigger", "greater", "larger", "more"} else a < b


def _row_holds(match: re.Match[str]) -> bool:
    row = _numbers(match["list"])
    return all(a < b for a, b in pairwise(row))


def _step_holds(match: re.Match[str]) -> bool:
    change = int(match["b"]) - int(match["a"])
    return change == (1 if match["way"].lower() == "more" else -1) * int(match["step"])


def _digit_holds(match: re.Match[str]) -> bool:
    return match["number"].endswith(match["digit"])


_CLAIMS: Final[tuple[tuple[str, Callable[[re.Match[str]], bool]], ...]] = (
    (
        rf"{_ALONE}(?P<number>{_WHOLE}) is (?P<not>not )?(?:an? )?"
        rf"(?P<kind>even|odd|prime|composite)(?: number)?{_HERE}",
        _kind_holds,
    ),
    (rf"\bthe factors of (?P<number>\d{{1,4}}) are (?P<list>{_LIST}){_HERE}", _factors_hold),
    (
        r"\b(?:greatest|highest|largest|biggest|least|lowest|smallest) common "
        rf"(?P<kind>factor|divisor|multiple) of (?P<a>\d{{1,5}}) and (?P<b>\d{{1,5}}) is "
        rf"(?P<told>\d{{1,9}}){_HERE}",
        _shared_holds,
    ),
    (
        rf"{_ALONE}(?P<number>{_NUMBER})(?: rounded)? to "
        rf"(?P<unit>{'|'.join(_UNITS)}) is (?P<told>{_NUMBER}){_HERE}",
        _rounding_holds,
    ),
    (
        rf"{_ALONE}(?P<number>{_NUMBER}) is between (?P<a>{_NUMBER}) and (?P<b>{_NUMBER}){_HERE}",
        _between_holds,
    ),
    (
        rf"\bthe (?P<digit>\d) in (?P<number>{_WHOLE}) is worth (?P<told>\d{{1,6}}){_HERE}",
        _worth_holds,
    ),
    (
        rf"{_ALONE}(?P<a>{_NUMBER}) is (?P<way>bigger|greater|larger|more|smaller|less) than "
        rf"(?P<b>{_NUMBER}){_HERE}",
        _order_holds,
    ),
    (rf"\bin order they are (?P<list>{_LIST}){_HERE}", _row_holds),
    (
        r"\bfrom (?P<a>\d{1,6}) to (?P<b>\d{1,6}) it is (?P<step>\d{1,6}) (?P<way>more|less)"
        rf"{_HERE}",
        _step_holds,
    ),
    (rf"\bthe last digit of (?P<number>{_WHOLE}) is (?P<digit>\d){_HERE}", _digit_holds),
)
_COMPILED: Final = tuple((re.compile(text, re.IGNORECASE), holds) for text, holds in _CLAIMS)


def false_claims(sentence: str) -> list[str]:
    """What a sentence says of numbers and is not so."""
    if _NO_CLAIM.search(sentence):
        return []
    return list(_false(sentence))


def _false(sentence: str) -> Iterator[str]:
    for claim, holds in _COMPILED:
        for match in claim.finditer(sentence):
            if not _holds(match, holds):
                yield match[0]


def _holds(match: re.Match[str], holds: Callable[[re.Match[str]], bool]) -> bool:
    try:
        return holds(match)
    except ZeroDivisionError:  # 3/0 is no number, and nothing can be said of it
        return True
