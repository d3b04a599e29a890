"""Tests of sessions.teaching.number_scan."""

from fractions import Fraction

import pytest

from sessions.teaching.number_scan import Scan, Token


def scan(*words: str) -> Scan:
    tokens, at = list[Token](), 0
    for word in words:
        tokens.append(Token(word, at, at + len(word)))
        at += len(word) + 1
    return Scan(tuple(tokens))


@pytest.mark.parametrize(
    ("words", "value", "taken"),
    [
        (("48",), Fraction(48), 1),
        (("one", "hundred", "and", "five", "birds"), Fraction(105), 4),
        (("twelve", "hundred"), Fraction(1200), 2),
        (("a", "dozen"), Fraction(12), 2),
        (("half", "a", "dozen"), Fraction(6), 3),
        (("three", "over", "four"), Fraction(3, 4), 3),
        (("3", "out", "of", "the", "4"), Fraction(3, 4), 5),
        (("two", "wholes", "and", "a", "half"), Fraction(5, 2), 5),
        (("three", "point", "two", "5"), Fraction(13, 4), 4),
        (("two", "and", "three"), Fraction(2), 1),
        (("5", "/", "0"), Fraction(5), 1),
        (("1", "/", "2", "/", "3"), Fraction(1), 1),
    ],
)
def test_the_longest_way_of_writing_wins(
    words: tuple[str, ...], value: Fraction, taken: int
) -> None:
    found = scan(*words).number(0)
    assert found is not None
    assert (found[0].value, found[1]) == (value, taken)


@pytest.mark.parametrize("words", [("bird",), ("a", "bird"), ("point",), ("-", "x"), ("and",)])
def test_what_is_no_number_is_none(words: tuple[str, ...]) -> None:
    assert scan(*words).number(0) is None


def test_a_very_long_number_is_none() -> None:
    assert scan("9" * 41).number(0) is None
