"""Works out what a sentence says without naming the number: `50 - 2`, double 24, one more than 47,
between 47 and 49, 4 tens and 8 ones.

Knows no question and no answer. Pure; exact fractions.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from sessions.teaching.number_scan import Mention
from sessions.teaching.numbers import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A value that follows from numbers of the sentence."""

    value: Fraction
    operands: tuple[Mention, ...]
    start: int
    """In Reading.canon."""
    end: int
    worded: bool = False
    """Said with words such as "double" or "between", which name a value, not a task."""


_WORDS = (
    (re.compile(r"\b(?:plus|added to)\b"), "+"),
    (re.compile(r"\b(?:minus|take away|takeaway)\b"), "-"),
    (re.compile(r"\b(?:times|multiplied by)\b"), "*"),
    (re.compile(r"(?<=#) ?x ?(?=#)"), "*"),
    (re.compile(r"\b(?:divided by)\b"), "/"),
    (re.compile(r"\bsquared\b"), "^2"),
    (re.compile(r"\bcubed\b"), "^3"),
)
_MARK = r"#(\d+)#"
_LOOSE = r"#\d+#"
_OPERAND = rf"\(? ?{_LOOSE}(?: ?\^\d)? ?\)?"
_CHAIN = re.compile(rf"{_OPERAND}(?:,? ?(?:[-+*/^]|(?<=\))(?=\()) ?{_OPERAND})+|{_LOOSE} ?\^\d")
_TOKEN = re.compile(rf"{_MARK}|\^(\d)|([-+*/^()])")
_MOST_POWER = 12
_MOST_DIGITS = 15
"""Numbers with more digits are not worked out."""


def with_signs(canon: str) -> str:
    """Operations in words, as signs; every character keeps its place."""
    for pattern, sign in _WORDS:
        canon = pattern.sub(partial(_in_place, sign), canon)
    return canon


def _in_place(sign: str, match: re.Match[str]) -> str:
    return sign.ljust(len(match[0]))


def sums(reading: Reading) -> Iterator[Sum]:
    """Every calculation of the text."""
    canon = with_signs(reading.canon)
    squeezed, places = _squeeze(canon)
    for match in _CHAIN.finditer(squeezed):
        value, operands = _worked_out(match[0], reading)
        if value is None:
            continue
        start, end = places[match.start()], places[match.end() - 1] + 1
        yield Sum(value=value, operands=operands, start=start, end=end)
        if operands[-1].percent and match[0].count("/") == 1:  # (100 / 4) percent
            yield Sum(value=value / 100, operands=operands, start=start, end=end)
    for pattern, work in _PHRASES:
        for match in pattern.finditer(reading.canon):
            operands = tuple(reading.mentions[int(number)] for number in match.groups() if number)
            if any(_too_long(mention.value) for mention in operands):
                continue
            value = work(*(_amount(mention) for mention in operands))
            if value is not None:
                start, end = match.span()
                found = Sum(value=value, operands=operands, start=start, end=end, worded=True)
                yield found
                yield from _and_more(found, canon, reading)
    yield from _places(reading)


_MORE = re.compile(rf",? ?(?:and |then )*([-+*/]) *{_MARK}")


def _and_more(found: Sum, canon: str, reading: Reading) -> Iterator[Sum]:
    """The square of 7, minus 1."""
    match = _MORE.match(canon, found.end)
    if match is None:
        return
    mention = reading.mentions[int(match[2])]
    number = _amount(mention)
    if _too_long(number) or (match[1] == "/" and not number):
        return
    value = {
        "+": found.value + number,
        "-": found.value - number,
        "*": found.value * number,
        "/": found.value / (number or 1),
    }[match[1]]
    operands = (*found.operands, mention)
    yield Sum(value=value, operands=operands, start=found.start, end=match.end(), worded=True)


def _squeeze(canon: str) -> tuple[str, list[int]]:
    """Runs of spaces become one; the places of the characters that stay."""
    kept = [at for at, char in enumerate(canon) if not (char == " " and canon[at - 1 : at] == " ")]
    return "".join(canon[at] for at in kept), kept


def _amount(mention: Mention) -> Fraction:
    return mention.value / 100 if mention.percent else mention.value


def _too_long(value: Fraction) -> bool:
    return len(str(abs(value.numerator))) + len(str(value.denominator)) > _MOST_DIGITS


# --- written with signs


def _worked_out(text: str, reading: Reading) -> tuple[Fraction | None, tuple[Mention, ...]]:
    tokens = [(m[1], m[2], m[3]) for m in _TOKEN.finditer(text)]
    operands = tuple(reading.mentions[int(number)] for number, _, _ in tokens if number)
    if any(_too_long(mention.value) for mention in operands):
        return None, operands
    try:
        return _Calculator(tokens, reading).total(), operands
    except (IndexError, ZeroDivisionError):
        return None, operands


class _Calculator:
    """× and ÷ before + and −, brackets first."""

    def __init__(self, tokens: list[tuple[str, str, str]], reading: Reading) -> None:
        self._tokens = tokens
        self._reading = reading
        self._at = 0

    def total(self) -> Fraction:
        """The value; IndexError when brackets do not fit."""
        value = self._sum()
        while self._sign() == ")":  # a bracket that was opened before the chain
            self._at += 1
        if self._at != len(self._tokens):
            raise IndexError
        return value

    def _sign(self) -> str:
        return self._tokens[self._at][2] if self._at < len(self._tokens) else ""

    def _sum(self) -> Fraction:
        value = self._product()
        while self._sign() in {"+", "-"} and self._sign():
            sign = self._sign()
            self._at += 1
            value += self._product() if sign == "+" else -self._product()
        return value

    def _product(self) -> Fraction:
        value = self._power()
        while self._sign() in {"*", "/", "("} and self._sign():
            sign = self._sign()
            self._at += sign != "("
            value = value / self._power() if sign == "/" else value * self._power()
        return value

    def _power(self) -> Fraction:
        value = self._single()
        if self._at < len(self._tokens) and self._tokens[self._at][1]:
            value = value ** int(self._tokens[self._at][1])
            self._at += 1
        elif self._sign() == "^":
            self._at += 1
            power = self._single()
            if power.denominator != 1 or not 0 <= power <= _MOST_POWER:
                raise IndexError
            value = value ** int(power)
        return value

    def _single(self) -> Fraction:
        if self._sign() == "(":
            self._at += 1
            value = self._sum()
            self._at += self._sign() == ")"
            return value
        number = self._tokens[self._at][0]
        if not number:
            raise IndexError
        self._at += 1
        return _amount(self._reading.mentions[int(number)])


# --- said with words

_Work = Callable[..., Fraction | None]


def _phrase(pattern: str, work: _Work) -> tuple[re.Pattern[str], _Work]:
    return re.compile(pattern.replace("N", _MARK)), work


def _between(low: Fraction, high: Fraction) -> Fraction | None:
    """The one whole number between two."""
    low, high = min(low, high), max(low, high)
    whole = low.denominator == high.denominator == 1
    return low + 1 if whole and high - low == 2 else None


def _backwards(value: Fraction) -> Fraction | None:
    digits = str(value.numerator)
    if value.denominator != 1 or not digits.isdecimal():
        return None
    return Fraction(int(digits[::-1]))


def _root(value: Fraction) -> Fraction | None:
    if value < 0 or value.denominator != 1:
        return None
    root = round(float(value) ** 0.5)
    return Fraction(root) if root * root == value else None


def _part(part: Fraction, whole: Fraction) -> Fraction | None:
    """`3/4 of 20`; of two whole numbers it would be "3 of 4 pieces"."""
    return part * whole if part.denominator != 1 or part == 0 else None


_UP = "(?:up|forward|forwards|on|further|more)"
_DOWN = "(?:down|back|backward|backwards)"
_PHRASES: tuple[tuple[re.Pattern[str], _Work], ...] = (
    _phrase(r"\b(?:double|twice)(?: of)?(?: the(?: number)?)? N", lambda a: 2 * a),
    _phrase(r"\b(?:triple|thrice)(?: of)? N", lambda a: 3 * a),
    _phrase(r"N of (?:the (?:number )?)?N", _part),
    _phrase(r"\bsum of N(?:,? and|,) N", lambda a, b: a + b),
    _phrase(r"\bproduct of N(?:,? and|,) N", lambda a, b: a * b),
    _phrase(r"\bdifference (?:of|between) N(?:,? and|,) N", lambda a, b: abs(a - b)),
    _phrase(r"N (?:groups?|lots|bags|rows|boxes|times|sets) of N", lambda a, b: a * b),
    _phrase(r"N N times", lambda a, b: a * b),
    _phrase(r"\bmultiply N (?:by|with|and) N", lambda a, b: a * b),
    _phrase(r"\bdivide N (?:by|into) N", lambda a, b: a / b if b else None),
    _phrase(r"\badd N (?:to|and) N", lambda a, b: a + b),
    _phrase(r"N (?:\w+ )?short of N", lambda a, b: b - a),
    _phrase(r"N,? (?:but|and|only) N (?:fewer|less)\b", lambda a, b: a - b),
    _phrase(r"N,? (?:but|and|only) N (?:more|extra)\b", lambda a, b: a + b),
    _phrase(
        r"\b(?:half ?way between|in the middle (?:of|between)|(?:mean|average) of) N and N",
        lambda a, b: (a + b) / 2,
    ),
    _phrase(r"\b(?:the )?square of N", lambda a: a * a),
    _phrase(r"\b(?:the )?cube of N", lambda a: a * a * a),
    _phrase(r"N out of (?:every|each) N", lambda a, b: a / b if b else None),
    _phrase(r"\b(?:take away|subtract|take) N from N", lambda a, b: b - a),
    _phrase(r"\bbackwards?[,:]? N", _backwards),
    _phrase(r"N (?:more|greater|larger|bigger|higher) than N", lambda a, b: a + b),
    _phrase(r"N (?:less|fewer|smaller|lower) than N", lambda a, b: b - a),
    _phrase(
        r"N[;,]? (?:but |and )?(?:it is|it's|is) (?:\w+ )?N (?:fewer|less)", lambda a, b: a - b
    ),
    _phrase(r"N[;,]? (?:but |and )?(?:it is|it's|is) (?:\w+ )?N more", lambda a, b: a + b),
    _phrase(r"N (?:after|past|above) N", lambda a, b: a + b),
    _phrase(r"N (?:before|below|under) N", lambda a, b: b - a),
    _phrase(r"\b(?:number|right|just|comes|directly|next) after N", lambda a: a + 1),
    _phrase(r"\b(?:number|right|just|comes|directly) before N", lambda a: a - 1),
    _phrase(r"\bbetween N and N", _between),
    _phrase(
        r"\b(?:bigger|greater|more|larger|higher|above) (?:than )?N (?:and|but) "
        r"(?:smaller|less|lower|fewer|below) (?:than )?N",
        _between,
    ),
    _phrase(
        r"\b(?:smaller|less|lower|fewer|below) (?:than )?N (?:and|but) "
        r"(?:bigger|greater|more|larger|higher|above) (?:than )?N",
        _between,
    ),
    _phrase(r"\bnot N,? (?:and |but )?not N,? .{0,20}\bbetween", _between),
    _phrase(
        rf"\b(?:from|take|at|with) N,? (?:and |then )*(?:go|count|step) {_DOWN}(?: by)? N",
        lambda a, b: a - b,
    ),
    _phrase(
        rf"\b(?:from|take|at|with) N,? (?:and |then )*(?:go|count|step) {_UP}(?: by)? N",
        lambda a, b: a + b,
    ),
    _phrase(r"(?:square root of|sqrt ?\(?) ?N", _root),
    _phrase(
        r"N (?:is |are )?(?:written |spelled |read )?(?:backwards?|reversed|the other way round)",
        _backwards,
    ),
)
_PLACE = re.compile(
    r"(?<!the )(?<!which )(?<!between )(?<!those )"
    r"#(\d+)# (thousands?|hundreds?|tens?|ones?|units?)\b"
    r"|\b(thousands?|hundreds?|tens?|ones?|units?)(?: digit| place)? "
    r"(?:is |has |holds |=|: ?)?(?:an? )?#(\d+)#"
)
_WORTH = {"thousand": 1_000, "hundred": 100, "ten": 10, "one": 1, "unit": 1}


def _places(reading: Reading) -> Iterator[Sum]:
    """4 tens and 8 ones; the tens digit is 4 and the ones digit is 8."""
    found = list(_PLACE.finditer(reading.canon))
    if not found:
        return
    total, operands = Fraction(0), list[Mention]()
    seen = set[int]()
    for match in found:
        mention = reading.mentions[int(match[1] or match[4])]
        worth = _WORTH[(match[2] or match[3]).rstrip("s")]
        if worth in seen or mention.value.denominator != 1 or _too_long(mention.value):
            return
        seen.add(worth)
        total += mention.value * worth
        operands.append(mention)
    yield Sum(
        value=total,
        operands=tuple(operands),
        start=found[0].start(),
        end=found[-1].end(),
        worded=True,
    )
