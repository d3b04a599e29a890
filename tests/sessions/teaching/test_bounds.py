"""Tests of sessions.teaching.bounds."""

from fractions import Fraction

import pytest

from sessions.teaching.bounds import bounds, left


def room(asked: str, text: str) -> int | None:
    return left(frozenset(bounds(asked, text)), Fraction(1))


@pytest.mark.parametrize(
    ("asked", "text", "few"),
    [
        ("", "More than 47, but less than 49.", 1),
        ("", "It is bigger than forty-seven. And it is smaller than fifty.", 2),
        ("", "It lies between 40 and 43.", 2),
        ("", "At least 48 and at most 48.", 1),
        ("", "It is > 47 and < 49.", 1),
        ("", "It is not more than 48, and it is not less than 48.", 1),
        ("is it bigger than 47?", "Yes. But it is less than 49.", 1),
        ("is it bigger than 48?", "No. It is more than 47.", 1),
        ("is it bigger than 48?", "Sure! No, it is not bigger than 48.", None),
        ("", "It is more than 47.", None),
        ("", "Is it more than 47 and less than 49?", None),
        ("", "8 is more than 5 and less than 9.", None),
        ("", "Take your time.", None),
    ],
)
def test_limits(asked: str, text: str, few: int | None) -> None:
    assert room(asked, text) == few


def test_finer_steps_leave_more() -> None:
    limits = frozenset(bounds("", "More than 3 and less than 4."))
    assert left(limits, Fraction(1)) == 0
    assert left(limits, Fraction(1, 10)) == 9


def test_a_limit_holds_of_what_is_on_its_side() -> None:
    (above,) = bounds("", "It is more than 5.")
    assert above.holds(Fraction(6))
    assert not above.holds(Fraction(5))
    (most,) = bounds("", "It is at most 5.")
    assert most.holds(Fraction(5))
    assert not most.holds(Fraction(6))
