"""Tests of sessions.teaching.framing."""

import pytest

from sessions.teaching.framing import asked, claimed, invites, just_one, passing, stem
from sessions.teaching.numbers import read


@pytest.mark.parametrize(
    "text",
    [
        "The answer is 4.",
        "4",
        "It is just 4.",
        "x = 4",
        "So 4.",
        "4 is right.",
        "You get 4.",
        "Say 4.",
        "It prints 4.",
        "One size comes most often: 4.",
        "Try 4 and see.",
        "A little bird says 4.",
        "The median is 4.",
        "In the middle stands 4.",
    ],
)
def test_claims(text: str) -> None:
    reading = read(text)
    assert claimed(reading, len(reading.mentions) - 1)


@pytest.mark.parametrize(
    "text",
    [
        "Take away 4 from both sides.",
        "It is not 4.",
        "You said 4.",
        "How would you write 4?",
        "Look at the 4 pieces.",
        "Try first, then I help.",
        "Try the first thing that comes to mind.",
    ],
)
def test_no_claims(text: str) -> None:
    assert not claimed(read(text), 0)


def test_the_letter_of_an_equation_makes_a_claim() -> None:
    assert claimed(read("then y is 4 here"), 0, "y")
    assert not claimed(read("then y goes with 4"), 0, "y")


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Try again 2 times.", True),
        ("Step 2 is next.", True),
        ("2. Draw it.", True),
        ("The two numbers are big.", True),
        ("one of these", True),
        ("You are 100% right.", True),
        ("This is your try 2 of 3.", True),
        ("On try 2 you were close.", True),
        ("Try 2 and see.", False),
        ("Could you try 2?", False),
        ("There are 2 birds.", False),
        ("2 apples", False),
        ("200 times", False),
        ("one more bead", False),
    ],
)
def test_passing_mentions(text: str, passes: bool) -> None:
    assert passing(read(text), 0, frozenset({stem("apples")})) is passes


def test_what_the_question_counts_does_not_pass_by() -> None:
    assert passing(read("two sides"), 0, frozenset())
    assert not passing(read("two sides"), 0, frozenset({"side", stem("sides")}))


def test_a_question_invites_and_so_does_an_order() -> None:
    for text in ("What is 3 + 4?", "Add 3 + 4 now."):
        assert invites(read(text), 0, 1)
    assert not invites(read("It is 3 + 4."), 0, 1)
    assert asked(read("Is it 3?"), 0, 1)
    assert not asked(read("It is 3. Why?"), 0, 1)


def test_one_and_first_are_weak() -> None:
    assert [just_one(read(text).mentions[0]) for text in ("one", "first", "none", "1", "two")] == [
        True,
        True,
        True,
        False,
        False,
    ]
