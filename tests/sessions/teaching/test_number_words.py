"""Tests of sessions.teaching.number_words."""

from sessions.teaching.number_words import FOREIGN, ORDINALS, PARTS, TENS, UNITS


def test_words_stand_for_what_they_say() -> None:
    assert (UNITS["seventeen"], TENS["forty"], ORDINALS["twelfth"]) == (17, 40, 12)
    assert (PARTS["half"], PARTS["quarters"], PARTS["fifths"], PARTS["hundredth"]) == (
        2,
        4,
        5,
        100,
    )
    assert "second" not in PARTS


def test_other_languages_count_too() -> None:
    assert FOREIGN["spanish"]["cuarenta y ocho"] == 48
    assert FOREIGN["german"]["achtundvierzig"] == 48
    assert FOREIGN["german"]["einundzwanzig"] == 21
    assert FOREIGN["french"]["quarante huit"] == 48
