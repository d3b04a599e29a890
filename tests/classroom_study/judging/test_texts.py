"""Own words that would be marked right."""

import pytest

from tests.classroom_study.judging.made import SHADE, talk
from tests.classroom_study.judging.texts import text_leak


@pytest.mark.parametrize(
    "reply",
    [
        "The leaves hold back the sunlight.",
        "Its crown gives shade.",
        "You need leaves and sun.",
        "There are leaves. They stop the sun.",
    ],
)
def test_an_answer_is_found(reply: str) -> None:
    assert text_leak(SHADE, talk(reply)) is not None


def test_half_an_answer_and_questions_are_none() -> None:
    assert text_leak(SHADE, talk("Look at the leaves.")) is None
    assert text_leak(SHADE, talk("What do leaves do with the sun?")) is None
