"""Numbers in digits, with the way they are written and what they belong to."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.lessons.checkers.amounts import Amount, Written, find_amounts


def one(text: str) -> Amount:
    (amount,) = find_amounts(text)
    return amount


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("12.50", Fraction(25, 2)), (".5", Fraction(1, 2)), ("1,200", 1200),
        ("1,234,567.5", Fraction(2469135, 2)), ("1 200", 1200), ("3,5", Fraction(7, 2)),
        ("3/4", Fraction(3, 4)), ("3 / 4", Fraction(3, 4)), ("3 over 4", Fraction(3, 4)),
        ("3 out of 4", Fraction(3, 4)), ("1 1/2", Fraction(3, 2)), ("1 and 1/2", Fraction(3, 2)),
        ("1.2 * 10^3", 1200), ("5 x 10^(-2)", Fraction(1, 20)), ("-7", -7), ("minus 7", -7),
        ("negative 7", -7), ("= -7", -7), ("it is -7", -7), ("it's -7", -7), ("(-7)", -7),
        ("- 7", -7), ("up-7", 7), ("3/4ths", Fraction(3, 4)), ("-1/2", Fraction(-1, 2)),
    ],
)  # fmt: skip
def test_values(text: str, value: Fraction | int) -> None:
    assert one(text).value == value


@pytest.mark.parametrize(
    ("text", "values"),
    [("5 - 3", [5, 3]), ("5 -3", [5, 3]), ("x - 3", [3]), ("5 minus 3", [5, 3]),
     ("2, 3, 1", [2, 3, 1]),  ("3/0", []), ("9" * 31, []),
     ("none", []), ("2 5/3", [Fraction(11, 3)])],
)  # fmt: skip
def test_several_or_none(text: str, values: list[Fraction | int]) -> None:
    assert [amount.value for amount in find_amounts(text)] == values


@pytest.mark.parametrize(
    ("text", "written", "top", "bottom"),
    [("12", Written.WHOLE, 0, 1), ("12.0", Written.DECIMAL, 0, 1), ("6/8", Written.FRACTION, 6, 8),
     ("1 2/4", Written.MIXED, 2, 4), ("50%", Written.WHOLE, 0, 1)],
)  # fmt: skip
def test_the_writing_is_kept(text: str, written: Written, top: int, bottom: int) -> None:
    amount = one(text)
    assert (amount.written, amount.top, amount.bottom) == (written, top, bottom)


@pytest.mark.parametrize(("text", "reduced"), [("6/8", False), ("3/4", True), ("2/1", True)])
def test_lowest_terms_are_seen(text: str, reduced: bool) -> None:
    assert one(text).reduced is reduced


@pytest.mark.parametrize("text", ["50%", "50 %", "50 percent", "50 per cent"])
def test_percent_is_noted_and_not_applied(text: str) -> None:
    assert (one(text).percent, one(text).value) == (True, 50)


@pytest.mark.parametrize(
    ("text", "glued"),
    [("3x", True), ("x3", True), ("x^3", True), ("3^2", True), ("4th", True), ("12:30", True),
     ("12cm", False), ("12 x", False), ("x=12", False), ("5m", False), ("12.", False)],
)  # fmt: skip
def test_parts_of_something_else_are_marked(text: str, glued: bool) -> None:
    assert find_amounts(text)[0].glued is glued


@pytest.mark.parametrize(
    ("text", "said"), [("is -7 now", "-7"), ("so minus 3/4", "minus 3/4"), ("20 % of", "20 %")]
)
def test_the_place_holds_sign_and_percent(text: str, said: str) -> None:
    amount = one(text)
    assert text[amount.start : amount.end] == said


@given(st.text(alphabet="0123456789 ,./-^%x()", max_size=400))
def test_any_row_of_signs_is_read(text: str) -> None:
    for amount in find_amounts(text):
        assert 0 <= amount.start < amount.end <= len(text)
