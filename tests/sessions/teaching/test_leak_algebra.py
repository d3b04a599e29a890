"""Tests of sessions.teaching.leak_algebra."""

from dataclasses import replace

import pytest

from sessions.teaching.leak_algebra import algebra_leak
from sessions.teaching.lesson import Item
from sessions.teaching.numbers import read
from tests.sessions.teaching.leak_items import ITEMS


def leaks(item: Item, text: str) -> bool:
    return algebra_leak(item, read(text)) is not None


@pytest.mark.parametrize(
    ("answer", "text", "expected"),
    [
        ("x > 3", "So x > 3.", True),
        ("x > 3", "3 < x", True),
        ("x > 3", "x is greater than 3", True),
        ("x > 3", "x is at least 3", False),
        ("x >= 3", "x is at least 3", True),
        ("x > 3", "Is x smaller or bigger?", False),
        ("y = 2*x + 1", "y is 2x + 1 then", True),
        ("y = 2*x + 1", "y is 2x + 2 then", False),
        ("2*a + 3*b = 12", "2a + 3b = 12", True),
        ("2*a + 3*b = 12", "4a + 6b = 24", True),
        ("sqrt(x)", "sqrt(x)", True),
        ("sqrt(x)", "the square of x", False),
        ("12", "twelve", True),
    ],
)
def test_relations_and_what_cannot_be_read(answer: str, text: str, expected: bool) -> None:
    item = replace(ITEMS["e3x2"], answer=answer, question="Write it down with letters.")
    assert leaks(item, text) is expected


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("So m > 15.", True),
        ("m is greater than fifteen", True),
        ("15 < m", True),
        ("Look at 2m > 30 again.", False),
        ("What do you do with the 2 in 2m > 30?", False),
        ("It is not m < 15.", False),
        ("For 3k > 12 it is k > 4.", False),
    ],
)
def test_an_inequality_that_is_to_be_solved_may_be_said_but_not_solved(
    text: str, leak: bool
) -> None:
    item = replace(ITEMS["e3x2"], answer="m > 15", question="Solve 2m > 30 for m.")
    assert leaks(item, text) is leak


def test_an_inequality_that_is_asked_in_another_form_is_no_solution() -> None:
    item = replace(ITEMS["e3x2"], answer="2m > 30", question="Multiply m > 15 by 2.")
    assert not leaks(item, "Begin with m > 15.")


def test_the_same_expression_in_the_question_is_none() -> None:
    assert not leaks(ITEMS["exp36"], "Look at 3(x + 2) again.")
    assert leaks(ITEMS["exp36"], "3(x + 2) is 3x + 6.")


def test_factors_said_apart_are_a_leak_where_factors_are_asked_for() -> None:
    assert leaks(ITEMS["fac23"], "Use (x + 2) and (x + 3).")
    assert not leaks(ITEMS["fac23"], "Use (x + 2) and something else.")


def test_letters_of_english_words_are_no_variables() -> None:
    assert not leaks(ITEMS["e3x2"], "I had 3 boxes a day and 2 more.")
