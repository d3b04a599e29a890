"""Does a sentence give the order of steps away: as numbers, letters, places, or by telling the
steps in their order? Pure."""

import re
from functools import lru_cache
from itertools import pairwise

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.framing import stem
from sessions.teaching.lesson import Item
from sessions.teaching.number_scan import Mention
from sessions.teaching.numbers import Reading
from sessions.teaching.plain import plain, word_set

_LETTERS = "abcdefgh"
_GAP = re.compile(
    r"[\s,.;:\-'\"()>→]*(?:(?:and|then|next|after|that|followed|by|last|lastly|finally|at|the|end|"
    r"step|number|go|goes|on|with|to|comes?|first|is|it|now|begin|start|do)\b[\s,.;:\-'\"()>→]*)*"
)
_CLAUSE = re.compile(
    r"[.,;:!?\n→>]+|\b(?:and )?(?:then|next|after that|finally|lastly|before|and)\b"
)
_PART = re.compile(r"[.,;:!?\n]+|\band\b|\bthen\b")
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_REAL_WORDS = word_set("cab bad dab abed bade")
_COMMON = word_set(
    "the a an of to in on at into and or is are it its with from for by you your that this then "
    "first next last"
)
_ENOUGH = 0.5
"""Share of a step's telling words that a clause must hold to name the step."""


def order_leak(item: Item, reading: Reading, text: str) -> Leak | None:
    """The first way in which the text gives the order away. `text` is plain."""
    order = [int(number) - 1 for number in re.findall(r"\d+", item.answer)]
    if len(order) < 2:
        return None
    return (
        _as_numbers(order, reading)
        or _as_letters(order, text)
        or _as_told(item, order, text)
        or _as_placed(item, order, text)
    )


def _as_numbers(order: list[int], reading: Reading) -> Leak | None:
    joined = "".join(str(number + 1) for number in order)
    if joined in reading.surfaces():
        return Leak(kind=LeakKind.ORDER, found=joined)
    cardinals = tuple(m for m in reading.mentions if not m.ordinal)
    return _in_a_row(order, reading, reading.mentions) or _in_a_row(order, reading, cardinals)


def _in_a_row(order: list[int], reading: Reading, mentions: tuple[Mention, ...]) -> Leak | None:
    for first in range(len(mentions) - len(order) + 1):
        run = mentions[first : first + len(order)]
        if [m.value - 1 for m in run] != order:
            continue
        gaps = [reading.text[a.end : b.start] for a, b in pairwise(run)]
        if all(_GAP.fullmatch(gap) for gap in gaps):
            return Leak(kind=LeakKind.ORDER, found=reading.text[run[0].start : run[-1].end])
    return None


def _as_letters(order: list[int], text: str) -> Leak | None:
    found = list(re.finditer(rf"(?<![a-z'])[{_LETTERS}](?![a-z'])", text))
    wanted = [_LETTERS[number] for number in order]
    word = "".join(wanted)
    if word not in _REAL_WORDS and re.search(rf"\b{word}\b", text):
        return Leak(kind=LeakKind.ORDER, found=word)
    for first in range(len(found) - len(order) + 1):
        run = found[first : first + len(order)]
        gaps = [text[a.end() : b.start()] for a, b in pairwise(run)]
        if [m[0] for m in run] == wanted and all(_GAP.fullmatch(gap) for gap in gaps):
            return Leak(kind=LeakKind.ORDER, found=text[run[0].start() : run[-1].end()])
    return None


def _as_told(item: Item, order: list[int], text: str) -> Leak | None:
    """The steps told one after the other, all in their order; of four or more one may be missing,
    its place is then the only one left."""
    told = list[int]()
    for clause in _CLAUSE.split(text):
        number = _step(item, clause)
        if number is not None and number not in told:
            told.append(number)
    enough = [order] if len(order) < 4 else [order, *_one_left_out(order)]
    if told in enough:
        return Leak(kind=LeakKind.ORDER, found=text)
    return None


def _as_placed(item: Item, order: list[int], text: str) -> Leak | None:
    """Steps told with their places, in whatever order: "number 4 is second, water it last". One
    may be missing."""
    placed = set[int]()
    for clause in _PART.split(text):
        named = {place for place, word in enumerate(_PLACES[: len(order)]) if _says(clause, word)}
        named |= {len(order) - 1} if _says(clause, "last") else set()
        step = _numbered(order, clause)
        step = _step(item, clause) if step is None else step
        if len(named) == 1 and step is not None and order.index(step) in named:
            placed |= named
    if len(placed) >= len(order) - 1:
        return Leak(kind=LeakKind.ORDER, found=text)
    return None


def _says(clause: str, word: str) -> bool:
    return re.search(rf"\b{word}\b", clause) is not None


def _numbered(order: list[int], clause: str) -> int | None:
    """The step that a clause names by its number or its letter, if it is one."""
    named = {int(digit) - 1 for digit in re.findall(r"(?<![\d.])\d(?![\d.]*\d)", clause)}
    named |= {
        _LETTERS.index(m) for m in re.findall(rf"(?<![a-z'])[b-{_LETTERS[-1]}](?![a-z'])", clause)
    }
    step = named.pop() if len(named) == 1 else None
    return step if step in order else None


def _one_left_out(order: list[int]) -> list[list[int]]:
    return [order[:at] + order[at + 1 :] for at in range(len(order))]


def _step(item: Item, clause: str) -> int | None:
    """The step that a clause tells of, if it is clearly one."""
    said = _stems(clause)
    shares = [
        sum(weights[word] for word in said & weights.keys()) / sum(weights.values())
        for weights in _telling(item)
    ]
    best = max(shares)
    clear = best >= _ENOUGH and shares.count(best) == 1
    return shares.index(best) if clear else None


@lru_cache(maxsize=128)
def _telling(item: Item) -> tuple[dict[str, float], ...]:
    """The words of each step; one that several steps share says less."""
    stems = [_stems(choice) for choice in item.choices]
    return tuple(
        {word: 1 / sum(word in other for other in stems) ** 2 for word in words} or {"": 1.0}
        for words in stems
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(
        stem(word) for word in re.findall(r"[a-z0-9]+", plain(text)) if word not in _COMMON
    )
