"""One spelling for everything that students type and paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.lessons.checkers.cleaning import MAX_CHARS, folded, plain, words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("¾", "3/4"),
        ("1¾ cups", "1 3/4 cups"),
        ("x² + y³", "x^2 + y^3"),
        ("10⁻³", "10^(-3)"),
        ("3 × 4 ÷ 2 − 1", "3 * 4 / 2 - 1"),
        ("\uff11\uff12", "12"),
        (r"$\frac{3}{4}$", "3/4"),
        (r"1\frac12", "1 1/2"),
        (r"\dfrac{x+1}{\frac{1}{2}}", "(x+1)/( 1/2 )"),
        (r"\left( x \right) \times 2 \leq 5", "( x ) * 2 <= 5"),
        (r"x^{10} + \sqrt{2}", "x^(10) + sqrt(2)"),
        (r"5 \text{ cm}", "5 cm"),
        ("`code`", "code"),
        ("a​b­c", "a b c"),
        ("x = 2 → x = 3", "x = 2 ; x = 3"),
        ("line\none", "line\none"),
        ("\ud800", ""),
        ("", ""),
    ],
)
def test_signs_have_one_spelling(text: str, wanted: str) -> None:
    assert " ".join(plain(text).split(" ")) == wanted


def test_case_goes_only_when_asked() -> None:
    assert plain("X = Straße") == "X = Straße"
    assert folded("X = Straße") == "x = strasse"


def test_words_are_bare() -> None:
    assert words("  It's the *Moon*, isn't it?! ") == "its the moon isnt it"


@given(st.text(max_size=200) | st.text(alphabet="\\frac{}^$½²-1 ", max_size=3_000))
def test_anything_is_cleaned_and_bounded(text: str) -> None:
    cleaned = plain(text)
    assert len(cleaned) <= 2 * MAX_CHARS
    assert cleaned == cleaned.strip()
    assert not words(text).startswith(" ")
