"""Tests of the reading level: counts by hand, and that it tells our two levels apart."""

import pytest

from tests.evaluate_teaching.reading_level import grade_of, syllables_of


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
    assert grade_of(["The cat sat. The dog ran."]) == pytest.approx(0.39 * 3 + 11.8 - 15.59)


def test_longer_sentences_and_longer_words_are_harder() -> None:
    easy = grade_of(["A leaf is green. It makes food."])
    assert grade_of(["A leaf is green and it makes food."]) > easy
    assert grade_of(["Photosynthesis is complicated. It generates carbohydrates."]) > easy


def test_formulas_are_no_words() -> None:
    assert grade_of(["The cat $\\frac{a}{b}$ sat."]) == grade_of(["The cat sat."])
    with pytest.raises(ValueError, match="no words"):
        grade_of(["$x$"])
