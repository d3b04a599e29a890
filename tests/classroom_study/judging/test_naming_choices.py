"""Which choices a text names."""

from sessions.teaching.lesson import ItemKind
from tests.classroom_study.judging.made import ORANGES, item
from tests.classroom_study.judging.naming_choices import exact, named, pointed

POINTS = item(ItemKind.CHOICE, "Where are you?", "(4, 2)", choices=("(2, 4)", "(4, 2)", "(5, 3)"))


def test_names_places_and_letters() -> None:
    assert named(ORANGES, "a cork and a coin") == {1, 3}
    assert named(ORANGES, "a feather") == set()
    assert pointed(ORANGES, "Take the last one.") == {3}
    assert pointed(ORANGES, "A cork is light.") == set()
    assert pointed(ORANGES, "C is correct.") == {2}


def test_choices_of_numbers_are_told_apart_by_their_order() -> None:
    assert named(POINTS, "so it is 4, then 2") == {1}
    assert exact(POINTS, 1, "You are at (4, 2).")
    assert not exact(POINTS, 1, "You are at (2, 4).")
