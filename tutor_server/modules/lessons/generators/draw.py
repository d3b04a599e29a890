"""Draws an item from a generator: sound by itself, the same for the same random numbers.

A draft whose hints happen to hold the answer, or whose wrong answers happen to be right, is thrown
away and another drawn; tests prove thousands of seeds through the checkers.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from types import MappingProxyType
from typing import Final

from sessions.teaching.lesson import Item, ItemKind, Use, Wrong
from tutor_server.modules.lessons.checkers import choice, fraction, number
from tutor_server.modules.lessons.generators import algebra, data, geometry, parts, ratios, whole
from tutor_server.modules.lessons.generators.draft import Draft
from tutor_server.modules.lessons.proofs.leaks import leaks

MAKERS: Final[Mapping[str, Callable[[Random], Draft]]] = MappingProxyType(
    {
        **whole.MAKERS,
        **parts.MAKERS,
        **ratios.MAKERS,
        **algebra.MAKERS,
        **geometry.MAKERS,
        **data.MAKERS,
    }
)
_TRIES: Final = 500
_CHECKS: Final = {
    ItemKind.NUMBER: number.check,
    ItemKind.FRACTION: fraction.check,
    ItemKind.CHOICE: choice.check,
}


def generate(
    name: str, rng: Random, *, skill: str = "", use: Use = Use.PRACTICE, avoid: str = ""
) -> Item:
    """A new item of the template `name`; not the one whose question is `avoid`.

    The misconceptions of its wrong answers are general names and need not be any lesson's.
    Raises KeyError for an unknown name.
    """
    make = MAKERS[name]
    for _ in range(_TRIES):
        draft = make(rng)
        item = _item(draft, skill=skill or name.replace("_", "-"), use=use, name=name)
        if item.question != avoid and _sound(item):
            return item
    raise RuntimeError(f"the generator {name} found no sound item")


def _item(draft: Draft, *, skill: str, use: Use, name: str) -> Item:
    mark = hashlib.sha256(draft.question.encode()).hexdigest()[:10]
    bare = Item(
        item_id=f"{name.replace('_', '-')}-{mark}",
        kind=draft.kind,
        use=use,
        skill=skill,
        question=draft.question,
        answer=draft.answer,
        choices=draft.choices,
        form=draft.form,
        tolerance=draft.tolerance,
        hints=draft.hints,
    )
    return _with_wrong(bare, draft)


def _with_wrong(item: Item, draft: Draft) -> Item:
    """Only the wrong answers that are wrong for these numbers, each value once."""
    check = _CHECKS.get(item.kind)
    kept: dict[str, Wrong] = {}
    for answer, belief in draft.wrong:
        if check is None:
            kept[answer] = Wrong(answer=answer, misconception=belief)
            continue
        outcome = check(item, answer)
        if outcome.attempt and not outcome.correct and not outcome.equivalent:
            kept.setdefault(
                _value(outcome.distance, answer), Wrong(answer=answer, misconception=belief)
            )
    return replace(item, wrong=tuple(kept.values()))


def _value(distance: float | None, answer: str) -> str:
    return answer if distance is None else f"{distance:.9f}"


def _sound(item: Item) -> bool:
    """Algebra is sound by its making: its hints have letters of their own (sympy stays away)."""
    if not item.wrong:
        return False
    if item.kind is ItemKind.EXPRESSION:
        return item.answer not in {wrong.answer for wrong in item.wrong}
    return leaks(item, item.hints[-1]) and not any(leaks(item, hint) for hint in item.hints[:-1])
