"""Tests of sessions.teaching.parts."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.teaching.lesson import Format
from sessions.teaching.parts import (
    STEP_WORDS,
    one_question,
    opening,
    other_way,
    pieces,
    questions,
    text_of,
)
from sessions.teaching.run import Accommodations, LessonRun, Part
from tests.sessions.teaching.sample import fresh, sample


def with_text(text: str, **changes: object) -> LessonRun:
    return fresh(lesson=replace(sample(), simple=text, dialogue=text), **changes)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("What is it?", 1),
        ("Really?! Yes.", 1),
        ("What? Why?", 2),
        ("It ends with \u201cWho are you?\u201d and stops.", 0),
        ('He said "Why?" Then left.', 0),
        ("`print('ok?')` and\n```\na ? b\n```", 0),
        ("Which one?\n- **A)** Where are you?\n- **B)** Here.", 1),
        ("Which one?\nChoice A: Where are you?", 1),
        ("No.", 0),
    ],
)
def test_questions_that_a_text_puts(text: str, count: int) -> None:
    assert questions(text) == count


@pytest.mark.parametrize(
    ("format_", "parts"),
    [
        (Format.READING, (Part.SIMPLE,)),
        (Format.WORKED_EXAMPLE, (Part.EXAMPLE,)),
        (Format.DIALOGUE, (Part.DIALOGUE,)),
        (Format.VIDEO, (Part.VIDEO,)),
        (Format.PRACTICE, ()),
        (Format.QUIZ, ()),
    ],
)
def test_what_opens_a_lesson(format_: Format, parts: tuple[Part, ...]) -> None:
    assert opening(fresh(format=format_)) == parts


def test_the_explanation_fits_the_reader() -> None:
    assert opening(fresh(grade=7)) == (Part.FULL,)
    easy = Accommodations(reduced_text=True)
    assert opening(fresh(grade=7, accommodations=easy)) == (Part.SIMPLE,)


def test_another_way_is_one_that_was_not_seen() -> None:
    assert other_way(fresh()) is Part.EXAMPLE
    assert other_way(fresh(format=Format.WORKED_EXAMPLE)) is Part.SIMPLE
    assert {text_of(sample(), part) for part in Part} == {
        *(sample().simple, sample().full, sample().worked_example),
        *(sample().dialogue, sample().video),
    }


def test_a_question_ends_a_piece() -> None:
    assert pieces(fresh(), Part.SIMPLE) == (
        "Equal groups can be counted fast. Three bags with five apples are fifteen apples.\n\n"
        "Why is that so?",
        "You count the same again and again.\n\n"
        "The denominator of a fraction counts all the equal parts.",
    )


def test_a_dialogue_is_told_turn_by_turn() -> None:
    told = pieces(fresh(), Part.DIALOGUE)
    assert told[0] == "Look at these bags. How many are there?"
    assert told[1].startswith("A student answers: \u201cThree.\u201d")
    assert all(questions(piece) <= 1 for piece in told)
    film = pieces(fresh(), Part.VIDEO)
    assert film[0].startswith("(Picture: three bags.)\nEach bag")


def test_small_steps_for_who_needs_them() -> None:
    line = "Every word here is one of the ten of it.\n"
    slow = with_text(line * 12, accommodations=Accommodations(one_step=True))
    assert len(pieces(with_text(line * 12), Part.SIMPLE)) == 1
    small = pieces(slow, Part.SIMPLE)
    assert len(small) == 3
    assert all(len(piece.split()) <= STEP_WORDS for piece in small)


def test_code_stays_whole() -> None:
    text = "Look.\n\n```python\nprint('a?')\nprint('b?')\n```\n\nSee?"
    slow = with_text(text, accommodations=Accommodations(one_step=True))
    assert "print('a?')\nprint('b?')" in pieces(slow, Part.SIMPLE)[0]


def test_only_the_first_of_several_questions_is_kept() -> None:
    assert one_question("Is it more? Look. Is it less? Think.") == "Is it more? Look. Think."
    assert one_question("Is it more?") == "Is it more?"
    assert one_question("a?b?") == "a?b?", "one sentence"
    assert questions("(Picture: a list: Who? When? Why?)") == 0


def test_an_empty_part_is_one_empty_piece() -> None:
    assert pieces(with_text(""), Part.SIMPLE) == ("",)


@given(
    st.text(alphabet='ab ?.!\n1`"', max_size=120),
    st.booleans(),
)
def test_nothing_is_lost_and_no_piece_asks_twice(text: str, one_step: bool) -> None:
    run = with_text(text, accommodations=Accommodations(one_step=one_step))
    found = pieces(run, Part.SIMPLE)
    assert "".join("".join(found).split()) == "".join(text.split())
    splits = re.search(r"\?[^\s?]", text) is None  # "a?b?" is one sentence
    if splits and "`" not in text and '"' not in text:
        assert all(questions(piece) <= 1 for piece in found)
