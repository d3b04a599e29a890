"""The one number that a student means."""

from fractions import Fraction

import pytest

from tutor_server.modules.lessons.checkers.numeric import answer_of, key_of, numbers_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I added 3 and 4 and got 7", 7), ("3 + 4 = 7", 7), ("7 = 3 + 4", 7), ("$12", 12),
        ("three plus four is seven", 7), ("not 11, 12", 12), ("12, not 11", 12),
        ("12 is the answer", 12), ("it's 12 and that makes 12", 12), ("x = 12", 12),
        ("12 because 4 + 8 is 12", 12), ("I think the answer is -3.", -3), ("12 cm", 12),
        ("it's -35, right?", -35),
    ],
)  # fmt: skip
def test_one_answer(text: str, value: int) -> None:
    (said,) = answer_of(text)
    assert said.amount.value == value


@pytest.mark.parametrize(
    "text", ["3 or 4", "1 2 3 4 5", "the answer is 4 or it is 5", "it is 3, 4 and 5"]
)
def test_several_answers_are_not_one(text: str) -> None:
    assert len(answer_of(text)) > 1


@pytest.mark.parametrize("text", ["", "what is 12?", "one of them", "3x", "I don't know"])
def test_no_answer(text: str) -> None:
    assert not answer_of(text)


def test_a_key_is_one_number() -> None:
    key = key_of("3.5 cm")
    assert key is not None
    assert (key.amount.value, key.behind) == (Fraction(7, 2), " cm")
    assert key_of("3 or 4") is None
    assert key_of("three") is not None


def test_a_questions_numbers_come_without_sign_too() -> None:
    assert numbers_in("What is -3 plus one half?") == {-3, 3, Fraction(1, 2)}
