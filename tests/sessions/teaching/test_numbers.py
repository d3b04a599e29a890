"""Tests of sessions.teaching.numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.teaching.numbers import read


def values(text: str) -> list[str]:
    return [f"{'%' if m.percent else ''}{m.value}" for m in read(text).mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The answer is 48.", ["48"]),
        ("48.0 or 48,0", ["48", "48", "0"]),
        ("forty - eight", ["48"]),
        ("1,200 and 1 200", ["1200", "1200"]),
        ("2,4,1,3", ["2", "4", "1", "3"]),
        ("It was -3, no: minus three", ["-3", "-3"]),
        ("12 - 5 and 12 -5", ["12", "5", "12", "5"]),
        ("one hundred divided by two, minus two", ["100", "2", "2"]),
        ("3 degrees below zero", ["-3"]),
        ("25% or twenty five per cent", ["%25", "%25"]),
        ("three-quarters, 3/4, 3 over 4, 3 fourths", ["3/4", "3/4", "3/4", "3/4"]),
        ("3 1/2, 3 and a half, three and one half", ["7/2", "7/2", "7/2"]),
        ("the forty-eighth, the 48th", ["48", "48"]),
        ("In Spanish: cuarenta y ocho", ["48"]),
        ("once upon a time", []),
        ("XLVIII but not MIXED", ["48"]),
        ("0,75 and .5", ["3/4", "1/2"]),
        ("2x + 4 = 12", ["2", "4", "12"]),
        ("fortyeight", ["48"]),
        ("a third time", ["1/3"]),
        ("the third step", ["3"]),
        ("a bird and a half", ["1/2"]),
    ],
)
def test_numbers_of_a_sentence(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_how_it_was_written_is_kept() -> None:
    assert [m.surface for m in read("6/8, five, 5, 0.50, 50%").mentions] == [
        "6/8",
        "5",
        "5",
        "0.5",
        "50%",
    ]
    assert read("six birds").canon == "#0# birds"


@given(st.integers(0, 10**9))
def test_any_whole_number_is_read(number: int) -> None:
    assert [m.value for m in read(f"it is {number}!").mentions] == [number]
    assert [m.value for m in read(f"it is {number:,}!").mentions] == [number]


@given(st.integers(-99, 99), st.integers(2, 99))
def test_any_fraction_is_read(top: int, bottom: int) -> None:
    assert [m.value for m in read(f"so {top}/{bottom} of it").mentions] == [Fraction(top, bottom)]


@given(st.text(alphabet="one two three half and -/%.,0123456789 hundred", max_size=60))
def test_mentions_are_in_order_and_inside(text: str) -> None:
    reading, at = read(text), 0
    for number, mention in enumerate(reading.mentions):
        assert at <= mention.start < mention.end <= len(reading.text)
        assert f"#{number}#" in reading.canon
        at = mention.end


@pytest.mark.parametrize("text", ["MMMM", "IIII", "CIVIC", "DID", "LIVID"])
def test_letters_of_roman_numerals_are_not_always_one(text: str) -> None:
    assert read(f"The word {text} is a word.").mentions == ()
