import pytest

from inference.speaking.fractions import fraction_words


@pytest.mark.parametrize(
    ("top", "bottom", "words"),
    [
        ("1", "2", "one half"),
        ("3", "2", "three halves"),
        ("3", "4", "three quarters"),
        ("1", "3", "one third"),
        ("7", "12", "seven twelfths"),
        ("3", "100", "three hundredths"),
        ("1", "1000000", "one millionth"),
        ("125", "37", "one hundred twenty-five over thirty-seven"),
        ("5", "1", "five over one"),
        ("5", "0", "five over zero"),
        ("1", "9" * 30, "one over " + " ".join(["nine"] * 30)),
    ],
)
def test_fractions_are_named_when_a_child_knows_the_name(top, bottom, words):
    assert fraction_words(top, bottom) == words
