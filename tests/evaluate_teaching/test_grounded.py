"""Tests of the figures about grounded replies: what is right and what is not."""

from dataclasses import replace

import pytest

from inference.contracts import Passage
from sessions.teaching.lesson import Item, Use
from tests.evaluate_teaching import grounded
from tests.evaluate_teaching.grounded import HINT, SUM, UNKNOWN, figures, leaked, right, table
from tests.evaluate_teaching.grounded_items import Case, asked, cases, hints
from tests.fakes.lesson import item, lesson
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.passages import Level

PASSAGE = Passage(
    title="Plants",
    text="A leaf catches light. Sugar is made there from water and air.",
    said="A leaf catches light.",
)
TEACHER = "I don't know that yet. Let us ask your teacher."
OPEN: Item = item("p1", Use.PRACTICE, 3, 4)


def case(suite: str = "a term", answer: str = "Sugar is made there from water and air.") -> Case:
    return asked(suite, "what is sugar", PASSAGE, Level.SIMPLE, answer=answer)


def hint() -> Case:
    return replace(case(HINT, OPEN.hints[1]), item=OPEN, lesson=lesson())


def test_what_the_lesson_says_is_right() -> None:
    assert right(case(), case().answer)
    assert not right(case(), "A leaf catches light.")
    assert not right(case(), TEACHER)
    assert not right(case(), f"{case().answer} It is made from 12 stones.")


def test_the_unknown_must_be_admitted() -> None:
    assert right(case(UNKNOWN, ""), TEACHER)
    assert not right(case(UNKNOWN, ""), case().answer)


def test_a_sum_must_come_out() -> None:
    assert right(case(SUM, "So 2 + 2 = 4."), "Let's do 2 + 2. So 2 + 2 = 4.")
    assert not right(case(SUM, "So 2 + 2 = 4."), "So 2 + 2 = 5.")


def test_the_answer_in_a_hint_is_a_leak() -> None:
    assert leaked(hint(), "It is 3/4.")
    assert not leaked(hint(), OPEN.hints[1])


def test_the_figures_of_two_models() -> None:
    some = [case(), case(UNKNOWN, ""), hint()]
    good = dict(figures(some, [case().answer, TEACHER, OPEN.hints[1]]))
    bad = dict(figures(some, [TEACHER, "Stars are made of cheese.", "It is 3/4."]))
    assert good["right: a term"] == (1, 1)
    assert good["the unknown is for the teacher"] == (1, 1)
    assert good["leaks at hint moves"] == (0, 1)
    assert bad["leaks at hint moves"] == (1, 1)
    assert bad["not known, though the passage says it"] == (1, 1)
    lines = table({"bad": bad, "good": good}).splitlines()
    assert lines[0].split() == ["bad", "good"]
    assert any("leaks at hint moves" in line and "100.0%" in line for line in lines)


def test_hints_are_asked_for_with_the_hint_and_without_the_answer() -> None:
    told = hints([lesson()])
    assert told
    for one in told:
        assert one.item is not None
        assert one.answer in one.messages[0].content
        assert f"it is {one.item.answer}" not in one.messages[0].content


@pytest.mark.slow  # reads every lesson and loads the sentence model
def test_a_model_that_says_what_is_verified_gets_everything_right() -> None:
    some = cases(open_curriculum(), each=8)
    replies = [one.answer or TEACHER for one in some]
    counts = dict(figures(some, replies))
    assert all(
        value == (value[1], value[1])
        for name, value in counts.items()
        if name.startswith("right") and isinstance(value, tuple)
    )
    assert counts["leaks at hint moves"] == counts["leaks of the lessons' own hints"]


@pytest.mark.slow  # loads the nano model
def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    grounded.main(["--each", "1"])
    printed = capsys.readouterr().out
    assert "every sentence stands on the passage" in printed
    assert "reading grade, full" in printed
