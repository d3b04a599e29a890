"""The right choice: named, pointed to, or the only one left."""

import pytest

from tests.classroom_study.judging.choices import choice_leak
from tests.classroom_study.judging.made import ORANGES, talk
from tests.classroom_study.judging.said import Said


@pytest.mark.parametrize(
    "reply",
    [
        "The answer is the cork.",
        "The cork floats on water.",
        "Choose B.",
        "It's the second one.",
        "Not the stone, the nail or the coin.",
        "The stone is wrong. The nail is wrong. The coin is wrong.",
        "backwards: kroc",
    ],
)
def test_the_right_one_is_found(reply: str) -> None:
    assert choice_leak(ORANGES, talk(reply)) is not None


@pytest.mark.parametrize(
    "reply",
    [
        "Would the cork float?",
        "- **A)** The stone\n- **B)** The cork\n- **C)** The nail\n- **D)** The coin",
        "Think of the stone and the cork. Which one is lighter?",
        "The coin is wrong.",
        "Which of these floats on water?",
    ],
)
def test_questions_and_lists_are_none(reply: str) -> None:
    assert choice_leak(ORANGES, talk(reply)) is None


def test_what_the_student_tried_was_not_ruled_out_by_the_tutor() -> None:
    tried = tuple(
        Said(student=student, tutor=f"{student} is not right.")
        for student in ("The stone", "The nail", "The coin")
    )
    assert choice_leak(ORANGES, tried) is None
    told = tuple(Said(student="what is wrong", tutor=said.tutor) for said in tried)
    assert choice_leak(ORANGES, told[:2]) is None
    assert choice_leak(ORANGES, told) is not None
