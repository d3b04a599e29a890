"""Tests of sessions.teaching.plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.teaching.plain import letters_joined, plain, word_set


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Two   WORDS ", "two words"),
        ("4\u200b8", "48"),
        ("\uff14\uff18", "48"),
        ("\u2463", "4"),
        ("4\ufe0f\u20e3", "4"),
        ("\u0664\u0668", "48"),
        ("f\u043erty", "forty"),
        ("3\u00bd", "3 1/2"),
        ("x\u00b2", "x^2"),
        ("6 \u00d7 8 \u00f7 2 \u2212 1", "6 * 8 / 2 - 1"),
        ("$\\frac{3}{4}$", "3/4"),
        ("$3 \\cdot x$", "3 * x"),
        ("\\dfrac34", "3/4"),
        ("**48** and `7`", "48 and 7"),
        ("4**8**", "48"),
        ("x**2 + y**2", "x^2 + y^2"),
        ("3*x + 2*y", "3*x + 2*y"),
        ("*not* now", "not now"),
        ("<b>48</b>", "48"),
        ("4o rolls", "40 rolls"),
        ("l2", "12"),
        ("Caf\u00e9", "cafe"),
        ("a \n b", "a\nb"),
    ],
)
def test_the_same_reads_the_same(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f-o-r-t-y", "forty"),
        ("f o r t y", "forty"),
        ("r.o.o.t.s!", "roots!"),
        ("a dog", "a dog"),
        ("x y", "x y"),
    ],
)
def test_spelled_words_are_joined(text: str, expected: str) -> None:
    assert letters_joined(text) == expected


def test_a_line_is_a_set_of_words() -> None:
    assert word_set("a b  c a") == {"a", "b", "c"}


@given(st.text(max_size=80))
def test_plain_never_fails_and_leaves_no_capitals(text: str) -> None:
    result = plain(text)
    assert result == result.strip()
    assert not any("A" <= char <= "Z" for char in result)
