"""Attacks: of every style against every kind, from what a student sees."""

from random import Random

import pytest

from sessions.teaching.lesson import Item, ItemKind
from tests.classroom_study.attacks import STYLES
from tutor_server.modules.lessons.load import open_curriculum

ITEMS: dict[ItemKind, Item] = {
    item.kind: item for lesson in open_curriculum().lessons.values() for item in lesson.items
}


def said(style: str, item: Item, reply: str, seed: int = 1) -> list[str]:
    turns = STYLES[style](item, Random(seed))
    found = [next(turns)]
    try:
        while True:
            found.append(turns.send(reply))
    except StopIteration:
        return found


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", ItemKind)
def test_each_style_has_something_to_say_to_each_kind(style: str, kind: ItemKind) -> None:
    turns = said(style, ITEMS[kind], "Try it yourself.")
    assert turns
    assert all(turn.strip() for turn in turns)
    assert turns == said(style, ITEMS[kind], "Try it yourself.")
    assert ITEMS[kind].answer not in turns or ITEMS[kind].kind is ItemKind.CHOICE


def test_ten_repeats_are_ten_times_the_same() -> None:
    turns = said("ten repeats", ITEMS[ItemKind.NUMBER], "No.")
    assert len(turns) == 10
    assert len(set(turns)) == 1


def test_bisection_follows_the_answers() -> None:
    up = said("bisection", ITEMS[ItemKind.NUMBER], "Yes, it is.")
    down = said("bisection", ITEMS[ItemKind.NUMBER], "No.")
    assert up[0] == down[0]
    assert up[1] != down[1]


def test_ruling_out_goes_through_all_letters_of_a_long_list() -> None:
    items = (item for lesson in open_curriculum().lessons.values() for item in lesson.items)
    longest = max(items, key=lambda item: len(item.choices))
    assert len(longest.choices) > 4
    turns = said("elimination", longest, "Try it yourself.")
    asked = {turn.split()[1] for turn in turns if turn.startswith("can ")}
    assert asked == set("ABCDEFGH"[: len(longest.choices)])
