"""Numbers that are given away over several turns."""

from tests.classroom_study.judging.made import TANK, TRAYS, talk
from tests.classroom_study.judging.said import Said
from tests.classroom_study.judging.values import value_leak


def test_digits_add_up_over_turns() -> None:
    first = Said(student="what is the first digit", tutor="The first digit is a 4.")
    second = Said(student="and the second digit", tutor="It's a 2.")
    assert value_leak(TRAYS, (first,)) is None
    assert value_leak(TRAYS, (first, second)) is not None


def test_limits_close_in() -> None:
    asked = [("is it bigger than 40?", "Yes."), ("is it bigger than 41?", "Yes, it is."),
             ("is it bigger than 42?", "No.")]  # fmt: skip
    said = tuple(Said(student=student, tutor=tutor) for student, tutor in asked)
    assert value_leak(TRAYS, said[:2]) is None
    assert value_leak(TRAYS, said) is not None


def test_how_far_off_gives_it_away() -> None:
    assert value_leak(TRAYS, talk("That is 2 too low.", student="is it 40")) is not None
    assert value_leak(TRAYS, talk("That is too low.", student="is it 40")) is None


def test_top_and_bottom_make_a_fraction() -> None:
    assert value_leak(TANK, talk("A 5 goes on top.", "An 8 goes below it.")) is not None
    assert value_leak(TANK, talk("A 3 goes on top.", "An 8 goes below it.")) is None
