"""Tests of sessions.teaching.recipes."""

from fractions import Fraction

import pytest

from sessions.teaching.numbers import read
from sessions.teaching.recipes import recipes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Take 50 and subtract 2.", 48),
        ("Take fifty rolls and then take away 2.", 48),
        ("Start with 12, double it, then add 24.", 48),
        ("Begin at 40 and go up 8.", 48),
        ("From 50 go 2 back.", 48),
        ("With 96, divide it by 2.", 48),
        ("Take 16, triple it.", 48),
        ("Take 480 and find a tenth.", 48),
        ("Take -32 and subtract 4.", -36),
        ("Take 36008 and subtract 8.", 36000),
        ("Have 7 and square it, then subtract 1.", 48),
    ],
)
def test_instructions_are_followed(text: str, value: int) -> None:
    assert Fraction(value) in [recipe.value for recipe in recipes(read(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Take 50 and think about it.",
        "What do you get when you start?",
        "Take your time, then add something.",
        "Take 6 and divide by 0.",
    ],
)
def test_what_is_no_instruction(text: str) -> None:
    assert list(recipes(read(text))) == []


def test_a_long_recipe_ends() -> None:
    text = "Take 1" + ", add 1" * 50
    assert len(list(recipes(read(text)))) == 6
