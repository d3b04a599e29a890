"""English number words, against another speller of them."""

from random import Random

import pytest

from inference.nano.numerals import spell
from tutor_server.modules.lessons.checkers.cardinals import PARTS, read_cardinal, read_part


@pytest.mark.parametrize("number", [*range(130), *range(190, 9_999, 37)])
def test_every_spelling_is_read_back(number: int) -> None:
    rng = Random(number)
    words = spell(number, hyphen=False, use_and=rng.random() < 0.5).split()
    assert read_cardinal(words) == (number, len(words))


@pytest.mark.parametrize(
    ("text", "value", "used"),
    [
        ("a hundred and five apples", 105, 4),
        ("two thousand and one", 2_001, 4),
        ("one million two hundred thousand", 1_200_000, 5),
        ("a thousand", 1_000, 2),
        ("two and three", 2, 1),
        ("three four", 3, 1),
        ("nineteen ninety", 19, 1),
        ("twenty twelve", 20, 1),
        ("five thousand and", 5_000, 2),
        ("apples", 0, 0),
        ("and five", 0, 0),
        ("", 0, 0),
    ],
)
def test_only_the_number_is_taken(text: str, value: int, used: int) -> None:
    assert read_cardinal(text.split()) == (value, used)


@pytest.mark.parametrize(
    ("text", "bottom", "used"),
    [("quarters", 4, 1), ("half of", 2, 1), ("twenty fifths", 25, 2), ("hundredths", 100, 1),
     ("second", 0, 0), ("seconds", 0, 0), ("twenty halves", 0, 0), ("", 0, 0)],
)  # fmt: skip
def test_parts_have_names(text: str, bottom: int, used: int) -> None:
    assert read_part(text.split()) == (bottom, used)


def test_no_part_is_called_second() -> None:
    assert not {"second", "seconds"} & set(PARTS)
