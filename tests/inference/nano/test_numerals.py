"""Numbers are spelled so that they can be read back."""

from fractions import Fraction
from random import Random

import pytest

from inference.nano.numerals import (
    speak,
    speak_pair,
    spell,
    spell_decimal,
    spell_part,
    write,
    write_decimal,
    write_mixed,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (20, "twenty"),
        (42, "forty two"),
        (100, "one hundred"),
        (342, "three hundred forty two"),
        (1_000, "one thousand"),
        (1_998, "one thousand nine hundred ninety eight"),
        (-5, "minus five"),
    ],
)
def test_spell(number: int, words: str) -> None:
    assert spell(number) == words


def test_spell_variants() -> None:
    assert spell(342, use_and=True, hyphen=True) == "three hundred and forty-two"
    assert spell(1_005, use_and=True) == "one thousand and five"


def test_spelling_is_unique() -> None:
    assert len({spell(n) for n in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    ("bottom", "plural", "name"), [(2, True, "halves"), (2, False, "half"), (4, True, "quarters")]
)
def test_spell_part(bottom: int, plural: bool, name: str) -> None:
    assert spell_part(bottom, plural=plural) == name


def test_fourth_is_another_name_of_quarter() -> None:
    assert spell_part(4, plural=True, fourth=True) == "fourths"


def test_ways_to_say_one_half() -> None:
    said = {speak_pair(1, 2, Random(n)) for n in range(200)}
    assert said == {"one half", "a half", "half", "one over two"}


def test_an_unreduced_pair_keeps_its_numbers() -> None:
    assert {speak_pair(2, 4, Random(n)) for n in range(200)} == {
        "two quarters", "two fourths", "two over four",
    }  # fmt: skip


def test_denominators_without_a_name_are_said_with_over() -> None:
    assert speak_pair(3, 21, Random(1)) == "three over twenty one"


def test_whole_values_are_said_as_whole() -> None:
    assert speak(Fraction(6, 2), Random(0)) == "three"


def test_write() -> None:
    assert write(Fraction(6, 8)) == "3/4"
    assert write(-2) == "-2"
    assert write_mixed(Fraction(17, 12)) == "1 5/12"


def test_decimals_are_written_exactly() -> None:
    assert write_decimal(Fraction(3, 4)) == "0.75"
    assert write_decimal(Fraction(17, 5), 2) == "3.40"
    assert write_decimal(Fraction(-1, 20)) == "-0.05"
    assert write_decimal(7) == "7"
    with pytest.raises(ValueError, match="1/3"):
        write_decimal(Fraction(1, 3))


def test_decimals_are_said_digit_by_digit() -> None:
    assert spell_decimal("3.05") == "three point zero five"
    assert spell_decimal("-12.5") == "minus twelve point five"
    assert spell_decimal("40") == "forty"
