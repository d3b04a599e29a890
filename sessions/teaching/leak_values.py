"""Does a sentence give a number or a fraction away?

Knows the item's key and question. What stands in the question may be said; it is a leak only when
it is claimed as the answer. Pure.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import gcd

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.framing import asked, claimed, invites, just_one, passing, stem
from sessions.teaching.lesson import Item, ItemKind
from sessions.teaching.number_scan import Mention
from sessions.teaching.numbers import Reading, read
from sessions.teaching.recipes import recipes
from sessions.teaching.sums import Sum, sums
from sessions.teaching.units import unit_behind, units_in


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueKey:
    """The number that must not be said."""

    values: frozenset[Fraction]
    tolerance: Fraction
    surface: str
    """As the key is written."""
    form: str
    is_fraction: bool
    variable: str = ""
    """Of an equation's solution: `x` for x = 4."""
    own: frozenset[str]
    """How the question writes its numbers."""
    own_words: frozenset[str]
    """Stems of the question's words and of the unit."""
    units: tuple[tuple[int, Fraction], ...] = ()
    """That the question names, with their families."""

    def fits(self, value: Fraction) -> bool:
        """Is it the key's value, or as near as is right?"""
        return any(abs(value - key) <= self.tolerance for key in self.values)


@lru_cache(maxsize=512)
def value_key(item: Item, answer: str, variable: str = "") -> ValueKey | None:
    """The key of a NUMBER or FRACTION item, or of an equation's value; None: it is no number."""
    mentions = read(answer).mentions
    if len(mentions) != 1:
        return None
    mention, question = mentions[0], read(item.question)
    values = {mention.value}
    if mention.percent or item.form.strip() in {"%", "percent"}:
        values.add(mention.value / 100)
    words = re.findall(r"[a-z]+", f"{question.text} {item.form.lower()}")
    return ValueKey(
        values=frozenset(values),
        tolerance=Fraction(item.tolerance),
        surface=mention.surface,
        form=item.form,
        is_fraction=item.kind is ItemKind.FRACTION,
        variable=variable,
        own=question.surfaces(),
        own_words=frozenset(stem(word) for word in words),
        units=units_in(f"{question.text} 0 {item.form.lower()}"),
    )


def value_leak(key: ValueKey, reading: Reading) -> Leak | None:
    """The first way in which the text gives the key away."""
    return (
        _said(key, reading)
        or _in_other_words(key, reading)
        or _worked_out(key, reading)
        or _digit_by_digit(key, reading)
        or _top_and_bottom(key, reading)
    )


# --- said as it is, or with another sign


def _said(key: ValueKey, reading: Reading) -> Leak | None:
    for number, mention in enumerate(reading.mentions):
        if not _names(key, mention) or passing(reading, number, key.own_words):
            continue
        if _weak(key, mention) and not _claimed(key, reading, number):
            continue
        same = mention.surface == key.surface
        kind = LeakKind.NUMBER if same or mention.ordinal else LeakKind.EQUAL
        return Leak(kind=kind, found=reading.text[mention.start : mention.end])
    return None


def _names(key: ValueKey, mention: Mention) -> bool:
    if key.form == "lowest" and _reducible(mention.surface):
        return False  # a step on the way
    by_percent = mention.percent and key.fits(mention.value / 100)
    return by_percent or (key.fits(mention.value) and not (mention.percent and key.is_fraction))


def _reducible(surface: str) -> bool:
    match = re.fullmatch(r"(\d+)(?:/| out of )(\d+)", surface)
    return match is not None and gcd(int(match[1]), int(match[2])) > 1


def _weak(key: ValueKey, mention: Mention) -> bool:
    """May this be said unless it is claimed as the answer?"""
    return mention.surface in key.own or just_one(mention) or _only_set_up(key, mention)


def _only_set_up(key: ValueKey, mention: Mention) -> bool:
    """`7/2` of a rope of 7 m in 2 pieces is the task itself; so is 3 out of 4 pieces."""
    match = re.fullmatch(r"(\d+)(/| out of )(\d+)", mention.surface)
    if match is None or (key.is_fraction and match[2] == "/"):
        return False
    return match[1] in key.own and match[3] in key.own


def _claimed(key: ValueKey, reading: Reading, number: int) -> bool:
    if not claimed(reading, number, key.variable):
        return False
    mention = reading.mentions[number]
    if _only_set_up(key, mention):
        return _ANSWER.search(reading.text[: mention.start]) is not None
    if mention.surface not in key.own:
        return True
    start = reading.canon.index(f"#{number}#")
    return not (asked(reading, start, start + 1) and _others_near(key, reading, number))


_ANSWER = re.compile(r"\b(?:answer|result|solution)\b[^.?!]*$")


def _others_near(key: ValueKey, reading: Reading, number: int) -> bool:
    """Is it one of several numbers of the question, as in "is it 3/8 or 5/8?"."""
    near = (number - 1, number + 1)
    return any(
        0 <= other < len(reading.mentions)
        and reading.mentions[other].surface in key.own - {reading.mentions[number].surface}
        for other in near
    )


# --- rounded, or in another unit


def _in_other_words(key: ValueKey, reading: Reading) -> Leak | None:
    for number, mention in enumerate(reading.mentions):
        at = reading.canon.index(f"#{number}#")
        if mention.surface in key.own or mention.ordinal or _ASIDE.search(reading.canon[:at]):
            continue
        wondering = asked(reading, at, at + 1)  # "120 months is how many years?"
        same = _rounded(key, mention, reading)
        if same or (not wondering and _converted(key, mention, reading)):
            found = reading.text[mention.start : mention.end + 12]
            return Leak(kind=LeakKind.EQUAL, found=found)
    return None


_ASIDE = re.compile(r"\b(?:step|hint|question|page|grade|level|line)s? ?$")


def _rounded(key: ValueKey, mention: Mention, reading: Reading) -> bool:
    """0.533 for 8/15: the key to as many decimals as stand there, two at least."""
    decimals = len(_DECIMALS.sub(r"\1", reading.text[mention.start : mention.end]))
    if not _DECIMALS.fullmatch(reading.text[mention.start : mention.end]) or decimals < 2:
        return False
    value = mention.value / 100 if mention.percent else mention.value
    unit = Fraction(1, 10**decimals * (100 if mention.percent else 1))
    return any(
        0 < abs(value - key_value) < unit and abs(key_value) > 5 * unit
        for key_value in key.values
        if (key_value / unit).denominator != 1
    )


_DECIMALS = re.compile(r"-?\d*\.(\d+)(?:\.{3})?(?: ?(?:%|percent|per cent))?")


def _converted(key: ValueKey, mention: Mention, reading: Reading) -> bool:
    """0.5 kg where grams are asked for."""
    unit = unit_behind(reading.text[mention.end :]) if key.units else None
    if unit is None:
        return False
    return any(
        family == unit[0] and worth != unit[1] and key.fits(mention.value * unit[1] / worth)
        for family, worth in key.units
    )


# --- something that works out to it


def _worked_out(key: ValueKey, reading: Reading) -> Leak | None:
    for found in sums(reading):
        if not key.fits(found.value):
            continue
        if _from_question(key, found) and not _as_variable(key, found, reading):
            continue
        invited = invites(reading, found.start, found.end)
        if invited and not found.worded and not _trivial(found):
            continue
        if invited and found.worded and "?" in reading.canon[found.end :][:30]:
            continue
        return Leak(kind=LeakKind.SUM, found=reading.canon[found.start : found.end])
    for recipe in recipes(reading):
        if key.fits(recipe.value) and not all(_own(key, m) for m in recipe.operands):
            return Leak(kind=LeakKind.SUM, found=reading.canon[recipe.start : recipe.end])
    return None


def _from_question(key: ValueKey, found: Sum) -> bool:
    """The task itself: only numbers of the question."""
    return all(_own(key, mention) for mention in found.operands)


def _as_variable(key: ValueKey, found: Sum, reading: Reading) -> bool:
    """`x is 2 + 2`."""
    is_it = rf"\b{key.variable} ?(?:is|=|equals|must be) ?$"
    return bool(key.variable) and re.search(is_it, reading.canon[: found.start]) is not None


def _own(key: ValueKey, mention: Mention) -> bool:
    if mention.surface in key.own or f"-{mention.surface}" in key.own:
        return True
    if any(mention.surface in re.split(r"[ /]", own) for own in key.own if "/" in own):
        return True  # the 23 of 23/8
    match = re.fullmatch(r"1/(\d+)", mention.surface)
    return match is not None and match[1] in key.own


def _trivial(found: Sum) -> bool:
    """47 + 1: the answer is as good as said."""
    whole = found.value.denominator == 1
    return whole and any(0 < abs(found.value - m.value) <= 1 for m in found.operands)


# --- piece by piece

_JOINT = re.compile(
    r"[\s,.;:\-'\"]*(?:(?:and|then|followed|by|next|after|that|with|to|it|an?|the|digit|number|"
    r"comes?|ends?|in|tens?|ones?|hundreds?|place|is|last|second|first|side|put|write|now|down|"
    r"behind|beside|point|has|there|at|end|add|goes|go|on)\b[\s,.;:\-'\"]*)*"
)
_CUE = re.compile(
    r"then|follow|digit|starts?\b|begins?\b|ends?\b|\bend\b|last|next|behind|beside|place|write|"
    r"put|point"
)
_FIRST_DIGIT = re.compile(
    r"\b(?:starts?|begins?|begin|start|first (?:digit|figure|number))\b[^.#?!]{0,20}#(\d+)#"
)
_LAST_DIGIT = re.compile(
    r"\b(?:ends?|end|stops?|last (?:digit|figure|number))\b[^.#?!]{0,20}#(\d+)#"
)


def _digit_by_digit(key: ValueKey, reading: Reading) -> Leak | None:
    digits = key.surface.lstrip("-").replace(".", "")
    if not digits.isdecimal() or len(digits) < 2:
        return None
    for first in range(len(reading.mentions) - len(digits) + 1):
        numbers = range(first, first + len(digits))
        run = tuple(reading.mentions[number] for number in numbers)
        written = "".join(str(mention.value) for mention in run)
        if written == digits and _in_a_row(key, reading, numbers):
            return Leak(kind=LeakKind.DIGITS, found=reading.text[run[0].start : run[-1].end])
    return _ends_of(digits, reading)


def _in_a_row(key: ValueKey, reading: Reading, numbers: range) -> bool:
    places = [reading.canon.index(f"#{number}#") for number in numbers]
    gaps = [
        reading.canon[at + len(f"#{number}#") : following]
        for number, at, following in zip(numbers, places, places[1:], strict=False)
    ]
    if not all(_JOINT.fullmatch(gap) for gap in gaps):
        return False
    around = reading.canon[max(0, places[0] - 30) : places[-1] + 8]
    if _CUE.search(around):
        return True
    own = all(reading.mentions[number].surface in key.own for number in numbers)
    side_by_side = all(re.fullmatch(r"[\s,.;:\-'\"]{0,4}", gap) for gap in gaps)
    return side_by_side and not own and not _listed(reading, numbers)


def _listed(reading: Reading, numbers: range) -> bool:
    """Part of a longer row such as 4, 8, 12?"""
    first = reading.canon.index(f"#{numbers[0]}#")
    last = reading.canon.index(f"#{numbers[-1]}#") + len(f"#{numbers[-1]}#")
    before = re.search(r"#\d+#[\s,]{1,2}$", reading.canon[:first])
    return (
        before is not None
        or re.match(r"[\s,]{1,2}(?:(?:or|and) )?(?:even )?#", reading.canon[last:]) is not None
    )


def _ends_of(digits: str, reading: Reading) -> Leak | None:
    """It ends with 8 and begins with 4."""
    if len(digits) != 2:
        return None
    first = _FIRST_DIGIT.search(reading.canon)
    last = _LAST_DIGIT.search(reading.canon)
    if first is None or last is None:
        return None
    said = [str(reading.mentions[int(match[1])].value) for match in (first, last)]
    if said != list(digits):
        return None
    return Leak(kind=LeakKind.DIGITS, found=f"{first[0]} ... {last[0]}")


_TOP = r"(?:top|numerator|above|upper|over the line)"
_BOTTOM = r"(?:bottom|denominator|below|under|underneath|lower|beneath)"
_SIDES = (r"\b{side}\b[^.#?!\n]{{0,25}}#(\d+)#", r"#(\d+)#[^.#?!\n,]{{0,20}}\b{side}\b")
"""Apart, because in "the top is 3 and the bottom is 4" the bottom stands behind both."""
_TOP_IS, _BOTTOM_IS = (
    tuple(re.compile(each.format(side=side)) for each in _SIDES) for side in (_TOP, _BOTTOM)
)


def _top_and_bottom(key: ValueKey, reading: Reading) -> Leak | None:
    """3 on top and 4 at the bottom, in one sentence or in two."""
    if "/" not in key.surface or key.form in {"mixed"}:
        return None
    value = next(iter(key.values))
    tops, bottoms = _beside(_TOP_IS, reading), _beside(_BOTTOM_IS, reading)
    for top in tops:
        for bottom in bottoms:
            if bottom and Fraction(top, bottom) == value and not _given(key, top, bottom):
                return Leak(kind=LeakKind.DIGITS, found=f"{top} on top, {bottom} below")
    return None


def _beside(patterns: tuple[re.Pattern[str], ...], reading: Reading) -> list[Fraction]:
    matches = (match for each in patterns for match in each.finditer(reading.canon))
    found = [reading.mentions[int(match[1])].value for match in matches]
    return [value for value in found if value.denominator == 1]


def _given(key: ValueKey, top: Fraction, bottom: Fraction) -> bool:
    return f"{top}/{bottom}" in key.own
