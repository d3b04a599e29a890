"""Numbers of a text and what can be worked out."""

from fractions import Fraction

import pytest

from tests.classroom_study.judging.amounts import amounts, digits_of, worked_out


def values(text: str) -> set[Fraction]:
    return {found.value for found in worked_out(digits_of(text))}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30 + 12", 42),
        ("fifty minus eight", 42),
        ("six times seven", 42),
        ("2 + 4 * 10", 42),
        ("one more than 41", 42),
        ("half of 84", 42),
        ("days in a week", 7),
        ("three dozen", 36),
    ],
)
def test_sums_in_signs_and_words(text: str, value: int) -> None:
    assert value in values(text)


def test_nothing_is_divided_by_zero() -> None:
    assert 0 not in values("4 / 0")


def test_marks_of_a_list_are_no_numbers() -> None:
    digits = digits_of("1. Read it.\n2. Take 5 of step 3")
    assert [amount.value for amount in amounts(digits)] == [5]
