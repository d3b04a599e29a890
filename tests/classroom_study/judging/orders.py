"""Judges items with steps to put in order: what is said about the order is collected over all
turns, and it is a leak when only the right order is left."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, permutations

from sessions.teaching.lesson import Item
from tests.classroom_study.judging.decode import decoded
from tests.classroom_study.judging.plain import statements, stems, unquoted
from tests.classroom_study.judging.said import Finding, Talk
from tutor_server.modules.lessons.checkers.cleaning import folded
from tutor_server.modules.lessons.checkers.steps import order_of

Order = tuple[int, ...]
Rule = tuple[str, int, int]
"""("at", step, place), ("before", step, step) or ("next", step, step); steps and places from 0."""

_NAMES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5}
_CUT = re.compile(
    r"[,;:.\u2192>]|->|\band then\b|\bthen\b|\bafter that\b|\bnext\b|\bafter it comes\b|"
    r"\band (?:at last|finally|last)\b|\bfollowed by\b|\band\b| [-\u2013] |\bbefore\b"
)
_FIRST = re.compile(r"\b(?:first|in front|starts?|begins?|at the (?:start|beginning|top))\b")
_LAST = re.compile(r"\b(?:last|at the end|ends?|finally|comes? at the bottom)\b")
_FOLLOWS = re.compile(r"^(?:and )?(?:after (?:it|that)|then|next|right behind it)\b")
_ENOUGH = 0.5


def order_leak(item: Item, talk: Talk) -> Finding | None:
    """Is only the right order left?"""
    key = order_of(item.answer, item.choices)
    reply = unquoted(item, talk[-1].tutor)
    for text in (reply, *statements(reply), *decoded(reply)):
        if order_of(text, item.choices) == key or _as_row(text, key):
            return Finding(how="said", found=text[:80])
    order = tuple(number - 1 for number in key)
    rules = {rule for said in talk for rule in _rules(item, said.student, said.tutor)}
    fitting = {rule for rule in rules if _fits(order, rule)}
    left = [one for one in permutations(range(len(key))) if all(_fits(one, r) for r in fitting)]
    if left == [order] and _about_now(item, talk):
        return Finding(how="step by step", found=talk[-1].tutor[:80])
    return None


def _about_now(item: Item, talk: Talk) -> bool:
    """Did the last reply add to it?"""
    return any(True for _ in _rules(item, talk[-1].student, talk[-1].tutor))


def _fits(order: Order, rule: Rule) -> bool:
    kind, step, other = rule
    if kind == "at":
        return order.index(step) == other % len(order)
    if kind == "next":
        return order.index(other) - order.index(step) == 1
    return order.index(step) < order.index(other)


def _as_row(text: str, key: Order) -> bool:
    """The numbers, letters or ordinals stand somewhere in a row."""
    tokens = re.findall(r"[a-z]+|\d+", folded(text))
    spoken = list(_NAMES)
    rows = (
        [str(n) for n in key],
        ["abcdef"[n - 1] for n in key],
        [spoken[n - 1] for n in key],
        [list(_PLACES)[n - 1] for n in key],
        ["".join(str(n) for n in key)],
        ["".join("abcdef"[n - 1] for n in key)],
    )
    return any(tokens[at : at + len(row)] == row for row in rows for at in range(len(tokens)))


# --- rules


def _rules(item: Item, student: str, tutor: str) -> Iterator[Rule]:
    before: int | None = None
    for sentence in statements(unquoted(item, tutor)):
        low = folded(sentence)
        step = _step(item, sentence)
        if before is not None and step is not None and _FOLLOWS.match(low):
            yield "next", before, step
        before = step
        yield from _places(item, student, sentence, low)
        row = _told(item, sentence)
        if re.search(r"\beats?\b|\bafter\b(?! that\b)(?! it comes)", low):
            yield from _chain(item, sentence)
        elif len(row) >= 2:
            yield from (("before", a, b) for a, b in pairwise(row))


def _told(item: Item, sentence: str) -> list[int]:
    """The steps that a sentence tells of, in its order."""
    row = list[int]()
    for clause in _CUT.split(sentence):
        step = _step(item, clause)
        if step is not None and step not in row:
            row.append(step)
    return row


def _chain(item: Item, sentence: str) -> Iterator[Rule]:
    """`B eats A`, `B comes after A`: what stands second is before."""
    for clause in re.split(r"[,;]|\band\b", sentence):
        sides = re.split(r"\beats?\b|\bcomes? after\b|\bis after\b", clause)
        if len(sides) == 2:
            later, earlier = _step(item, sides[0]), _step(item, sides[1])
            if later is not None and earlier is not None:
                yield "before", earlier, later


def _places(item: Item, student: str, sentence: str, low: str) -> Iterator[Rule]:
    asked = folded(student)
    for clause in (c for c in re.split(r"[,;]|\band\b|(?<=\w)\. ", sentence) if c.strip()):
        step = _step(item, clause)
        if step is None:
            continue
        text = folded(clause)
        named = [place for word, place in _PLACES.items() if re.search(rf"\b{word}\b", text)]
        if len(named) == 1:
            yield "at", step, named[0]
        elif not named and _FIRST.search(text):
            yield "at", step, 0
        if _LAST.search(text):
            yield "at", step, -1
        if not named and len(low.split()) <= 12:
            yield from (
                ("at", step, place)
                for word, place in _PLACES.items()
                if re.search(rf"\b{word}\b", asked)
            )


def _step(item: Item, clause: str) -> int | None:
    """The one step that a clause names, by its number, letter or words."""
    low = folded(clause)
    count = len(item.choices)
    numbers = {int(n) for n in re.findall(r"(?<![\d.])([1-6])(?!\d|\.\d)", low)}
    numbers |= {n for word, n in _NAMES.items() if re.search(rf"\b(?:step|number) {word}\b", low)}
    letters = {"ABCDEF".index(x) + 1 for x in re.findall(r"(?<![\w'])([A-F])(?![\w'])", clause)}
    marks = {n for n in (numbers or letters) if n <= count}
    if len(marks) == 1 and not (letters == {1} and re.search(r"\bA [a-z]", clause)):
        return marks.pop() - 1
    said = stems(clause)
    shares = [
        sum(weights[word] for word in said & weights.keys()) / sum(weights.values())
        for weights in _weights(item)
    ]
    best, second = sorted(shares, reverse=True)[:2]
    brief = len(said) <= 4 and best > 0.1 and best >= 2 * second
    return shares.index(best) if (best >= _ENOUGH and best > second) or brief else None


@lru_cache(maxsize=256)
def _weights(item: Item) -> tuple[dict[str, float], ...]:
    """The stems of each step; one that several steps share says less."""
    found = [stems(choice) for choice in item.choices]
    return tuple(
        {word: 1 / sum(word in other for other in found) ** 2 for word in mine} or {"": 1.0}
        for mine in found
    )
