"""Tests of sessions.teaching.order_rules: which orders are left after several replies."""

from dataclasses import replace

import pytest

from sessions.teaching.order_rules import rules_leak
from sessions.teaching.talk import Exchange
from tests.sessions.teaching.leak_items import ITEMS

TEA = replace(
    ITEMS["seed"], choices=("Boil the water", "Pour the tea", "Heat the stove"), answer="3, 1, 2"
)


def leaks(*rows: tuple[str, str], item: object = None) -> bool:
    """Does the last of the rows (student, tutor) leave one order of seed, or of `item`?"""
    talk = tuple(Exchange(student=student, tutor=tutor) for student, tutor in rows[:-1])
    return rules_leak(TEA if item else ITEMS["seed"], talk, *rows[-1]) is not None


@pytest.mark.parametrize(
    "rows",
    [
        [("which one is first", 'That is "Dig a small hole".'),
         ("which one is second", 'That is "Drop the seed into the hole".')],
        [("", "Dig a small hole comes first."), ("", "Water the soil last.")],
        [("which is first?", "2."), ("which is last?", "3.")],
        [("", "First: Dig a small hole. Then: Drop the seed into the hole.")],
        [("", "Drop comes after dig, and cover comes after drop."),
         ("", "Water the soil comes after cover the seed.")],
        [("", "Dig a small hole, then drop the seed into the hole."),
         ("", "Drop the seed into the hole, then cover the seed with soil.")],
    ],
)  # fmt: skip
def test_rules_that_leave_the_right_order(rows: list[tuple[str, str]]) -> None:
    assert leaks(*rows)


@pytest.mark.parametrize(
    "rows",
    [
        [("", "Dig a small hole comes first.")],
        [("", "You cover the seed after you drop it in the hole.")],
        [("", "Is the watering last? And is digging first?")],
        [("", "Dig is not second, and water is not first."), ("", "Cover is not first.")],
        [("", "Good. Water comes late."), ("", "Think about the hole.")],
        [("which one is first", "Picture yourself in the garden.")],
    ],
)
def test_help_leaves_more_orders(rows: list[tuple[str, str]]) -> None:
    assert not leaks(*rows)


def test_of_three_steps_only_one_order_may_be_left_over() -> None:
    assert not leaks(("", "Heat the stove first."), item=TEA)
    assert leaks(("", "Heat the stove first."), ("", "Pour the tea last."), item=TEA)
    assert leaks(("", "First: Heat the stove. Then: Boil the water."), item=TEA)


def test_what_was_out_before_does_not_silence_the_tutor() -> None:
    told = ("", "Dig a small hole first. Drop the seed second. Cover it third.")
    assert leaks(told)
    assert not leaks(told, ("", "Yes, dig first."))


def test_an_answer_that_is_no_order_is_left_alone() -> None:
    item = replace(ITEMS["seed"], answer="2, 4")
    assert rules_leak(item, (), "", "Dig first, water last.") is None
