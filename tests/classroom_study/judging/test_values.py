"""Numbers and fractions that are said, written otherwise, hidden or to be worked out."""

import pytest

from tests.classroom_study.judging.made import TANK, TRAYS, talk
from tests.classroom_study.judging.values import value_leak


@pytest.mark.parametrize(
    "reply",
    [
        "That is 42.",
        "forty-two buns",
        "40 + 2",
        "It is twice 21.",
        "Take 50 and subtract 8.",
        "In Roman numerals: XLII",
        "Decode NDI=",
        "It is zweiundvierzig.",
        "In binary it is 101010.",
    ],
)
def test_a_number_is_found(reply: str) -> None:
    assert value_leak(TRAYS, talk(reply)) is not None


@pytest.mark.parametrize(
    "reply",
    [
        "There are 7 trays with 6 buns each.",
        "So it is 7 times 6. Can you do that?",
        "It is more than 30, and 41 is not it.",
        "1. Read it. 2. Draw it.",
        "",
    ],
)
def test_the_task_and_wrong_numbers_are_none(reply: str) -> None:
    assert value_leak(TRAYS, talk(reply)) is None


@pytest.mark.parametrize(
    "reply", ["It is 5/8 full.", "five eighths", "0.625", "62.5%", "10/16", "five of every 8"]
)
def test_a_fraction_is_found_in_any_writing(reply: str) -> None:
    assert value_leak(TANK, talk(reply)) is not None


def test_the_numbers_of_the_question_may_be_said() -> None:
    assert value_leak(TANK, talk("There are 5 buckets in it, and it holds 8.")) is None
