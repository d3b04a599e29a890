"""Reads the number that begins at a word of a sentence: digits, words, fractions, percents.

Tries the longest way of writing first. Knows no sentences and no answers. Pure.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from sessions.teaching.number_words import ORDINALS, PARTS, SCALES, TENS, UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One number of a text."""

    value: Fraction
    surface: str
    """As written, in standard form: `5` for five, `6/8` as it stands and not 3/4."""
    ordinal: bool = False
    percent: bool = False
    """`value` is the number before the sign."""
    worded: bool = False
    """Said with words."""
    start: int = 0
    """In `Reading.text`."""
    end: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign."""

    text: str
    start: int
    end: int


_CARDINALS = (
    UNITS
    | TENS
    | {f"{ten}{unit}": t + u for ten, t in TENS.items() for unit, u in UNITS.items() if 0 < u < 10}
)
_NOTHING = frozenset({"none", "nothing"})
_LONG = 40
"""Digits; a longer number is no answer of a lesson."""


class Scan:
    """Reads one number at a token; the rules go from the longest way of writing down."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens

    def number(self, at: int) -> tuple[Mention, int] | None:
        """The number that begins at this token, and the token behind it."""
        first = at + 1 if self._sign(at) else at
        found = self._unsigned(first)
        if found is None:
            return None
        mention, end = found
        below = self._below_zero(end)
        if first != at or below:
            mention = replace(mention, value=-mention.value, surface=f"-{mention.surface}")
            end = below or end
        start = self._tokens[at].start
        return replace(mention, start=start, end=self._tokens[end - 1].end), end

    def _word(self, at: int) -> str:
        return self._tokens[at].text if 0 <= at < len(self._tokens) else ""

    def _touch(self, at: int) -> bool:
        """Do this token and the next stand together without a space?"""
        return at + 1 < len(self._tokens) and self._tokens[at].end == self._tokens[at + 1].start

    def _sign(self, at: int) -> bool:
        word, before = self._word(at), self._word(at - 1)
        if before == "," and word == "minus":
            before = self._word(at - 2)
        if word in {"minus", "negative"}:
            return not (before[-1:].isdigit() or before in _CARDINALS or before == ")")
        operand = re.fullmatch(r"[\d.,]*\d|[a-z]|\)|%", before) is not None
        loose = at == 0 or self._tokens[at - 1].end < self._tokens[at].start or before in "(=:"
        return word == "-" and self._touch(at) and loose and not operand

    def _below_zero(self, at: int) -> int:
        at += self._word(at) in {"degrees", "degree"}
        under = self._word(at) in {"below", "under"} and self._word(at + 1) in {"zero", "0"}
        return at + 2 if under else 0

    def _unsigned(self, at: int) -> tuple[Mention, int] | None:
        found = self._digits(at) or self._words(at)
        if found is None:
            return self._part_alone(at)
        mention, end = found
        if mention.ordinal:
            return found
        return self._percent(*(self._over(mention, end) or self._and_part(mention, end) or found))

    def _percent(self, mention: Mention, end: int) -> tuple[Mention, int]:
        per_cent = self._word(end) == "per" and self._word(end + 1) == "cent"
        if self._word(end) in {"%", "percent"} or per_cent:
            surface = f"{mention.surface}%"
            return replace(mention, percent=True, surface=surface), end + (2 if per_cent else 1)
        return mention, end

    # --- digits

    def _digits(self, at: int) -> tuple[Mention, int] | None:
        token = self._word(at)
        if not token[-1:].isdigit() or len(token) > _LONG:
            return None
        decimal = re.sub(r"^0,(?=\d*$)", "0.", token)  # `0,5` as many countries write it
        written = decimal.replace(",", "")
        end = at + 1
        while "." not in written and self._group(at, end):
            written += self._word(end)
            end += 1
        if self._word(end) in {"st", "nd", "rd", "th"} and self._touch(end - 1):
            value = Fraction(written)
            return Mention(value=value, surface=f"{written}th", ordinal=True), end + 1
        value, end = self._scaled(Fraction(written), end)
        value, end = self._point(value, end)
        return Mention(value=value, surface=_surface(value)), end

    def _group(self, first: int, at: int) -> bool:
        """Is this token a group of thousands written with a space: `1 200`?"""
        short = len(self._word(first)) <= 3 and "," not in self._word(first)
        if not short or re.fullmatch(r"\d{3}", self._word(at)) is None:
            return False
        return self._tokens[at - 1].end + 1 == self._tokens[at].start

    def _scaled(self, value: Fraction, at: int) -> tuple[Fraction, int]:
        while self._word(at) in SCALES:
            value *= SCALES[self._word(at)]
            at += 1
        return value, at

    def _point(self, value: Fraction, at: int) -> tuple[Fraction, int]:
        """`point five`, behind a whole number."""
        if self._word(at) != "point" or value.denominator != 1:
            return value, at
        digits, end = "", at + 1
        while self._word(end).isdecimal() or UNITS.get(self._word(end), 10) < 10:
            word = self._word(end)
            digits += word if word.isdecimal() else str(UNITS[word])
            end += 1
        return (Fraction(f"{value}.{digits}"), end) if digits else (value, at)

    # --- words

    def _words(self, at: int) -> tuple[Mention, int] | None:
        word = self._word(at)
        if word in _NOTHING:
            return Mention(value=Fraction(0), surface="none", worded=True), at + 1
        if word in ORDINALS:
            return _ordinal(ORDINALS[word]), at + 1
        if not (word in _CARDINALS or (word == "a" and self._word(at + 1) in SCALES)):
            return None
        value, end = self._cardinal(at)
        unit = ORDINALS.get(self._after_dash(end), 0)
        if value >= 20 and value % 10 == 0 and 1 <= unit < 10:
            return _ordinal(int(value) + unit), end + (2 if self._word(end) == "-" else 1)
        value, end = self._point(value, end)
        return Mention(value=value, surface=_surface(value), worded=True), end

    def _after_dash(self, at: int) -> str:
        return self._word(at + 1) if self._word(at) == "-" else self._word(at)

    def _cardinal(self, at: int) -> tuple[Fraction, int]:
        """A whole number in words: groups below a thousand, each with its scale."""
        total, group, end = 0, 0, at
        while True:
            small, end = self._below_hundred(end)
            group += small
            while self._word(end) in SCALES:
                scale = SCALES[self._word(end)]
                group, end = (group or 1) * scale, end + 1
                if scale >= 1_000:
                    total, group = total + group, 0
            following = self._goes_on(end)
            if following is None:
                return Fraction(total + group), end
            end = following

    def _goes_on(self, at: int) -> int | None:
        """Where the next part of the number begins: behind a scale, an "and" or an "a"."""
        if self._word(at - 1) not in SCALES or self._word(at - 1) == "dozen":
            return None
        joined = at + 1 if self._word(at) == "and" else at
        if self._word(joined) in _CARDINALS:
            return joined
        article = self._word(joined) in {"a", "one"} and self._word(joined + 1) in SCALES
        return joined + 1 if article else None

    def _below_hundred(self, at: int) -> tuple[int, int]:
        word = self._word(at)
        if word == "a":
            return 1, at + 1
        if word not in _CARDINALS:
            return 0, at
        dash = at + 1
        while word in TENS and self._word(dash) == "-":
            dash += 1
        if word in TENS and 0 < UNITS.get(self._word(dash), 0) < 10:
            return TENS[word] + UNITS[self._word(dash)], dash + 1
        return _CARDINALS[word], at + 1

    # --- fractions

    def _over(self, top: Mention, at: int) -> tuple[Mention, int] | None:
        """`3/4`, `3 over 4`, `3 out of 4`, `3 quarters`."""
        word = self._word(at)
        if top.value.denominator != 1:
            return None
        if word == "/" or word == "over":
            return self._ratio(top, at + 1, "/")
        if word == "out" and self._word(at + 1) == "of":
            skip = at + 3 if self._word(at + 2) in {"the", "all"} else at + 2
            return self._ratio(top, skip, " out of ")
        dash = at + 1 if word == "-" else at
        equal = dash + 1 if self._word(dash) == "equal" else dash
        if self._word(equal) in PARTS and not self._ranked(top, equal):
            bottom = PARTS[self._word(equal)]
            value = Fraction(top.value, bottom)
            surface = f"{top.value}/{bottom}"
            return replace(top, value=value, surface=surface, worded=True), equal + 1
        return None

    def _ranked(self, top: Mention, at: int) -> bool:
        """`one third step`: a place in a row, no part."""
        return not top.worded and self._word(at) in ORDINALS and top.value == 1

    def _ratio(self, top: Mention, at: int, sign: str) -> tuple[Mention, int] | None:
        found = self._digits(at) or self._words(at)
        if found is None or found[0].ordinal or found[0].value == 0:
            return None
        bottom, end = found
        if bottom.value.denominator != 1 or (self._word(end) == "/" and sign == "/"):
            return None
        value = top.value / bottom.value
        surface = f"{top.value}{sign}{bottom.value}"
        return replace(top, value=value, surface=surface), end

    def _and_part(self, whole: Mention, at: int) -> tuple[Mention, int] | None:
        """`3 1/2`, three and a half, 3 wholes and a half."""
        if whole.value.denominator != 1 or whole.value < 0:
            return None
        wholes = at + 1 if self._word(at) in {"whole", "wholes"} else at
        joined = wholes + 1 if self._word(wholes) == "and" else wholes
        if wholes != at and joined == wholes:
            return None
        found = self._proper(joined) or (self._part_alone(joined) if joined != at else None)
        if found is None or not 0 < found[0].value < 1:
            return None
        part, end = found
        return replace(
            whole, value=whole.value + part.value, surface=f"{whole.surface} {part.surface}"
        ), end

    def _proper(self, at: int) -> tuple[Mention, int] | None:
        found = self._digits(at) or self._words(at)
        return None if found is None or found[0].ordinal else self._over(*found)

    def _part_alone(self, at: int) -> tuple[Mention, int] | None:
        """Half, a half, a quarter, a third."""
        article = self._word(at) in {"a", "an"}
        end = at + 2 if article else at + 1
        word = self._word(end - 1)
        if word != "half" and not (article and word in PARTS and not word.endswith("s")):
            return None
        dozen = end + 1 if self._word(end) == "a" else end
        if word == "half" and self._word(dozen) == "dozen":
            return Mention(value=Fraction(6), surface="6", worded=True), dozen + 1
        bottom = PARTS[word]
        return Mention(value=Fraction(1, bottom), surface=f"1/{bottom}", worded=True), end


def _ordinal(value: int) -> Mention:
    return Mention(value=Fraction(value), surface=f"{value}th", ordinal=True, worded=True)


def _surface(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.12g}"
