"""Answers that pick one of some choices."""

import pytest

from tests.tutor_server.modules.lessons.items import choice
from tutor_server.modules.lessons.checkers.choice import check, pick, stands_in

CAKES = ("The cake cut into 3", "The cake cut into 6", "They are the same")
SENTENCES = ("the dog ran.", "The dog ran.", "The dog ran")
SIGNS = ("x < 8", "x > 8", "x < -8")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The cake cut into 3", 0), ("the cake cut into 6!", 1), ("a", 0), ("B)", 1), ("(c)", 2),
        ("I think the answer is a", 0), ("is it a?", 0), ("option c", 2), ("the first one", 0),
        ("the second one", 1), ("the last one", 2), ("number 2", 1), ("cut into 3", 0),
        ("same", 2), ("they are teh same", 2), ("six", 1), ("3", 0), ("A. The cake cut into 3", 0),
        ("it's not the cake cut into 6, it's the cake cut into 3", 0), ("c, the same", 2),
        ("is it the cake cut into 3?", 0), ("I think they are the same, because of the size", 2),
    ],
)  # fmt: skip
def test_ways_to_choose(text: str, place: int) -> None:
    assert pick(CAKES, text) == (place,)


@pytest.mark.parametrize(
    "text", ["what does b mean?", "I don't know", "", "cake", "help", "why are they the same", "d"]
)
def test_no_attempt(text: str) -> None:
    assert not check(choice(*CAKES), text).attempt


def test_several_are_asked_about() -> None:
    outcome = check(choice("red", "blue", "green"), "red or blue")
    assert (outcome.attempt, outcome.flags) == (False, {"several"})


def test_numbers_are_never_a_slip_of_spelling() -> None:
    assert pick(CAKES, "the cak cut into 6") == (1,)
    assert pick(CAKES, "the cake cut into 5") == ()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_capitals_and_points_count_where_they_are_the_difference(place: int) -> None:
    assert pick(SENTENCES, SENTENCES[place]) == (place,)


@pytest.mark.parametrize(
    ("text", "place"),
    [("x < 8", 0), ("it is x > 8", 1), ("x is less than 8", 0), ("x<-8", 2),
     ("x is less than minus 8", 2)],
)  # fmt: skip
def test_signs_count_where_choices_have_some(text: str, place: int) -> None:
    assert pick(SIGNS, text) == (place,)


def test_a_minus_is_not_lost() -> None:
    assert pick(("-5", "8", "3"), "I think 5") == ()
    assert pick(("-5", "5", "3"), "I think it is -5") == (0,)
    assert pick(("-5", "5", "3"), "I think it is 5") == (1,)


@pytest.mark.parametrize(
    ("text", "place"), [("no", 1), ("no, never", 1), ("yes", 0), ("it is because", 2)]
)
def test_short_choices(text: str, place: int) -> None:
    assert pick(("Yes, always", "No, never", "Because"), text) == (place,)


def test_fractions_in_any_spelling() -> None:
    assert pick((r"$\frac{3}{4}$", r"$\frac{2}{3}$", "They are equal"), "three quarters") == (0,)


def test_the_misconception_of_the_choice() -> None:
    item = choice(*CAKES, wrong={CAKES[1]: "bigger-bottom"})
    assert check(item, "a").correct
    outcome = check(item, "b")
    assert (outcome.correct, outcome.misconception, outcome.parsed) == (
        False, "bigger-bottom", CAKES[1],
    )  # fmt: skip
    assert check(item, "c").misconception == ""


@pytest.mark.parametrize(
    ("choices", "text", "told"),
    [
        (CAKES, "Look at THE CAKE, cut into 3 pieces.", True),
        (CAKES, "Count the pieces of each cake.", False),
        (SENTENCES[1:], "Look at the beginning: The dog ran. Fine.", True),
        (SENTENCES[1:], "Look at the dog. Who ran?", False),
        (SIGNS, "The other way round, x > 8 would be.", False),
        (SIGNS, "So x is less than 8.", True),
        (("?", "!", "."), "It ends with ?", True),
        (("?", "!", "."), "It ends with a mark", False),
    ],
)
def test_what_quotes_the_right_choice(choices: tuple[str, ...], text: str, told: bool) -> None:
    assert stands_in(choice(*choices), text) is told
