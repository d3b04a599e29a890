"""Answers that put steps in order."""

import pytest

from tests.tutor_server.modules.lessons.items import steps
from tutor_server.modules.lessons.checkers.steps import check, order_of

BAKE = ("Eat it", "Mix it", "Bake it")


@pytest.mark.parametrize(
    "text",
    [
        "2, 3, 1", "2 3 1", "231", "b c a", "BCA", "b, then c, then a", "second, third, first",
        "the second, then the third and then the first", "two three one", "2 > 3 > 1", "2→3→1",
        "mix it, bake it, eat it", "First mix it, then bake it. Then eat it!", "(b) (c) (a)",
        "I think it goes b c a",
    ],
)  # fmt: skip
def test_ways_to_say_an_order(text: str) -> None:
    outcome = check(steps("2, 3, 1", *BAKE), text)
    assert (outcome.correct, outcome.parsed) == (True, "2, 3, 1")


@pytest.mark.parametrize(
    "text",
    ["1, 2", "2, 2, 1", "2, 3, 4", "", "what comes first?", "mix it", "I don't know"],
)
def test_no_whole_order(text: str) -> None:
    assert not check(steps("2, 3, 1", *BAKE), text).attempt


def test_a_wrong_order_tells_where() -> None:
    item = steps("2, 3, 1", *BAKE, wrong={"3, 2, 1": "bakes-first"})
    outcome = check(item, "c b a")
    assert (outcome.correct, outcome.attempt) == (False, True)
    assert (outcome.missing, outcome.flags) == ((0, 1), {"order"})
    assert outcome.misconception == "bakes-first"
    assert check(item, "1 2 3").misconception == ""


def test_six_steps() -> None:
    choices = ("five", "one", "six", "two", "three", "four")
    assert order_of("2, 4, 5, 6, 1, 3", choices) == (2, 4, 5, 6, 1, 3)
    assert order_of("b d e f a c", choices) == (2, 4, 5, 6, 1, 3)


def test_a_key_that_is_no_order_judges_nobody() -> None:
    assert not check(steps("2, 3", *BAKE), "2 3 1").attempt
