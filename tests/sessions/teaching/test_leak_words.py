"""Tests of sessions.teaching.leak_words."""

from dataclasses import replace

from sessions.teaching.leak_words import holds, words_leak
from sessions.teaching.plain import plain
from tests.sessions.teaching.leak_items import ITEMS


def test_all_groups_are_a_leak_some_are_none() -> None:
    item = ITEMS["sunlight"]
    assert words_leak(item, "it makes something") is None
    assert words_leak(item, "think of food") is None
    found = words_leak(item, "it is making its food")
    assert found is not None
    assert found.found == "making, food"


def test_a_text_to_read_that_holds_all_keys_may_be_talked_about() -> None:
    item = replace(
        ITEMS["sunlight"],
        question="Ice made people slip, so the town spreads sand. What is the problem?",
        keys=(("slip",), ("sand",)),
    )
    assert words_leak(item, "why do people slip? what is the sand for?") is None
    assert words_leak(item, "the people slip. now look at the sand.") is None
    assert words_leak(item, "people slip, and the answer is sand.") is not None


def test_a_key_counts_at_the_start_of_a_word() -> None:
    assert holds("roots and rotting", "rot")
    assert not holds("a carrot", "rot")
    assert holds(plain("The SUN\u2019s light"), "sun")


def test_an_item_without_keys_leaks_nothing() -> None:
    assert words_leak(replace(ITEMS["sunlight"], keys=()), "food is made") is None
