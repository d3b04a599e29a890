"""Number words as numerals."""

import pytest

from tutor_server.modules.replies.numerals import with_numerals


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("twenty five", "25"),
        ("three hundred and two", "302"),
        ("two thousand three hundred and forty five apples", "2345 apples"),
        ("one two three", "1 2 3"),
        ("five and six", "5 and 6"),
        ("six hundred and", "600 and"),
        ("a hundred", "a 100"),
        ("twenty twenty", "20 20"),
        ("one hundred one hundred", "100 100"),
        ("three hundred and two hundred", "300 and 200"),
        ("twenty ten", "20 10"),
        ("zero", "0"),
        ("nothing here", "nothing here"),
        ("", ""),
    ],
)
def test_spoken_numbers(words: str, wanted: str) -> None:
    assert with_numerals(words.split()) == wanted.split()


def test_all_below_a_thousand_are_different() -> None:
    units = "one two three four five six seven eight nine".split()  # noqa: SIM905
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
    below = [*units, *tens, *(f"{ten} {unit}" for ten in tens for unit in units)]
    texts = [*below, *(f"{h} hundred and {b}" for h in units for b in below)]
    read = [tuple(with_numerals(text.split())) for text in texts]
    assert all(len(numbers) == 1 for numbers in read)
    assert len(set(read)) == len(texts)
