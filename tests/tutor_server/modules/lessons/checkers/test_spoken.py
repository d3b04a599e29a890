"""Number words within sentences become digits; everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.nano.numerals import spell, spell_part
from tutor_server.modules.lessons.checkers.spoken import in_digits


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("twelve point five", "12.5"),
        ("zero point oh five", "0.05"),
        ("point two five", "0.25"),
        ("three point twenty five", "3.25"),
        ("three quarters", "3/4"),
        ("three twenty-fifths", "3/25"),
        ("two and a half cups", "2 1/2 cups"),
        ("2 and 3 quarters", "2 3/4"),
        ("two and three quarters", "2 3/4"),
        ("a half", "1/2"),
        ("half of it", "1/2 of it"),
        ("a third", "1/3"),
        ("the third one", "the third one"),
        ("1.5 million", "1500000"),
        ("3 hundred", "300"),
        ("twenty-one apples", "21 apples"),
        ("five x plus two", "5 x plus 2"),
        ("this one is twelve", "this one is 12"),
        ("one of them", "one of them"),
        ("one", "1"),
        ("wait a second", "wait a second"),
        ("wonderful", "wonderful"),
        ("point taken", "point taken"),
        ("2 and 3", "2 and 3"),
        ("", ""),
    ],
)
def test_words_become_digits(text: str, wanted: str) -> None:
    assert in_digits(text) == wanted


@given(st.integers(1, 9_999), st.integers(2, 20))
def test_any_fraction_that_can_be_said(top: int, bottom: int) -> None:
    said = f"{spell(top)} {spell_part(bottom, plural=top != 1)}"
    assert in_digits(said) == f"{top}/{bottom}"


@given(st.text(alphabet="abcdefghnorstuvy -12/.", max_size=300))
def test_any_text_is_taken(text: str) -> None:
    assert in_digits(in_digits(text)) is not None
