"""What sentences say about how big an answer is: more than 18, less than 20, "no" to "is it more
than 30?". Knows no answer; whether the limits leave only one is for others to say. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sessions.teaching.numbers import read
from sessions.teaching.talk import figures, statements

_N = r"(-?\d+(?:\.\d+)?(?:/\d+)?)(?![\d/]|\.\d)"
_UP = r"(?:greater|more|larger|bigger|higher|above|over|exceeds|past|beyond|after|>)"
_DOWN = r"(?:less|smaller|lower|fewer|below|under|before|short of|<)"
_THAN = r"(?: than)?(?: the number)? "
_ABOVE = re.compile(rf"{_UP}{_THAN}{_N}")
_BELOW = re.compile(rf"{_DOWN}{_THAN}{_N}")
_LEAST = re.compile(rf"(?:\bat least|\bno (?:less|fewer) than|\bstarts? at|>=) {_N}")
_MOST = re.compile(rf"(?:\bat most|\bno more than|\bup to|<=) {_N}")
_BETWEEN = re.compile(rf"\b(?:between|from) {_N} (?:[a-z]+ )?(?:and|to) {_N}")
_TOO = re.compile(rf"{_N} (?:[a-z]+ )?(?:is|are|would be) (?:[a-z]+ )?(?:too|not) ([a-z]+)")
_SMALL = re.compile(r"small|little|few|low|short|enough")
_DENIED = re.compile(r"(?:\bnot|n't|\bnever|\bneither|\bno)\s+(?:[a-z]+ ){0,3}$")
_OF_A_NUMBER = re.compile(
    r"\d %?\s*(?:(?!and\b|but\b|or\b|yet\b)[a-z]+ )?(?:(?:is|are) )?(?:still |much |a bit )?$"
)
"""`8 is more than 5` tells of 8."""
_OPENING = r"^\W*(?:(?:sure|okay|well|fine|oh|right)\W+)*"
_YES = re.compile(rf"{_OPENING}(?:yes|yep|yeah|exactly|true)\b")
_NO = re.compile(rf"{_OPENING}(?:no|nope|false|it is not|it isn't)\b(?! (?:hurry|need))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A limit of the answer."""

    value: Fraction
    low: bool
    """The answer is above it; otherwise below."""
    reached: bool = False
    """It may be the answer itself."""

    def holds(self, value: Fraction) -> bool:
        """Is it true of this value?"""
        if value == self.value:
            return self.reached
        return (value > self.value) is self.low


def bounds(asked: str, text: str) -> Iterator[Bound]:
    """The limits that the statements of one reply set, and its yes or no to what was asked."""
    question = figures(read(asked))
    for statement in statements(text):
        said = figures(read(statement))
        yield from _stated(said)
        if _YES.search(said):
            yield from _stated(question)
        elif _NO.search(said):
            yield from (
                Bound(value=b.value, low=not b.low, reached=not b.reached)
                for b in _stated(question)
            )


def _stated(said: str) -> Iterator[Bound]:
    for match in _BETWEEN.finditer(said):
        first, second = sorted((_value(match[1]), _value(match[2])))
        yield Bound(value=first, low=True)
        yield Bound(value=second, low=False)
    for match in _TOO.finditer(said):
        small = _SMALL.match(match[2]) is not None
        yield Bound(value=_value(match[1]), low=small)
    for pattern, low, reached in (
        (_ABOVE, True, False),
        (_BELOW, False, False),
        (_LEAST, True, True),
        (_MOST, False, True),
    ):
        for match in pattern.finditer(said):
            before = said[: match.start()]
            if _OF_A_NUMBER.search(before):
                continue
            if _DENIED.search(before):
                yield Bound(value=_value(match[1]), low=not low, reached=not reached)
            else:
                yield Bound(value=_value(match[1]), low=low, reached=reached)


def _value(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top) / (int(bottom) or 1) if bottom else Fraction(top)


def left(limits: frozenset[Bound], step: Fraction) -> int | None:
    """How many multiples of `step` the limits leave; None: there is no end on one side."""
    lows = [b for b in limits if b.low]
    highs = [b for b in limits if not b.low]
    if not lows or not highs:
        return None
    low, high = max(lows, key=_tightness), min(highs, key=lambda b: (b.value, b.reached))
    first = -(-low.value // step) if low.value % step else low.value // step + (not low.reached)
    last = high.value // step if high.value % step else high.value // step - (not high.reached)
    return max(0, int(last - first) + 1)


def _tightness(bound: Bound) -> tuple[Fraction, bool]:
    return bound.value, not bound.reached
