"""Tests of tutor_server.modules.lessons.proofs.readability."""

import pytest

from tutor_server.modules.lessons.proofs.readability import reading_grade


def test_by_hand() -> None:
    """Two sentences of three words, eight syllables."""
    grade = 0.39 * 3 + 11.8 * 8 / 6 - 15.59
    assert reading_grade("The cat sat. Little apples fall!") == pytest.approx(grade)


def test_longer_words_and_sentences_are_harder() -> None:
    easy = "The sun is hot. We see its light. Plants need it to grow."
    longer = "The sun is hot, and we see its light, and plants need it to grow."
    harder = "Photosynthesis transforms solar radiation into chemical energy for vegetation."
    assert reading_grade(easy) < reading_grade(longer) < reading_grade(harder)


def test_code_and_formulas_are_no_words() -> None:
    text = "Take this one. Add it."
    assert reading_grade(f"{text}\n```python\nundocumented_identifier = 1\n```") == reading_grade(
        text
    )
    assert reading_grade("Add $\\frac{1}{2}$ now.") == reading_grade("Add x now.")


@pytest.mark.parametrize("text", ["", "1 + 1 = 2", "```\ncode\n```", "?! ..."])
def test_nothing_to_read_is_grade_0(text: str) -> None:
    assert reading_grade(text) == 0.0
