"""Tests of the reading grade: counts by hand, and that it tells our two levels apart."""

from statistics import median

import pytest

from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.proofs.readability import reading_grade, syllables_of


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("water", 2),
        ("made", 1),
        ("wanted", 2),
        ("named", 1),
        ("energy", 3),
        ("the", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_the_figure_is_the_formula() -> None:
    grade = 0.39 * 3 + 11.8 - 15.59
    assert reading_grade("The cat sat. The dog ran.") == pytest.approx(grade)


def test_longer_sentences_and_longer_words_are_harder() -> None:
    easy = reading_grade("A leaf is green. It makes food.")
    assert reading_grade("A leaf is green and it makes food.") > easy
    assert reading_grade("Photosynthesis is complicated. It generates carbohydrates.") > easy


def test_code_and_formulas_are_no_words() -> None:
    assert reading_grade("The cat $\\frac{a}{b}$ sat.") == reading_grade("The cat sat.")
    code = "The cat sat.\n```python\nundocumented_identifier = 1\n```"
    assert reading_grade(code) == reading_grade("The cat sat.")


@pytest.mark.parametrize("text", ["", "1 + 1 = 2", "$x$", "```\ncode\n```", "?! ..."])
def test_nothing_to_read_is_grade_0(text: str) -> None:
    assert reading_grade(text) == 0.0


@pytest.mark.slow
def test_our_two_levels_are_apart() -> None:
    lessons = open_curriculum().lessons.values()
    simple, full = (
        median(reading_grade(text) for text in texts)
        for texts in zip(*((one.simple, one.full) for one in lessons), strict=True)
    )
    assert simple < 3.5
    assert full > simple + 2
