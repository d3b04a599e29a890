"""Tests of sessions.teaching.excerpt."""

from dataclasses import replace

from sessions.teaching.events import AskedQuestion
from sessions.teaching.excerpt import excerpt
from sessions.teaching.moves import Move
from tests.sessions.teaching.sample import fresh, sample
from tests.sessions.teaching.script import Script, practising


def asked(question: str, script: Script | None = None) -> str:
    script = script or practising()
    move: Move = script.do(AskedQuestion(text=question, at_s=0.0))
    return excerpt(script.run, move)


def test_the_lessons_own_sentence_answers() -> None:
    assert asked("What does the denominator of a fraction count?") == (
        "The denominator of a fraction counts all the equal parts."
    )


def test_what_the_lesson_does_not_know_is_kept_for_later() -> None:
    for question in ("Who was Ada Lovelace?", "why?", ""):
        assert "later" in asked(question)


def test_a_sentence_that_would_tell_the_answer_is_not_taken() -> None:
    text = "A baker with trays has 48 rolls. Trays of a baker hold equal groups."
    script = practising(lesson=replace(sample(), simple=text))
    assert asked("How many rolls do the trays of the baker hold?", script) == (
        "Trays of a baker hold equal groups."
    )


def test_the_explanation_is_that_of_the_students_grade() -> None:
    move = practising().do(AskedQuestion(text="What is multiplication?", at_s=0.0))
    assert excerpt(fresh(grade=8), move) == "Multiplication counts equal groups."


def test_code_lists_and_questions_are_no_answers() -> None:
    text = "Groups?\n- groups of bags\n\n```python\ngroups = 3\n```\nWhat are groups good for?"
    script = practising(lesson=replace(sample(), simple=text))
    assert "later" in asked("What are groups good for?", script)
