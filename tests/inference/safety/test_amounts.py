"""Tests of inference.safety.amounts."""

from fractions import Fraction

import pytest

from inference.safety.amounts import Amount, amounts, plain_maths


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12 apples", Fraction(12), ""),
        ("1,200 cm", Fraction(1200), "cm"),
        ("3.5 kilometers", Fraction(7, 2), "km"),
        ("It is 3/4.", Fraction(3, 4), ""),
        (r"$\frac{3}{4}$ of it", Fraction(3, 4), ""),
        ("25%", Fraction(25), "%"),
        (r"$80\%$", Fraction(80), "%"),
        ("20 percent", Fraction(20), "%"),
        ("$3.50", Fraction(7, 2), "$"),
        ("5 square meters", Fraction(5), "m2"),
        ("5 m²", Fraction(5), "m2"),
        ("90 degrees", Fraction(90), "degree"),
        ("twelve hours", Fraction(12), "h"),
        ("three", Fraction(3), ""),
    ],
)
def test_a_number_and_its_unit(text: str, value: Fraction, unit: str) -> None:
    assert amounts(text) == [Amount(value, unit)]


def test_sums_and_one_are_left_to_others() -> None:
    assert amounts("3 + 4 = 7 and one more") == []
    assert amounts(r"$\frac{1}{2} + \frac{1}{3} = \frac{5}{6}$") == []


def test_money_is_no_formula() -> None:
    assert [a.unit for a in amounts("It costs $5 and then $3 more.")] == ["$", "$"]
    assert plain_maths("$x$ is **big**") == "x is big"
