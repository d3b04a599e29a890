"""Expressions are worked out exactly, or not judged at all."""

from fractions import Fraction

import pytest

from inference.safety.expression import value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 × 4", 14),
        ("(2 + 3) × 4", 20),
        ("20 - 12 ÷ 4", 17),
        ("-3 + 5", 2),
        ("2 × -3", -6),
        ("20% of 60", 12),
        ("25% + 50%", Fraction(3, 4)),
        ("5^2 - 2³", 17),
        ("1,200 / 4", 300),
        ("0.5 + 0.25", Fraction(3, 4)),
        ("1/2 + 1/4", Fraction(3, 4)),
    ],
)
def test_what_has_one_meaning_is_exact(text: str, value: Fraction) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "1 ÷ 0",
        "(2 + 3",
        "2 + 3)",
        "-3^2",
        "100 + 10%",
        "",
        "+",
        "1/2^2",
        "(" * 9_000 + "1",
        "-" * 9_000,
    ],
)
def test_what_has_none_is_not_judged(text: str) -> None:
    assert value_of(text) is None
