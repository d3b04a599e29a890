"""What sentences say about an order of steps, as rules: this step is second, this one comes before
that one, right behind it. Over several sentences or replies the rules can leave only one order.

Only rules that are true of the right order are kept: what is wrong leads nobody there. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.framing import stem
from sessions.teaching.lesson import Item
from sessions.teaching.plain import plain, word_set
from sessions.teaching.talk import Talk, statements

_COMMON = word_set(
    "the a an of to in on at into and or is are it its with from for by you your that this then "
    "first next last step number order comes"
)
_ENOUGH = 0.5
"""Share of a step's telling words that a clause must hold to name the step."""
_BRIEF = 4
"""Words up to which a clause that names no other step names the one it is nearest to."""
_ROW = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight")
_LETTERS = "abcdefgh"
_MOST_STEPS = 7
"""With more steps the orders are too many to go through."""
_CLAUSE = re.compile(
    r"[,;:!?\n>\u2192]+|\.(?!\d)|->| - |\band\b"
    r"|\b(?:and )?(?:then|next|after that|after it|finally|lastly|followed by)\b"
)
_FIRST = re.compile(r"\b(?:first|in front|starts?|begins?|beginning|at the top|1st)\b")
_LAST = re.compile(r"\b(?:last|lastly|at the end|ends?|finally|final|at the bottom)\b")
_FOLLOWS = re.compile(
    r"^\W*(?:and )?(?:then|next|after (?:that|it)|right behind it|followed by)\b"
)
_GOES_ON = re.compile(
    r"^[\s,;:>\u2192-]*(?:(?:and )?(?:then|next|after that|followed by|->|\u2192|>)[\s:,]*)+$"
)
_ON_THE_LIST = re.compile(
    rf"\b({'|'.join(_ROW)})(?: (?:one|step|line))? (?:on|in|of) the (?:list|page|screen)\b"
)
_BEFORE = re.compile(r"\bbefore\b|\bcomes? in front of\b|\bleads? to\b|\bearlier than\b")
_AFTER = re.compile(r"\bafter\b(?! (?:that|it)\b)|\bfollows\b|\bbehind\b|\blater than\b")
_DENIED = re.compile(r"\b(?:not|never|neither|nor|wrong|false)\b|n't\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Steps and places from 0, steps by their number in the list."""

    how: str
    """`at`: the step is at the place; `before` and `next`: the step and a later one."""
    step: int
    other: int

    def fits(self, order: tuple[int, ...]) -> bool:
        """Is it so in this order?"""
        if self.how == "at":
            return order[self.other] == self.step
        apart = order.index(self.other) - order.index(self.step)
        return apart == 1 if self.how == "next" else apart > 0


def rules_leak(item: Item, talk: Talk, asked: str, reply: str) -> Leak | None:
    """Do the rules of this reply, with those of the talk before, leave only the right order (of
    four steps or more: one of two)?"""
    order = tuple(int(number) - 1 for number in re.findall(r"\d+", item.answer))
    if not 2 < len(order) <= _MOST_STEPS or sorted(order) != list(range(len(item.choices))):
        return None
    new = _rules(item, order, asked, reply)
    if not new:
        return None
    before = frozenset[Rule]()
    for exchange in talk:
        before |= _rules(item, order, exchange.student, exchange.tutor)
    fewest = 1 if len(order) == 3 else 2
    if _left(before, len(order)) <= fewest or _left(before | new, len(order)) > fewest:
        return None
    return Leak(kind=LeakKind.ORDER, found=reply[-200:])


@lru_cache(maxsize=512)
def _left(rules: frozenset[Rule], count: int) -> int:
    return sum(all(rule.fits(one) for rule in rules) for one in permutations(range(count)))


@lru_cache(maxsize=1024)
def _rules(item: Item, order: tuple[int, ...], asked: str, text: str) -> frozenset[Rule]:
    found = (
        rule for rule in _told(item, asked, text) if rule.step != rule.other or rule.how == "at"
    )
    return frozenset(rule for rule in found if rule.fits(order))


def _told(item: Item, asked: str, text: str) -> Iterator[Rule]:
    count = len(item.choices)
    before: int | None = None
    for statement in statements(text):
        low = _marked(item, statement)
        if _DENIED.search(low):
            before = None
            continue
        row = _row(item, low)
        yield from _compared(item, low)
        if row and before is not None and _FOLLOWS.match(low):
            yield Rule(how="next", step=before, other=row[0][0])
        turned = _AFTER.search(low) is not None
        for (one, _), (other, close) in pairwise(row):
            if not turned:
                yield Rule(how="next" if close else "before", step=one, other=other)
        yield from _placed(low, item, count)
        steps = {step for step, _ in row}
        if len(steps) == 1:
            step = steps.pop()
            yield from _answered(step, asked, _without(low, item, step), count)
        before = row[-1][0] if row else None


def _marked(item: Item, statement: str) -> str:
    """In plain words, with the number of each step that is there word for word: what is in a step
    (a "not", a comma, a "first") says nothing about the order."""
    low = plain(statement)
    phrases = [(plain(choice).rstrip("."), n) for n, choice in enumerate(item.choices, start=1)]
    for phrase, number in sorted(phrases, key=lambda pair: -len(pair[0])):
        low = re.sub(rf"(?<![\w./]){re.escape(phrase)}(?![\w/]|\.\d)", f" number {number} ", low)
    return _ON_THE_LIST.sub(lambda match: f"number {_ROW.index(match[1]) + 1}", low)


def _row(item: Item, whole: str) -> list[tuple[int, bool]]:
    """The steps that a sentence tells one after the other, and whether each is said to come right
    behind the one before it."""
    found, at, gap = list[tuple[int, bool]](), 0, ""
    for match in (*_CLAUSE.finditer(whole), None):
        clause = whole[at : match.start() if match else len(whole)]
        step = _named(item, clause)
        if step is not None and step not in {one for one, _ in found}:
            is_next = match is not None and re.search(r"\b(?:is|comes|goes) $", clause)
            close = bool(is_next and "next" in match[0]) if match else False
            found.append((step, close or _GOES_ON.match(gap) is not None))
            gap = ""
        elif clause.strip():
            gap += clause
        if match:
            gap += match[0]
            at = match.end()
    return found


def _compared(item: Item, low: str) -> Iterator[Rule]:
    """`B comes after A`, `A before B`."""
    for clause in re.split(r"[;:]|, (?=and\b)", low):
        for pattern, turned in ((_BEFORE, False), (_AFTER, True)):
            sides = pattern.split(clause)
            if len(sides) != 2:
                continue
            one, other = (_named(item, side) for side in sides)
            if one is not None and other is not None:
                earlier, later = (other, one) if turned else (one, other)
                yield Rule(how="before", step=earlier, other=later)


def _placed(low: str, item: Item, count: int) -> Iterator[Rule]:
    """`Number 4 is second`, `water it last`, `first: dig`."""
    for part in re.split(r"[,;!?\n]+|\.(?!\d)|\band\b|\bthen\b", low):
        step = _named(item, part)
        if step is not None:
            rest = _without(part, item, step)
            yield from (Rule(how="at", step=step, other=place) for place in _places(rest, count))


def _without(clause: str, item: Item, step: int) -> str:
    """Without the step's own words: "the last bus" is no place in the order."""
    if f"number {step + 1} " in f"{clause} ":
        return clause
    for word in re.findall(r"[a-z]+", plain(item.choices[step])):
        clause = re.sub(rf"\b{word}\b", " ", clause)
    return clause


def _places(text: str, count: int) -> set[int]:
    named = {place for place, word in enumerate(_ROW[:count]) if re.search(rf"\b{word}\b", text)}
    if not named and _FIRST.search(text):
        named.add(0)
    if _LAST.search(text):
        named.add(count - 1)
    return named if len(named) == 1 else set()


def _answered(step: int, asked: str, low: str, count: int) -> Iterator[Rule]:
    """A step in answer to "which one is third?"."""
    if not _places(low, count):
        yield from (Rule(how="at", step=step, other=p) for p in _places(plain(asked), count))


def _named(item: Item, clause: str) -> int | None:
    """The one step that a clause names, by its number, its letter or its words."""
    count = len(item.choices)
    bare = re.sub(r"^[\s\"'(*]+|[\s\"')*.:]+$", "", clause)
    marks = {int(d) - 1 for d in re.findall(r"(?<![\d./])([1-8])(?![\d/]|\.\d)", bare)}
    marks |= {
        n for n, w in enumerate(_NAMES) if re.search(rf"\b(?:step|number|choice) {w}\b", bare)
    }
    marks |= {
        _LETTERS.index(x)
        for x in re.findall(
            rf"(?<![a-z'])(?:[b-{_LETTERS[-1]}]|a(?= (?:is|comes|goes)|$))(?![a-z'])", bare
        )
    }
    said = _stems(bare)
    shares = [
        sum(weights[word] for word in said & weights.keys()) / sum(weights.values())
        for weights in _telling(item)
    ]
    best, second = sorted(shares, reverse=True)[:2]
    if best >= _ENOUGH and best > second:
        return shares.index(best)
    if 0 < len(said) <= _BRIEF and best > 0.1 and best >= 2 * second:
        return shares.index(best)
    if len(marks) == 1:
        step = marks.pop()
        return step if 0 <= step < count else None
    return None


@lru_cache(maxsize=128)
def _telling(item: Item) -> tuple[dict[str, float], ...]:
    """The words of each step; one that several steps share says less."""
    stems = [_stems(choice) for choice in item.choices]
    return tuple(
        {word: 1 / sum(word in other for other in stems) ** 2 for word in words} or {"": 1.0}
        for words in stems
    )


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+|\d+(?:[./]\d+)*", plain(text))
    return frozenset(_root(word) for word in words if word not in _COMMON)


def _root(word: str) -> str:
    """`adding` and `added` are add."""
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "sld" else word
            break
    return stem(word)
