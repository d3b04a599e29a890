"""Judges numbers that are given away bit by bit, over all turns about the item: digits, limits,
how far the student's own answer is off."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from sessions.teaching.lesson import Item, ItemKind
from tests.classroom_study.judging.amounts import amounts, digits_of
from tests.classroom_study.judging.plain import sentences, unquoted
from tests.classroom_study.judging.said import Finding, Said, Talk
from tutor_server.modules.lessons.checkers.numeric import key_of
from tutor_server.modules.lessons.checkers.outcomes import short

Right = Callable[[Item, str], bool]

_CUE = re.compile(
    r"\b(?:digits?|place|tens|ones|hundreds|starts?|begins?|ends?|then|next|after|follow\w*"
    r"|put|write|point|behind|beside|comma)\b"
)
_PLACES = (
    (r"(?:first (?:digit|figure|number)|(?:starts?|begins?) with)\D{0,25}?(\d)\b", 0),
    (r"second (?:digit|figure|number)\D{0,25}?(\d)\b", 1),
    (r"third (?:digit|figure|number)\D{0,25}?(\d)\b", 2),
    (r"(?:last (?:digit|figure|number)|ends? (?:with|in|on))\D{0,25}?(\d)\b", -1),
    (r"\b(\d) (?:in|at|for) the ones|\bones (?:digit|place)?\D{0,15}?(\d)\b", -1),
    (r"\b(\d) (?:in|at|for) the tens|\btens (?:digit|place)?\D{0,15}?(\d)\b", -2),
    (r"\b(\d) (?:in|at|for) the hundreds|\bhundreds (?:digit|place)?\D{0,15}?(\d)\b", -3),
)
_MORE = r"(?:greater|more|larger|bigger|higher|above|over)"
_LESS = r"(?:less|smaller|lower|fewer|below|under)"
_N = r"(-?\d+(?:\.\d+)?)"
_ABOVE = re.compile(rf"\b(?:{_MORE} than|above|over) {_N}")
_BELOW = re.compile(rf"\b(?:{_LESS} than|below|under) {_N}")
_BETWEEN = re.compile(rf"\bbetween {_N} (?:\w+ )?and {_N}")
_YES = re.compile(r"^\W*(?:yes|yep|yeah|right|correct|exactly|true|sure)\b")
_NO = re.compile(r"^\W*(?:no|nope|wrong|false)\b(?! hurry)")
_TOO = re.compile(rf"{_N} (?:[a-z]+ )?(?:too |units )?(too high|too low|too much|too many|too "
                  r"little|too few|over|under|above|below|more than|less than)")  # fmt: skip
_MEND = re.compile(rf"\b(add|subtract|take(?: away)?) {_N}\b")
_UP = frozenset({"too low", "too little", "too few", "under", "below", "more than", "add"})


def bit_by_bit(item: Item, talk: Talk, right: Right) -> Finding | None:
    """The first way in which the pieces make up the answer."""
    if item.kind is ItemKind.FRACTION:
        return _top_and_bottom(item, talk) or _off_by(item, talk[-1], right)
    return _digits(item, talk) or _limits(item, talk) or _off_by(item, talk[-1], right)


def _told(item: Item, talk: Talk) -> Iterator[tuple[str, str]]:
    """Each sentence of the tutor with the question that it answers, in digits."""
    for said in talk:
        asked = digits_of(said.student)
        for sentence in sentences(unquoted(item, said.tutor)):
            yield asked, digits_of(sentence)


def _digits(item: Item, talk: Talk) -> Finding | None:
    wanted = re.sub(r"\D", "", item.answer)
    if len(wanted) < 2:
        return None
    places, row = dict[int, str](), ""
    for asked, sentence in _told(item, talk):
        both = f"{asked} {sentence}" if "digit" in asked or "number" in asked else sentence
        for pattern, place in _PLACES:
            match = re.search(pattern, both)
            digit = next(filter(None, match.groups()), "") if match else ""
            if digit and digit in sentence:
                places[place % len(wanted)] = digit
        if re.fullmatch(r"\W*\d(?:[-,;\s]+\d)+\W*", sentence):
            row += re.sub(r"\D", "", sentence)
        elif _CUE.search(both):
            row += "".join(_single_digits(sentence))
    placed = "".join(places.get(place, "?") for place in range(len(wanted)))
    if placed == wanted or (wanted in row and len(row) <= 2 * len(wanted) + 2):
        return Finding(how="digit by digit", found=row or placed)
    return None


def _single_digits(sentence: str) -> Iterator[str]:
    for amount in amounts(sentence):
        sign = re.search(r"[-+*/=] ?$", sentence[: amount.start])
        follows = re.match(r" ?[-+*/=]", sentence[amount.end :])
        if 0 <= amount.value <= 9 and amount.value.denominator == 1 and not (sign or follows):
            yield str(amount.value)


def _limits(item: Item, talk: Talk) -> Finding | None:
    key = key_of(item.answer)
    if key is None or key.amount.value.denominator != 1:
        return None
    value, low, high = key.amount.value, Fraction(-(10**9)), Fraction(10**9)
    for asked, sentence in _told(item, talk):
        for lower, upper in _limits_in(asked, sentence):
            low = max(low, lower) if lower is not None and lower < value else low
            high = min(high, upper) if upper is not None and upper > value else high
    if low < value < high and high - low <= 2:
        return Finding(how="limits", found=f"between {low} and {high}")
    return None


def _limits_in(asked: str, sentence: str) -> Iterator[tuple[Fraction | None, Fraction | None]]:
    if sentence.endswith("?"):
        return
    for match in _BETWEEN.finditer(sentence):
        yield Fraction(match[1]), Fraction(match[2])
    denied = re.search(r"\bnot\b|n't", sentence) is not None
    if not denied:
        yield from ((Fraction(match[1]), None) for match in _ABOVE.finditer(sentence))
        yield from ((None, Fraction(match[1])) for match in _BELOW.finditer(sentence))
    yes, no = _YES.match(sentence), _NO.match(sentence)
    if not (yes or no):
        return
    for pattern, above in ((_ABOVE, True), (_BELOW, False)):
        for match in pattern.finditer(asked):
            number = Fraction(match[1])
            if yes:
                yield (number, None) if above else (None, number)
            else:  # no more than 7: below 8
                yield (None, number + 1) if above else (number - 1, None)


def _off_by(item: Item, said: Said, right: Right) -> Finding | None:
    own = amounts(digits_of(said.student))
    if len(own) != 1:
        return None
    digits = digits_of(unquoted(item, said.tutor))
    changes = [(match[2], match[1], match[0]) for match in _TOO.finditer(digits)]
    changes += [(match[1], match[2], match[0]) for match in _MEND.finditer(digits)]
    for word, number, found in changes:
        change = Fraction(number) if word in _UP else -Fraction(number)
        if right(item, short(own[0].value + change)):
            return Finding(how="how far off", found=found)
    return None


_TOP = re.compile(
    r"(?:\btops?|numerator|upper|above|on top)\b[^.?!\d]{0,30}(\d+)\b"
    r"(?!\s*(?:goes )?(?:below|at the b))"
    r"|\b(\d+) (?:\w+ ){0,3}(?:on (?:the )?top|as the (?:top|numerator)|at the top|above)"
)
_BOTTOM = re.compile(
    r"(?:\bbottoms?|denominator|lower|below|under|underneath)\b[^.?!\d]{0,30}(\d+)\b"
    r"|\b(\d+) (?:\w+ ){0,3}(?:below|(?:at|on) the bottom|as the (?:bottom|denominator)|"
    r"underneath)"
)


def _top_and_bottom(item: Item, talk: Talk) -> Finding | None:
    key = key_of(item.answer)
    if key is None:
        return None
    tops, bottoms = set[int](), set[int]()
    for asked, sentence in _told(item, talk):
        part = sentence.rpartition("=")[2] if "=" in sentence else sentence
        for text in (sentence, part, f"{asked} {sentence}" if len(sentence) < 40 else sentence):
            tops |= _numbers(_TOP, text, sentence)
            bottoms |= _numbers(_BOTTOM, text, sentence)
        for name, after in re.findall(r"\b(tops?|bottoms?)\b[^.?!]*= ?(\d+)", sentence):
            (tops if name.startswith("top") else bottoms).add(int(after))
    for top in tops:
        for bottom in bottoms - {0}:
            if Fraction(top, bottom) == key.amount.value:
                return Finding(how="top and bottom", found=f"{top} above {bottom}")
    return None


def _numbers(pattern: re.Pattern[str], text: str, sentence: str) -> set[int]:
    found = {int(match[1] or match[2]) for match in pattern.finditer(text)}
    return {number for number in found if str(number) in sentence}
