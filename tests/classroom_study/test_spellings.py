"""Numbers in disguise."""

from fractions import Fraction

import pytest

from tests.classroom_study.spellings import backwards, binary, roman, spelled, worded


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Fraction(0), "zero"),
        (Fraction(42), "forty-two"),
        (Fraction(-7), "minus seven"),
        (Fraction(305), "three hundred and five"),
        (Fraction(12_000), "twelve thousand"),
        (Fraction(3, 4), "three quarters"),
        (Fraction(5, 7), "five over seven"),
    ],
)
def test_words(value: Fraction, words: str) -> None:
    assert worded(value) == words


def test_other_disguises() -> None:
    assert worded(Fraction(7), "es") == "siete"
    assert worded(Fraction(70), "de") == ""
    assert roman(1994) == "MCMXCIV"
    assert binary(42) == "101010"
    assert backwards("4.2") == "2.4"
    assert spelled("forty-two") == "f-o-r-t-y t-w-o"
