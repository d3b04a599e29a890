"""Tests of sessions.teaching.words."""

from dataclasses import replace

import pytest

from sessions.teaching.events import AskedHint, Started, WentOn
from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Format
from sessions.teaching.moves import Act, Move, Reason
from sessions.teaching.parts import questions
from sessions.teaching.phrases import FALLBACK, FIGURES, OPEN
from sessions.teaching.run import Accommodations
from sessions.teaching.words import instead, speak
from tests.sessions.teaching.sample import RIGHT, believes, fresh, sample
from tests.sessions.teaching.script import Script, at_item, practising


def test_a_question_comes_with_its_choices_by_letter_and_its_steps_by_number() -> None:
    choices, steps, code = at_item("roots"), at_item("seed"), at_item("area")
    said = choices.say(choices.do(Started(at_s=0.0)))
    assert "- **A)** The leaves\n- **B)** The roots\n- **C)** The flower" in said
    said = steps.say(steps.do(Started(at_s=0.0)))
    assert "- **2)** Dig a small hole" in said
    said = code.say(code.do(Started(at_s=0.0)))
    assert "```python\ndef area(w, h):\n    pass\n```" in said


def test_read_aloud_speaks_the_choices() -> None:
    script = at_item("roots", accommodations=Accommodations(read_aloud=True))
    said = script.say(script.do(Started(at_s=0.0)))
    assert "Choice A: The leaves.\nChoice B: The roots.\nChoice C: The flower." in said
    assert "**" not in said


def test_fewer_words_for_who_needs_them() -> None:
    long, short = practising(), practising(accommodations=Accommodations(reduced_text=True))
    hints = [s.say(s.do(AskedHint(at_s=0.0))) for s in (long, short)]
    assert len(hints[1]) < len(hints[0])
    assert sample().items[0].hints[0] in hints[1]


def test_literal_words_have_no_figures_of_speech() -> None:
    figures = {text for bank in FIGURES.values() for text in bank}

    def heard(literal: bool) -> set[str]:
        said = set[str]()
        for number in range(40):
            script = practising(
                run_id=f"r{number}", accommodations=Accommodations(literal=literal)
            )
            said |= set(script.say(script.answer(RIGHT)).split("\n\n"))
        return said & figures

    assert heard(literal=False)
    assert not heard(literal=True)


def test_the_same_kind_of_move_does_not_repeat_its_words() -> None:
    script = practising()
    said = []
    for _ in range(3):
        said.append(script.say(script.do(Started(at_s=0.0))).split("\n\n")[0])
    assert len(set(said)) == 3
    assert set(said) <= set(OPEN["pose:again"])


def test_a_hint_that_asks_nothing_is_followed_by_a_call_to_try() -> None:
    script = practising()
    first = script.say(script.do(AskedHint(at_s=0.0)))
    assert questions(first) == 1
    assert first.endswith(sample().items[0].hints[0])
    script.do(AskedHint(at_s=0.0))
    second = script.say(script.do(AskedHint(at_s=0.0)))
    assert sample().items[0].hints[1] in second
    assert not second.endswith(sample().items[0].hints[1])


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Tom has 3 bags. How many apples are in all the bags?", "How many apples are in all"),
        ("Ann says no, Ben says yes. What is true?", "Ann says no, Ben says yes. What is true?"),
        ("Look at it. Sort 1/2, 1/3, 1/4 from small to large.", "Sort 1/2, 1/3, 1/4 from small"),
        ("Read on. What does this print?\n```\nprint(4)\n```", "What does this print?"),
        ('He hears: "Pay now. We are the bank and we mean you." Why?', 'He hears: "Pay now.'),
    ],
)
def test_who_is_to_try_first_hears_what_is_asked(question: str, asked: str) -> None:
    lesson = sample()
    item = replace(lesson.items[0], question=question)
    script = practising(lesson=replace(lesson, items=(item, *lesson.items[1:])))
    move = Move(act=Act.ASK_ATTEMPT, reason=Reason.NONE, item=item)
    last = script.say(move).split("\n\n")[-1]
    assert last.startswith(asked)
    assert question.endswith(last)


def test_a_bad_hint_in_a_lesson_is_not_said() -> None:
    lesson = sample()
    bad = replace(lesson.items[0], hints=("It is 48.", "It is 48! Look at the trays.", "c", "48"))
    script = practising(lesson=replace(lesson, items=(bad, *lesson.items[1:])))
    first, second = script.do(AskedHint(at_s=0.0)), None
    assert "48" not in script.say(first)
    script.do(AskedHint(at_s=0.0))
    second = script.do(AskedHint(at_s=0.0))
    assert second.text == "It is 48! Look at the trays."
    assert "48" not in script.say(second)
    assert "Look at the trays." in script.say(second)


def test_an_example_that_would_tell_is_told_without_the_telling_sentence() -> None:
    lesson = replace(sample(), worked_example="Look at bags. 6 times 8 is 48. Now you know.")
    script = practising(lesson=lesson)
    for _ in range(2):
        script.answer(replace(believes(""), flags=frozenset({"off_by_one"})))
    if script.run.moment.awaiting.value != "offer":
        script.answer(replace(believes(""), flags=frozenset({"off_by_one"})))
    shown = script.do(WentOn(at_s=0.0))
    assert shown.act is Act.PRESENT
    said = script.say(shown)
    assert "48" not in said
    assert "Now you know." in said


def test_what_stands_in_for_a_stopped_sentence_is_safe_and_varies() -> None:
    script = practising()
    move = script.do(AskedHint(at_s=0.0))
    said = {instead(script.run, replace(move, times=n)) for n in range(3)}
    assert said == set(FALLBACK)


def test_the_end_tells_the_results() -> None:
    script = practising()
    while not script.run.finished:
        move = script.answer(RIGHT) if script.run.open_item else script.do(WentOn(at_s=0.0))
    said = script.say(move)
    assert "9 of 9 questions right without help" in said
    assert "**50 XP**" in said


def test_silence_has_no_words() -> None:
    script = practising()
    while not script.run.finished:
        script.do(WentOn(at_s=0.0))
    words = speak(script.run, script.do(WentOn(at_s=0.0)))
    assert (words.script, words.instructions) == ("", "")


def test_the_solution_is_said_as_it_stands() -> None:
    script = practising()
    move = replace(
        script.do(AskedHint(at_s=0.0)), act=Act.BOTTOM_OUT, text="6 × 8 = 48.", rung=4, guards=()
    )
    words = speak(script.run, move)
    assert "6 × 8 = 48." in words.script
    assert words.instructions == "", "no model rewrites a solution"


@pytest.mark.parametrize("format_", list(Format))
def test_the_first_words_name_the_lesson_where_something_is_presented(format_: Format) -> None:
    script = Script(fresh(format=format_))
    move = script.do(Started(at_s=0.0))
    assert ("A bit of everything" in script.say(move)) is (move.act is Act.PRESENT)


def test_praise_and_the_next_question_give_nothing_of_the_next_away() -> None:
    script = practising()
    move = script.answer(RIGHT)
    if move.act is Act.ASK_WHY:
        move = script.do(WentOn(at_s=0.0))
    assert move.item is not None
    assert move.item.question in script.say(move)
    assert leaks(move.item, script.say(move), 0) is None
    assert move.reason in {Reason.FIRST, Reason.NONE}
