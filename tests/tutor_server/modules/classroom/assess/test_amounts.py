"""Whether a text gives a number as its answer: yes, no, or not certain."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.classroom.assess.amounts import amount_of, read, says


def judge(text: str, wanted: str) -> bool | None:
    return says(read(text), Fraction(wanted))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3/4", "3/4"), ("6/8", "3/4"), ("0.75", "3/4"), (".75", "3/4"), ("75%", "3/4"),
        ("75 per cent", "3/4"), ("¾", "3/4"), ("three quarters", "3/4"), ("3 over 4", "3/4"),
        ("3 out of 4", "3/4"), (r"$\frac{3}{4}$", "3/4"), ("1½", "3/2"), ("1 1/2", "3/2"),
        ("three and a half", "7/2"), ("3 and a half", "7/2"), ("half", "1/2"),
        ("twenty-one", "21"), ("seven", "7"), ("one", "1"), ("1,200 m", "1200"), ("$5", "5"),
        ("5cm", "5"), ("-3", "-3"), ("\u22123", "-3"), ("-1/2", "-1/2"), ("7.0", "7"),
        ("The answer is 7.", "7"), ("It is 7!", "7"), ("x = -2", "-2"), ("answer: 7", "7"),
        ("3 + 4 = 7", "7"), ("5-3=2", "2"), ("12 ÷ 4 = 3", "3"), ("2² = 4", "4"),
        ("first I add 2", "2"), ("this one is 7", "7"), ("2nd of 5", "5"),
        ("1. I draw it.\n2. So it is 7.", "7"), ("3 x 4 = 12 apples.", "12"),
        ("3 x 4 = 12\n12 + 1 = 13", "13"), ("the answer is 7 because 3+4", "7"),
        ("The total is 12 apples.\nThat is 3 times 4.", "12"),
    ],
)  # fmt: skip
def test_it_is_the_answer(text: str, wanted: str) -> None:
    assert judge(text, wanted) is True


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "7"), ("no idea", "7"), ("I know it!", "7"), ("8", "7"), ("4/3", "3/4"),
        ("0.33", "1/3"), ("50", "1/2"), ("-7", "7"), ("the answer is 3 + 4", "7"),
        ("3 x 4 = 12\n12 + 1 = 13", "12"), ("5 - 3", "-3"), ("eight", "7"), ("70", "7"),
    ],
)  # fmt: skip
def test_it_is_not_the_answer(text: str, wanted: str) -> None:
    assert judge(text, wanted) is False


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("7 or 8", "7"), ("the answer is 7 or 8", "8"), ("answer: 7, 8", "7"), ("5-7 apples", "7"),
        ("It is not 7", "7"), ("It isn't 7.", "7"), ("about 7", "7"), ("more than 7", "7"),
        ("the answer is 7. No, the answer is 8.", "8"), ("1. 7\n2. 8", "7"),
        ("1 200", "1200"), ("0,5", "1/2"), ("1.200,50", "1200"), ("3:4", "3/4"), ("1e5", "1"),
        ("3^2", "9"), ("√9", "3"), ("7/0", "7"), ("3/4/2024", "3/4"), ("one hundred", "100"),
        ("3 and 1/2", "7/2"), ("9" * 20, "9"), ("seven, I think 3/4 of it", "7"),
    ],
)  # fmt: skip
def test_it_is_not_certain(text: str, wanted: str) -> None:
    assert judge(text, wanted) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", "7"), ("-2.5", "-5/2"), ("3/4", "3/4"), ("1 1/2", "3/2"), ("50%", "1/2"),
        (" 1,200 ", "1200"), ("½", "1/2"), ("\u22127", "-7"), ("9" * 15, "9" * 15),
    ],
)  # fmt: skip
def test_a_text_that_is_one_number(text: str, value: str) -> None:
    assert amount_of(text) == Fraction(value)


@pytest.mark.parametrize(
    "text", ["", "x", "1e9", "3/0", "1/2/3", "7 or 8", "9" * 16, "7.", "inf", "nan", "1_000"]
)
def test_a_text_that_is_not_one_number(text: str) -> None:
    assert amount_of(text) is None


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6))
def test_every_fraction_is_read_as_it_is_written(value: Fraction) -> None:
    assert amount_of(str(value)) == value
    assert judge(f"The answer is {value}.", str(value)) is True
    assert judge(f"The answer is {value + 1}.", str(value)) is False


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert judge(text, "7") in {True, False, None}


@pytest.mark.slow
def test_hostile_texts_are_read_too() -> None:
    dice = random.Random(5)
    pieces = ["1 ", "1/", "1,", "111,", "one ", "and a half ", "answer is ", "= ", "-", ".", "^2 ",
              "million ", "\\frac{1", "\n", "not ", "٣", "²", "½", "IIII "]  # fmt: skip
    for piece in pieces:
        judge((piece * 8_000)[:8_000], "1")
    for _ in range(20):
        judge("".join(dice.choices(pieces, k=800)), "1")
