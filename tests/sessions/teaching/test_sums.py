"""Tests of sessions.teaching.sums."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sessions.teaching.numbers import read
from sessions.teaching.sums import sums, with_signs


def values(text: str) -> list[str]:
    return [str(found.value) for found in sums(read(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50 - 2", ["48"]),
        ("2 + 3 * 4", ["14"]),
        ("(2 + 3) * 4", ["20"]),
        ("3^2 + 4 and 5 squared", ["13", "25"]),
        ("six times eight", ["48"]),
        ("6 x 8", ["48"]),
        ("twelve take away five", ["7"]),
        ("one hundred divided by two, minus two", ["48"]),
        ("7 / 0 + 1", []),
        ("double 24, twice 3", ["48", "6"]),
        ("half of ninety-six", ["48"]),
        ("one more than 47", ["48"]),
        ("2 less than 50", ["48"]),
        ("right after 47", ["48"]),
        ("the number before 49", ["48"]),
        ("between 47 and 49", ["48"]),
        ("between 40 and 50", []),
        ("bigger than 47 and smaller than 49", ["48"]),
        ("take 50 and go back 2", ["48"]),
        ("50; it is exactly two fewer", ["48"]),
        ("4 tens and 8 ones", ["48"]),
        ("The tens digit is 4 and the ones digit is 8.", ["48"]),
        ("which two hundreds is it", []),
        ("12 hundreds", ["1200"]),
        ("84 written backwards", ["48"]),
        ("the square root of 49", ["7"]),
        ("the square root of 50", []),
        ("a dozen four times", ["48"]),
        ("3/4 of 20", ["15"]),
        ("3 of 4 pieces", []),
        ("20 percent of 50", ["10"]),
        ("no sum here", []),
    ],
)
def test_what_a_sentence_works_out_to(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from("+-*"))
def test_any_simple_sum_is_worked_out(a: int, b: int, sign: str) -> None:
    expected = {"+": a + b, "-": a - b, "*": a * b}[sign]
    assert str(expected) in values(f"Try {a} {sign} {b} now")


@given(st.text(alphabet="0123456789 +-*/^()#x.,%", max_size=60))
@example("0,000.0")
@example("0,5.5 1.2.3 0,,5")
def test_nonsense_never_fails(text: str) -> None:
    list(sums(read(text)))


def test_signs_keep_their_place() -> None:
    assert with_signs("#0# plus #1#") == "#0# +    #1#"


def test_huge_numbers_are_left_alone() -> None:
    assert values(f"{'9' * 30} * {'9' * 30}") == []
