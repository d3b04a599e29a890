"""Tests of sessions.teaching.talk."""

from sessions.teaching.numbers import read
from sessions.teaching.talk import figures, statements


def test_questions_are_no_statements() -> None:
    assert statements('It is 4. Is it 5? "Is it 6?"\nGood') == ("It is 4.", "Good")
    assert statements("It costs 4.50 in all.") == ("It costs 4.50 in all.",)


def test_numbers_in_digits_and_places_in_words() -> None:
    assert figures(read("The second digit is seven.")).split() == [
        "the", "second", "digit", "is", "7", "."
    ]  # fmt: skip
