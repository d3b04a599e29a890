"""Tests of sessions.sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.languages.table import LANGUAGES
from sessions.sentences import MAX_PIECE_CHARS, Splitter, split


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One half. Two thirds.", ["One half. ", "Two thirds."]),
        ("Pi is 3.14 here. Next.", ["Pi is 3.14 here. ", "Next."]),
        ("It is 1/2. Then 3/4.", ["It is 1/2. ", "Then 3/4."]),
        ("So x = 3. Then add 2.", ["So x = 3. ", "Then add 2."]),
        ("Use a fruit, e.g. an apple. Yes.", ["Use a fruit, e.g. an apple. ", "Yes."]),
        ("1. Add them. 2. Stop.", ["1. Add them. ", "2. Stop."]),
        ("Ask Dr. Noether about it. Good.", ["Ask Dr. Noether about it. ", "Good."]),
        ("Really?! Yes... maybe so.", ["Really?! ", "Yes... maybe so."]),
        ('She said "Two." Then left.', ['She said "Two." ', "Then left."]),
        ("No. It is five.", ["No. ", "It is five."]),
        ("First take one half, then add it.", ["First take one half, ", "then add it."]),
        ("Well, yes it is so.", ["Well, yes it is so."]),
        ("The point (2, 3) is there now, see.", ["The point (2, 3) is there now, ", "see."]),
        ("It is about 1,234 in all.", ["It is about 1,234 in all."]),
        ("Solve \\( a. B \\) first. Go on.", ["Solve \\( a. B \\) first. ", "Go on."]),
        ("One line\nanother line", ["One line\n", "another line"]),
        ("", []),
        ("   ", []),
    ],
)
def test_pieces_of_a_text(text: str, pieces: list[str]) -> None:
    assert list(split(text)) == pieces


def test_the_first_clause_comes_before_the_sentence_has_ended() -> None:
    splitter = Splitter()
    assert splitter.push("To add the fractions, ") == ()
    assert splitter.push("we") == ("To add the fractions, ",)
    assert splitter.push(" look, and look, and look. A") == ("we look, and look, and look. ",)
    assert splitter.flush() == "A"


@pytest.mark.parametrize("text", ["It is a half. ", "Is it a half? ", 'He said "look!" '])
def test_a_sentence_that_surely_ended_does_not_wait_for_the_next_word(text: str) -> None:
    assert Splitter().push(text) == (text,)


@pytest.mark.parametrize("text", ["It is approx. ", "Use 2.", "Take no. ", "Ask Dr. ", "Is it a"])
def test_what_may_go_on_waits_for_the_next_word(text: str) -> None:
    assert Splitter().push(text) == ()


def test_a_decimal_that_arrives_in_two_halves_stays_whole() -> None:
    splitter = Splitter()
    assert splitter.push("It is 3.") == ()
    assert splitter.push("14 exactly.") == ()
    assert splitter.flush() == "It is 3.14 exactly."


def test_a_text_without_any_stop_is_cut_at_a_space() -> None:
    pieces = split("word " * 200)
    assert max(map(len, pieces)) <= MAX_PIECE_CHARS
    assert all(piece.strip().startswith("word") for piece in pieces)


@given(st.lists(st.text(alphabet="aB1 .,!?\n()\\$", max_size=12), max_size=30))
def test_no_character_is_lost_however_the_text_arrives(parts: list[str]) -> None:
    splitter = Splitter()
    pieces = [piece for part in parts for piece in splitter.push(part)]
    whole = "".join(pieces) + splitter.flush()
    assert whole == "".join(parts).lstrip()
    assert all(len(piece) <= MAX_PIECE_CHARS for piece in pieces)


@given(st.text(alphabet="aB1 .,!?\n", max_size=80))
def test_pieces_do_not_depend_on_how_the_text_arrives(text: str) -> None:
    splitter = Splitter()
    pieces = [piece for char in text for piece in splitter.push(char)]
    rest = splitter.flush()
    assert (*pieces, *([rest] if rest else [])) == split(text)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one.tag != "el"])
def test_every_language_ends_its_sentences(language):
    for end in language.ends:
        assert len(split(f"Ab cd ef{end} Gh ij kl{end}")) == 2, (language.tag, end)


def test_a_semicolon_ends_no_sentence():
    assert split("Take half; add one.") == ("Take half; add one.",)
