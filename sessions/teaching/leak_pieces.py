"""Is a number given away piece by piece, over sentences or replies: digit by digit, top and
bottom, by limits, or by how far the student is off?

Only pieces that are true of the key are collected. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from sessions.teaching.bounds import Bound, bounds, left
from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.leak_values import ValueKey
from sessions.teaching.numbers import Reading, read
from sessions.teaching.talk import Talk, figures, statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """What is known of the key."""

    digits: frozenset[int] = frozenset()
    """Places whose digit was told, from the left, 0 first."""
    tops: frozenset[Fraction] = frozenset()
    bottoms: frozenset[Fraction] = frozenset()
    limits: frozenset[Bound] = frozenset()

    def with_those_of(self, other: "Pieces") -> "Pieces":
        """Both together."""
        return Pieces(
            digits=self.digits | other.digits,
            tops=self.tops | other.tops,
            bottoms=self.bottoms | other.bottoms,
            limits=self.limits | other.limits,
        )


def pieces_leak(key: ValueKey, talk: Talk, asked: str, reply: str) -> Leak | None:
    """Do the pieces of this reply, with those of the talk before, make up the key?"""
    off = _off_by(key, asked, reply)
    if off is not None:
        return off
    new = _pieces(key, asked, reply)
    if new == Pieces():
        return None
    before = Pieces()
    for exchange in talk:
        before = before.with_those_of(_pieces(key, exchange.student, exchange.tutor))
    return None if _made_up(key, before) else _made_up(key, before.with_those_of(new))


def _made_up(key: ValueKey, known: Pieces) -> Leak | None:
    digits = _digits_of(key)
    missing = len(digits) - len(known.digits)
    if len(digits) >= 2 and missing <= (len(digits) > 2):
        return Leak(kind=LeakKind.DIGITS, found=f"digits {sorted(known.digits)}")
    for top in known.tops:
        for bottom in known.bottoms - {Fraction(0)}:
            if key.fits(top / bottom) and f"{top}/{bottom}" not in key.own:
                return Leak(kind=LeakKind.DIGITS, found=f"{top} on top, {bottom} below")
    few = left(known.limits, _step(key))
    if few is not None and few <= _fewest(key):
        return Leak(kind=LeakKind.LIMITS, found=f"{few} left")
    return None


def _step(key: ValueKey) -> Fraction:
    """How fine the student has to look: whole numbers, the key's decimals, twelfths."""
    value = max(key.values, key=abs)
    if value.denominator == 1:
        return Fraction(1)
    if "/" in key.surface:
        return Fraction(1, max(12, value.denominator))
    return Fraction(1, 10 ** len(key.surface.partition(".")[2]))


def _fewest(key: ValueKey) -> int:
    """One of two big numbers is as good as told; 0 or 1 is not."""
    return 2 if max(abs(value) for value in key.values) >= _BIG else 1


_BIG = 10


@lru_cache(maxsize=2048)
def _pieces(key: ValueKey, asked: str, text: str) -> Pieces:
    found = Pieces()
    for statement in statements(text):
        reading = read(statement)
        said = figures(reading)
        tops, bottoms = _above_and_below(key, asked, reading)
        found = found.with_those_of(
            Pieces(digits=frozenset(_places(key, asked, said)), tops=tops, bottoms=bottoms)
        )
    value = max(key.values, key=abs)
    limits = frozenset(b for b in bounds(asked, text) if b.holds(value))
    return found.with_those_of(Pieces(limits=limits))


# --- digits

_ROW = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_WORTH = ("ones", "tens", "hundreds", "thousands")
_PLACE = rf"({'|'.join((*_ROW, *_WORTH))}|last|final|leading|middle|units)"
_FIGURE = r"(?:digit|figure|number|numeral|place|position|column|one)"
_DIGIT = r"(\d)(?![\d/]|[.,]\d)"
_TOLD = (
    re.compile(rf"\b{_PLACE}(?:'?s)?(?: {_FIGURE})\b\D{{0,25}}?{_DIGIT}"),
    re.compile(rf"\b{_PLACE} (?:is|has|are|:|=) ?(?:an? )?{_DIGIT}"),
)
_TOLD_TURNED = re.compile(
    rf"(?<![\d.,/]){_DIGIT},? (?:is|comes?|stands?|goes|as|in|at|for|on|belongs)\b"
    rf"(?: (?:the|in|at|for|on|its|as|very))* {_PLACE}\b"
)
_STARTS = re.compile(rf"\b(?:starts?|begins?|opens?) (?:with|by|on)\b\D{{0,15}}?{_DIGIT}")
_ENDS = re.compile(rf"\b(?:ends?|stops?|closes?) (?:with|in|on|by)\b\D{{0,15}}?{_DIGIT}")
_ASKED_FOR = re.compile(rf"\b{_PLACE} {_FIGURE}\b")


def _digits_of(key: ValueKey) -> str:
    digits = key.surface.lstrip("-").rstrip("%").replace(".", "")
    return digits if digits.isdecimal() else ""


def _places(key: ValueKey, asked: str, said: str) -> Iterator[int]:
    """The places whose right digit a sentence tells."""
    digits = _digits_of(key)
    if len(digits) < 2:
        return
    told = [(m[1], m[2]) for pattern in _TOLD for m in pattern.finditer(said)]
    told += [(m[2], m[1]) for m in _TOLD_TURNED.finditer(said)]
    told += [("first", m[1]) for m in _STARTS.finditer(said)]
    told += [("last", m[1]) for m in _ENDS.finditer(said)]
    wanted = _ASKED_FOR.search(asked.lower())
    single = re.findall(rf"(?<![\d.,/]){_DIGIT}", said)
    if wanted and len(single) == 1:
        told.append((wanted[1], single[0]))
    for name, digit in told:
        place = _place(name, key, len(digits))
        if place is not None and 0 <= place < len(digits) and digits[place] == digit:
            yield place


def _place(name: str, key: ValueKey, count: int) -> int | None:
    if name in _ROW:
        return _ROW.index(name)
    if name == "leading":
        return 0
    if name in {"last", "final"}:
        return count - 1
    if name == "middle":
        return count // 2 if count % 2 else None
    whole = len(key.surface.lstrip("-").rstrip("%").partition(".")[0])
    return whole - 1 - _WORTH.index("ones" if name == "units" else name)


# --- top and bottom

_TOP = r"(?:tops?|numerator|above|upper|over the line|upstairs)"
_BOTTOM = r"(?:bottoms?|denominator|below|under|underneath|lower|beneath|downstairs)"
_SIDE = r"(?:\b{side}\b[^.#?!\n]{{0,30}}#(\d+)#|#(\d+)#[^.#?!\n,]{{0,25}}\b{side}\b)"
_TOP_IS, _BOTTOM_IS = (re.compile(_SIDE.format(side=side)) for side in (_TOP, _BOTTOM))
_ASKED_TOP, _ASKED_BOTTOM = (re.compile(rf"\b{side}\b") for side in (_TOP, _BOTTOM))


def _above_and_below(
    key: ValueKey, asked: str, reading: Reading
) -> tuple[frozenset[Fraction], frozenset[Fraction]]:
    if "/" not in key.surface:
        return frozenset(), frozenset()
    tops, bottoms = _beside(_TOP_IS, reading), _beside(_BOTTOM_IS, reading)
    whole = [m.value for m in reading.mentions if m.value.denominator == 1 and not m.ordinal]
    if len(whole) == 1 and not tops and not bottoms:
        tops = frozenset(whole) if _ASKED_TOP.search(asked.lower()) else tops
        bottoms = frozenset(whole) if _ASKED_BOTTOM.search(asked.lower()) else bottoms
    return tops, bottoms


def _beside(pattern: re.Pattern[str], reading: Reading) -> frozenset[Fraction]:
    found = [reading.mentions[int(m[1] or m[2])].value for m in pattern.finditer(reading.canon)]
    return frozenset(value for value in found if value.denominator == 1)


# --- how far off

_N = r"(\d+(?:\.\d+)?(?:/\d+)?)(?![\d/]|\.\d)"
_OFF = (
    (
        re.compile(
            rf"{_N}\s+(?:[a-z]+ )?(?:too (?:low|little|few|small|short)|under\b|below\b|short\b|"
            rf"less than (?:the|it)|smaller than (?:the|it)|missing|more (?:are|is) needed)"
        ),
        1,
    ),
    (re.compile(rf"(?:too (?:low|little|few|small|short)|short|under|below) by {_N}"), 1),
    (
        re.compile(
            rf"{_N}\s+(?:[a-z]+ )?(?:too (?:high|much|many|big|large|long)|over\b|above\b|"
            rf"more than (?:the|it)|bigger than (?:the|it))"
        ),
        -1,
    ),
    (re.compile(rf"(?:too (?:high|much|many|big|large|long)|over|above) by {_N}"), -1),
    (re.compile(rf"\b(?:add|put on|give it|go up(?: by)?|you need) {_N}"), 1),
    (re.compile(rf"\b(?:subtract|take(?: away| off)?|remove|go down(?: by)?) {_N}"), -1),
    (re.compile(rf"\b(?:off|wrong|out|away) by {_N}|\b{_N} (?:off|away)\b"), 0),
)
"""With the direction in which the student's number must go; 0: either."""
_SCALED = (
    (re.compile(r"\b(?:double|twice)\b"), Fraction(2)),
    (re.compile(r"\b(?:half|halve)\b"), Fraction(1, 2)),
    (re.compile(r"\b(?:ten|10) times\b|\banother zero\b|\ba zero more\b"), Fraction(10)),
)
_YOURS = re.compile(r"\b(?:your|yours|you|that)\b")


def _off_by(key: ValueKey, asked: str, text: str) -> Leak | None:
    """The student's number, and by how much it is off."""
    own = read(asked).mentions
    if len(own) != 1:
        return None
    number = own[0].value
    for statement in statements(text):
        said = figures(read(statement))
        for pattern, way in _OFF:
            for match in pattern.finditer(said):
                change = Fraction(next(filter(None, match.groups()))) if "/0" not in said else None
                if change is None:
                    continue
                if any(key.fits(number + sign * change) for sign in ((way,) if way else (1, -1))):
                    return Leak(kind=LeakKind.SUM, found=match[0])
        for pattern, factor in _SCALED:
            if pattern.search(said) and _YOURS.search(said) and key.fits(number * factor):
                return Leak(kind=LeakKind.SUM, found=said)
    return None
