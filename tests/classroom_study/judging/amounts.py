"""The numbers of a text and what can be worked out from what stands between them. Knows no
answers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from tutor_server.modules.lessons.checkers.amounts import Amount, find_amounts
from tutor_server.modules.lessons.checkers.cleaning import folded
from tutor_server.modules.lessons.checkers.spoken import in_digits

_N = r"(\d+(?:\.\d+)?(?:/\d+)?)"
_SIGNS = (
    ("+", r"\+|plus|and add|add|together with"),
    ("-", r"-|minus|take away|and subtract|and take away"),
    ("*", r"\*|x|times|multiplied by"),
    ("/", r"/|:|divided by|over"),
)
_SIGN = tuple(
    (sign, re.compile(rf"[\s(),]*(?:{pattern})[\s()]*(?:the |an? )?")) for sign, pattern in _SIGNS
)
_PHRASES: tuple[tuple[re.Pattern[str], Callable[[Fraction, Fraction], Fraction]], ...] = (
    (
        re.compile(rf"{_N} (?:[a-z]+ )?(?:(?:more|bigger|higher|larger) than|above|over) {_N}"),
        lambda a, b: b + a,
    ),
    (
        re.compile(rf"{_N} (?:[a-z]+ )?(?:(?:less|smaller|lower|fewer) than|below|under) {_N}"),
        lambda a, b: b - a,
    ),
    (re.compile(rf"subtract {_N} from {_N}|take {_N} (?:away )?from {_N}"), lambda a, b: b - a),
    (re.compile(rf"take {_N} and (?:then )?subtract {_N}"), lambda a, b: a - b),
    (
        re.compile(
            rf"add {_N} (?:to|and) {_N}|{_N} (?:[a-z]+ )?and (?:then )?{_N} (?:[a-z]+ )?more"
        ),
        lambda a, b: a + b,
    ),
    (re.compile(rf"{_N} of {_N}"), lambda a, b: a * b),
    (re.compile(rf"{_N} and {_N} (?:make|added|together|in all|are all)"), lambda a, b: a + b),
    (re.compile(rf"multiply {_N} (?:by|with) {_N}|{_N} {_N} times\b"), lambda a, b: a * b),
    (re.compile(rf"{_N}\b[^.?!\d]{{1,40}} {_N} (?:fewer|less)\b"), lambda a, b: a - b),
    (
        re.compile(rf"take {_N} and go (?:[^.?!\d]{{0,20}} )?(?:back )?{_N}(?: back)?"),
        lambda a, b: a - b,
    ),
    (re.compile(rf"divide {_N} by {_N}"), lambda a, b: a / b if b else Fraction(0)),
)
_SINGLE: tuple[tuple[re.Pattern[str], Callable[[Fraction], Fraction]], ...] = (
    (re.compile(rf"(?:twice|double|the double of|two times) {_N}"), lambda a: 2 * a),
    (re.compile(rf"(?:triple|three times) {_N}"), lambda a: 3 * a),
    (re.compile(rf"half (?:of )?{_N}"), lambda a: a / 2),
    (re.compile(rf"square of {_N}|{_N} squared|{_N} ?\^ ?2"), lambda a: a * a),
    (re.compile(rf"(?<!the ){_N} hundreds?\b"), lambda a: a * 100),
    (
        re.compile(rf"\bone more than {_N}|\b(?:right|just|directly|number|comes) after {_N}"),
        lambda a: a + 1,
    ),
    (re.compile(rf"\b(?:right|just|directly|number|comes) before {_N}"), lambda a: a - 1),
    (re.compile(rf"\bone (?:less|fewer) than {_N}"), lambda a: a - 1),
    (re.compile(rf"{_N} tens\b"), lambda a: a * 10),
    (re.compile(rf"{_N},? (?:and )?(?:then |with )?(?:a|one) zero\b"), lambda a: a * 10),
    (re.compile(rf"{_N},? (?:and )?(?:then |with )?2 zeros\b"), lambda a: a * 100),
    (re.compile(rf"{_N},? (?:and )?(?:then |with )?3 zeros\b"), lambda a: a * 1000),
    (re.compile(rf"{_N} dozens?\b|\bdozen of {_N}"), lambda a: a * 12),
)  # fmt: skip
_PLURALS = {"twos": 2, "threes": 3, "fours": 4, "fives": 5, "sixes": 6, "sevens": 7, "eights": 8,
            "nines": 9}  # fmt: skip
_PARTS = {"halves": 2, "thirds": 3, "quarters": 4, "fourths": 4, "fifths": 5, "sixths": 6,
          "sevenths": 7, "eighths": 8, "ninths": 9, "tenths": 10}  # fmt: skip
_KNOWN = (
    (r"days (?:are )?(?:there )?(?:in|of) a week", 7),
    (r"months (?:there are )?in a year|a dozen", 12),
    (r"hours in a day", 24),
    (r"days (?:that |in |there are in )*(?:april|june|september|november)", 30),
    (r"(?:minutes in an hour|seconds in a minute)", 60),
    (r"(?:fingers (?:on|of) (?:one|a) hand|toes on a foot)", 5),
    (r"(?:legs of|legs as|legs on) a(?:n insect|n ant| bee)", 6),
    (r"(?:legs of|legs on) a spider|legs as a spider", 8),
    (r"(?:sides|corners) (?:of|in|as) a triangle|wheels (?:of|on) a tricycle", 3),
    (r"(?:wheels (?:of|on)|wheels as) a car|legs (?:of|on) a (?:dog|cat|horse|chair)", 4),
    (r"fingers on (?:both|two) hands", 10),
    (r"letters (?:of|in) the alphabet", 26),
    (r"cents in a (?:dollar|euro)|years in a century", 100),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """Something whose value is not said but can be worked out."""

    value: Fraction
    operands: tuple[Fraction, ...]
    found: str


def digits_of(text: str) -> str:
    """Plain text with number words in digits."""
    plain = re.sub(r"\ba dozen\b", "twelve", folded(text))
    plain = re.sub(r"(?<=[a-z]) - (?=[a-z])", "-", re.sub(r"\bhalf[- ]?way\b", " ", plain))
    digits = in_digits(plain)
    digits = re.sub(
        rf"(\d+) ({'|'.join(_PLURALS)})\b", lambda m: f"{m[1]} * {_PLURALS[m[2]]}", digits
    )
    return re.sub(
        rf"(\d+) of the ({'|'.join(_PARTS)})\b", lambda m: f"{m[1]}/{_PARTS[m[2]]}", digits
    )


def amounts(digits: str) -> tuple[Amount, ...]:
    """The numbers that stand by themselves; not the marks of a list."""
    found = (amount for amount in find_amounts(digits) if not amount.glued)
    return tuple(amount for amount in found if not _is_mark(digits, amount))


def _is_mark(digits: str, amount: Amount) -> bool:
    before, after = digits[: amount.start], digits[amount.end :]
    listed = re.search(r"(?:^|\n)\s*$", before) and re.match(r"[.)] ", after)
    named = re.search(
        r"\b(?:step|rung|hint|line|question|example|part|grade|level|figure) $", before
    )
    return bool(listed or named)


def worked_out(digits: str) -> Iterator[WorkedOut]:
    """Sums and phrases that stand for numbers."""
    yield from _chains(digits)
    for pattern, work in _PHRASES:
        for match in pattern.finditer(digits):
            a, b = (_fraction(group) for group in match.groups() if group is not None)
            yield WorkedOut(value=work(a, b), operands=(a, b), found=match[0])
    for single, change in _SINGLE:
        for match in single.finditer(digits):
            a = next(_fraction(group) for group in match.groups() if group is not None)
            yield WorkedOut(value=change(a), operands=(a,), found=match[0])
    for known, number in _KNOWN:
        for match in re.finditer(known, digits):
            yield WorkedOut(value=Fraction(number), operands=(), found=match[0])


def _fraction(text: str) -> Fraction:
    try:
        top, _, bottom = text.partition("/")
        return Fraction(top) / Fraction(bottom) if bottom else Fraction(top)
    except ZeroDivisionError:
        return Fraction(0)


def _chains(digits: str) -> Iterator[WorkedOut]:
    """`20 - 8 + 3`: every part of a chain of two numbers or more."""
    found = amounts(digits)
    for first in range(len(found)):
        values, signs = [found[first].value], list[str]()
        for before, number in zip(found[first:], found[first + 1 :], strict=False):
            gap = digits[before.end : number.start]
            sign = next((s for s, pattern in _SIGN if pattern.fullmatch(gap)), "")
            if not sign:
                break
            values.append(number.value)
            signs.append(sign)
            value = _worth(values, signs)
            if value is not None:
                text = digits[found[first].start : number.end]
                yield WorkedOut(value=value, operands=tuple(values), found=text)


def _worth(values: list[Fraction], signs: list[str]) -> Fraction | None:
    """Points before lines."""
    terms = [values[0]]
    for sign, value in zip(signs, values[1:], strict=True):
        if sign == "*":
            terms[-1] *= value
        elif sign == "/":
            if not value:
                return None
            terms[-1] /= value
        else:
            terms.append(value if sign == "+" else -value)
    return sum(terms, Fraction(0))
