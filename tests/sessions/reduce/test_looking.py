"""Tests of sessions.reduce.looking."""

from dataclasses import replace

from sessions.reduce.looking import looked_up
from sessions.state import Owed
from sessions.teaching.moves import Act, Move
from sessions.teaching.run import LessonRun
from tests.fakes.lesson import lesson

RUN = LessonRun(lesson=lesson(), run_id="r", grade=3)
ITEM = lesson().items[0]
SCRIPT = Owed(script="Our lesson does not say much about that.")


def move(question: str) -> Move:
    return Move(act=Act.ANSWER_QUESTION, question=question, item=ITEM, guards=(ITEM,), rung=1)


def test_what_the_lesson_answers_is_not_looked_up() -> None:
    assert looked_up(RUN, move("Are the parts equal?"), SCRIPT, ()) == SCRIPT


def test_what_it_does_not_is_looked_up_behind_the_leak_gate() -> None:
    owed = looked_up(RUN, move("What is a volcano?"), SCRIPT, ())
    assert (owed.script, owed.fallback) == ("", SCRIPT.script)
    assert owed.ask is not None
    assert owed.ask.only
    assert owed.ask.question == "What is a volcano?"
    assert owed.ask.guards == owed.guard.items == (ITEM,)
    assert owed.guard.rung == owed.ask.rung == 1
    assert ITEM.question in owed.closing


def test_a_model_that_words_the_answer_is_grounded_and_has_the_script_behind_it() -> None:
    asked = Owed(fallback="the script")
    owed = looked_up(RUN, move("Are the parts equal?"), asked, ())
    assert owed.ask is not None
    assert owed.ask.scripted
    assert not owed.ask.only
    assert owed.ask.own is not None
    assert owed.ask.own.text == lesson().simple


def test_other_moves_look_nothing_up() -> None:
    other = replace(move("x"), act=Act.POSE)
    assert looked_up(RUN, other, SCRIPT, ()) == SCRIPT
