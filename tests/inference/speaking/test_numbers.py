import pytest

from inference.speaking.numbers import cardinal, number_words, ordinal, year_words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("0", "zero"),
        ("13", "thirteen"),
        ("40", "forty"),
        ("99", "ninety-nine"),
        ("100", "one hundred"),
        ("1001", "one thousand one"),
        ("1000000", "one million"),
        ("999999999999999", None),
        ("1234567890123456", None),
        ("007", "zero zero seven"),
    ],
)
def test_cardinals(digits, words):
    said = cardinal(digits)
    assert said == words if words else said


def test_beyond_trillions_digits_are_read_one_by_one():
    assert cardinal("1" * 16) == " ".join(["one"] * 16)
    assert "trillion" in cardinal("9" * 15)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3.14", "three point one four"),
        (".5", "point five"),
        ("5.", "five"),
        ("1,234.50", "one thousand two hundred thirty-four point five zero"),
        ("1.2.13", "one point two point thirteen"),
    ],
)
def test_decimals(text, words):
    assert number_words(text) == words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("1", "first"),
        ("12", "twelfth"),
        ("20", "twentieth"),
        ("22", "twenty-second"),
        ("100", "one hundredth"),
        ("103", "one hundred third"),
    ],
)
def test_ordinals(digits, words):
    assert ordinal(digits) == words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("1492", "fourteen ninety-two"),
        ("1905", "nineteen oh five"),
        ("2005", "two thousand five"),
        ("1900", "nineteen hundred"),
        ("2026", "twenty twenty-six"),
    ],
)
def test_years(digits, words):
    assert year_words(digits) == words
