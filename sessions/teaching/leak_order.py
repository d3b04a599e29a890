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
    r"[\s,.;:\-'\"()>]*(?:(?:and|then|next|after|that|followed|by|last|lastly|finally|at|the|end|"
    r"step|number|go|goes|on|with|to|comes?|first|is|it|now|begin|start|do)\b[\s,.;:\-'\"()>]*)*"
)
_CLAUSE = re.compile(
    r"[.,;:!?\n]+|\b(?:and )?(?:then|next|after that|finally|lastly|before|and)\b"
)
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
    return _as_numbers(order, reading) or _as_letters(order, text) or _as_told(item, order, text)


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
