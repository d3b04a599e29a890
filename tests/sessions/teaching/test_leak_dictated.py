"""Tests of sessions.teaching.leak_dictated."""

from dataclasses import replace

import pytest

from sessions.teaching.leak_dictated import choice_begun, sentence_dictated
from sessions.teaching.talk import Exchange, Talk
from tests.sessions.teaching.leak_items import ITEMS

NAIL = replace(
    ITEMS["roots"],
    question="Why does a nail feel colder than wood?",
    choices=(
        "The nail passes energy on faster",
        "The nail has no energy",
        "The wood is warmer than the air",
    ),
    answer="The nail passes energy on faster",
)


def talk(*replies: str) -> Talk:
    return tuple(Exchange(tutor=reply) for reply in replies)


@pytest.mark.parametrize(
    "replies",
    [
        ['It begins with "The nail passes".'],
        ['It begins with "The nail".', 'The next word is "passes".'],
        ["It ends with faster."],
        ['It starts with "The nail".', "It goes on with passes energy."],
    ],
)
def test_a_choice_by_its_pieces(replies: list[str]) -> None:
    assert choice_begun(NAIL, talk(*replies[:-1]), replies[-1]) is not None


@pytest.mark.parametrize(
    "replies",
    [
        ['It begins with "The".'],
        ['It begins with "The nail".'],
        ['What does it mean that "energy passes on faster"?'],
        ['A nail feels cold. "Energy" is the word to think about.'],
        ['It begins with "A wooden".'],
    ],
)
def test_pieces_that_several_choices_share(replies: list[str]) -> None:
    assert choice_begun(NAIL, talk(*replies[:-1]), replies[-1]) is None


def test_a_sentence_by_its_pieces() -> None:
    item = ITEMS["decomposer"]
    first, second, third = (
        'It goes: "It breaks down dead".',
        'Then: "things and gives nutrients".',
        'And then: "back to the soil".',
    )
    assert sentence_dictated(item, (), first) is None
    assert sentence_dictated(item, talk(first), second) is not None
    assert sentence_dictated(item, talk(first, second), third) is None  # it was out before


def test_keys_in_quotation_marks_add_up() -> None:
    item = ITEMS["sunlight"]
    assert sentence_dictated(item, talk('Use the word "make".'), 'And "food".') is not None
    assert sentence_dictated(item, talk("You make progress."), "Think of food.") is None
