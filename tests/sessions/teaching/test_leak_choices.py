"""Tests of sessions.teaching.leak_choices."""

from dataclasses import replace

import pytest

from sessions.teaching.finding import LeakKind
from sessions.teaching.leak_choices import choice_leak
from sessions.teaching.lesson import Item
from sessions.teaching.plain import letters_joined, plain
from tests.sessions.teaching.leak_items import ITEMS


def kind(item: Item, text: str) -> LeakKind | None:
    found = choice_leak(item, letters_joined(plain(text)), text)
    return found.kind if found else None


def with_choices(question: str, *choices: str, answer: str) -> Item:
    return replace(ITEMS["roots"], question=question, choices=choices, answer=answer)


@pytest.mark.parametrize(
    "text",
    ["A leaf is green.", "Is it A or B?", "Not A.", "A) is what you said.", "B or C?", "Plan B"],
)
def test_letters_that_give_nothing_away(text: str) -> None:
    assert kind(ITEMS["roots"], text) is None


@pytest.mark.parametrize("text", ["B", "(B).", "option b", "It's B!", "B is correct.", "Say B."])
def test_letters_that_do(text: str) -> None:
    assert kind(ITEMS["roots"], text) is LeakKind.CHOICE


@pytest.mark.parametrize(
    "text",
    [
        "The second one looks good to me.",
        "I think the second one fits best.",
        "I like the second one.",
        "It is the second of them.",
        "The second of these sounds right.",
    ],
)
def test_its_place_in_other_words(text: str) -> None:
    assert kind(ITEMS["roots"], text) is LeakKind.CHOICE


@pytest.mark.parametrize(
    "text",
    [
        "The first one looks good to me.",
        "Does the second one look good?",
        "The second one does not fit.",
        "Read the second one again.",
        "The second of these sentences is long.",
        "Compare the first one with the second one.",
    ],
)
def test_places_that_give_nothing_away(text: str) -> None:
    assert kind(ITEMS["roots"], text) is None


def test_a_choice_inside_a_longer_one_is_not_meant() -> None:
    item = with_choices(
        "What happens?", "It grows", "It does not grow", "It stays", answer="It grows"
    )
    assert kind(item, "It does not grow, you said.") is None
    assert kind(item, "Well, it grows.") is LeakKind.CHOICE


def test_numbers_in_words_and_digits_are_the_same_choice() -> None:
    item = with_choices("How many legs?", "6 legs", "8 legs", "4 legs", answer="8 legs")
    assert kind(item, "Eight legs.") is LeakKind.CHOICE
    assert kind(item, "Six legs or eight legs?") is None


def test_choices_of_code_and_formulas() -> None:
    item = with_choices(
        "Which line is right?", "<p>Hi</p>", "<p>Hi<p>", "p>Hi</p", answer="<p>Hi</p>"
    )
    assert kind(item, "Write <p>Hi</p> there.") is LeakKind.CHOICE
    ratio = with_choices("Simplify 18 : 12.", "2 : 3", "3 : 2", "9 : 6", answer="3 : 2")
    assert kind(ratio, "So it is 3 : 2.") is LeakKind.CHOICE
    assert kind(ratio, "12 : 18 would be 2 : 3.") is None


def test_ruling_out_needs_all_the_others() -> None:
    item = ITEMS["verb"]
    assert kind(item, "Not fox and not quick.") is None
    assert kind(item, "Not fox, not quick and not log.") is LeakKind.ELIMINATION


def test_a_choice_over_several_sentences() -> None:
    long = "Some say it is late. Yet it is early."
    item = with_choices("Which passage fits?", long, "It is noon now here.", answer=long)
    assert kind(item, f"Look: {long}") is LeakKind.CHOICE


def test_a_denied_choice_is_not_given_away() -> None:
    assert kind(ITEMS["roots"], "It is not the roots alone that matter for light.") is None


def test_a_choice_behind_a_little_word() -> None:
    item = with_choices("Which is larger, 5/6 or 7/9?", "5/6", "7/9", "Equal", answer="5/6")
    for text in ("5/6 is larger.", "So 5/6 is larger.", "Yes, and 5/6 is larger."):
        assert kind(item, text) is LeakKind.CHOICE
    assert kind(item, "So is 5/6 larger, or 7/9?") is None
