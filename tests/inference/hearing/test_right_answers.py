"""How far words are on the way to an answer that is known."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.hearing.right_answers import Progress, progress, spoken_form, value_of
from inference.speaking.numbers import cardinal

RIGHT = Progress(right=True)
BEGUN = Progress(begun=True)
OTHER = Progress(other=True)
PASSED = Progress(passed=True)


@pytest.mark.parametrize(
    ("text", "answer", "found"),
    [
        ("fifty", "56", BEGUN),
        ("fifty six", "56", RIGHT),
        ("56.", "56", RIGHT),
        ("fifty four", "56", OTHER),
        ("it's three quarters", "3/4", RIGHT),
        ("three over four", "0.75", RIGHT),
        ("6/8", "3/4", RIGHT),
        ("two and a half", "2.5", RIGHT),
        ("two and", "2 1/2", BEGUN),
        ("minus", "-4", Progress()),
        ("negative", "-4", BEGUN),
        ("minus four", "-4", RIGHT),
        ("four", "-4", OTHER),
        ("twelve apples", "12", RIGHT),
        ("it's 25 cents", "25 cents", RIGHT),
        ("twenty five", "25%", RIGHT),
        ("one hundred and five", "105", RIGHT),
        ("twelve hundred", "1,200", RIGHT),
        ("one thousand", "1,200", BEGUN),
        ("one two three", "one two three four five", BEGUN),
        ("five three four five", "one two three four five", RIGHT),
        ("one two three", "one two three", RIGHT),
        ("one", "one two", BEGUN),
        ("two", "two two", BEGUN),
        ("b e", "b e d", BEGUN),
        ("b e d", "b e d", RIGHT),
        ("a whole pancake", "A whole pancake", RIGHT),
        ("2, 4", "2, 4, 1, 3", BEGUN),
        ("it is twenty five because i added them", "25", PASSED),
        ("twenty five or maybe thirty", "25", Progress(other=True, passed=True)),
        ("i don't know", "25", Progress()),
        ("", "25", Progress()),
    ],
)
def test_words_and_an_answer(text: str, answer: str, found: Progress) -> None:
    assert progress(text, (answer,)) == found


def test_without_an_answer_nothing_is_true() -> None:
    assert progress("fifty six", ()) == Progress()
    assert progress("fifty six", ("",)) == OTHER


def test_one_of_several_answers_is_enough() -> None:
    assert progress("b", ("three feet", "b")) == RIGHT


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_whole_numbers_are_right_where_they_are_equal(said: int, wanted: int) -> None:
    found = progress(f"i think it is {cardinal(str(said)).replace('-', ' ')}", (str(wanted),))
    assert found.right == (said == wanted)


@given(st.integers(1, 99), st.sampled_from([2, 3, 4, 5, 6, 7, 8, 9, 10]))
def test_fractions_have_the_value_of_their_words(above: int, below: int) -> None:
    words = spoken_form(f"{above}/{below}")
    assert value_of(words) in (Fraction(above, below), None)
    assert progress(" ".join(words), (f"{above}/{below}",)).right


@given(st.text("onetwhalfpi xv/.0123 ", max_size=40), st.text("12/ .halfone", max_size=12))
def test_no_words_break_it(text: str, answer: str) -> None:
    value_of(text.split())
    progress(text, (answer, "2 1/2", "one two three", "x"))


@pytest.mark.parametrize(
    "words",
    [
        "one two",
        "ten three",
        "twenty eleven",
        "two over",
        "over two",
        "two over zero",
        "point",
        "three point twenty",
        "and",
        "a",
    ],
)
def test_what_is_no_number(words: str) -> None:
    assert value_of(words.split()) is None
