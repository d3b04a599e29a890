"""Tests of sessions.teaching.naming."""

from dataclasses import replace

import pytest

from sessions.teaching.lesson import Item, ItemKind, Outcome
from sessions.teaching.lesson import Test as Call
from sessions.teaching.naming import Answer, Named, name_error
from sessions.teaching.run import Error, Tried
from tests.sessions.teaching.sample import RIGHT, WRONG, believes, sample

ITEMS = {item.item_id: item for item in sample().items}
SLOW = Answer(text="14", words=1, seconds=40.0, glance_s=2.0)


def named(name: str, outcome: Outcome, answer: Answer = SLOW) -> Named:
    return name_error(ITEMS[name], outcome, answer, tuple(ITEMS.values()))


def off_by(distance: float, question: str = "How many are there?", answer: str = "48") -> Error:
    item = replace(ITEMS["n48"], question=question, answer=answer)
    return name_error(item, Outcome(correct=False, distance=distance), SLOW).error


def test_what_is_right_or_no_answer_has_no_error() -> None:
    assert named("n48", RIGHT).error is Error.NONE
    assert named("n48", Outcome(correct=False, attempt=False)).error is Error.NONE


def test_a_listed_wrong_answer_is_its_misconception() -> None:
    found = named("n48", believes("adds-instead"))
    assert found.error is Error.MISCONCEPTION
    assert "adds-instead" in found.because


def test_a_choice_without_reading_is_a_guess_even_when_it_is_listed() -> None:
    fast = replace(SLOW, seconds=0.8)
    assert named("roots", believes("big-bottom"), fast).error is Error.GUESS
    assert named("roots", believes("big-bottom")).error is Error.MISCONCEPTION
    assert named("n48", believes("adds-instead"), fast).error is Error.MISCONCEPTION
    assert named("n48", WRONG, fast).error is Error.GUESS


def test_without_time_nothing_is_fast() -> None:
    for answer in (replace(SLOW, seconds=None), replace(SLOW, glance_s=None, seconds=0.1)):
        assert named("n48", WRONG, answer).error is Error.NONE


@pytest.mark.parametrize(
    ("flag", "error"),
    [
        ("unit", Error.MISREAD),
        ("copied", Error.MISREAD),
        ("sign", Error.SLIP),
        ("off_by_one", Error.SLIP),
        ("off_by_ten", Error.SLIP),
        ("swapped", Error.SLIP),
        ("order", Error.SLIP),
    ],
)
def test_flags_of_the_checker(flag: str, error: Error) -> None:
    assert named("n48", Outcome(correct=False, flags=frozenset({flag}))).error is error


def test_the_answer_to_another_question_is_misread() -> None:
    found = named("n48", Outcome(correct=False, parsed="-3"))
    assert found.error is Error.MISREAD
    assert "neg3" in found.because
    assert named("n48", Outcome(correct=False, parsed="17")).error is Error.NONE


@pytest.mark.parametrize(
    ("distance", "error"),
    [
        (1, Error.SLIP),
        (-10, Error.SLIP),
        (48 * 9, Error.SLIP),
        (36, Error.SLIP),
        (17, Error.NONE),
        (100, Error.NONE),
    ],
)
def test_near_misses(distance: float, error: Error) -> None:
    assert off_by(distance) is error


def test_a_wrong_digit_or_two_swapped() -> None:
    assert off_by(50, answer="4827") is Error.SLIP
    assert off_by(4287 - 4827, answer="4827") is Error.SLIP
    assert off_by(2748 - 4827, answer="4827") is Error.NONE


def test_another_operation_is_a_slip_only_where_the_sum_is_written_out() -> None:
    assert off_by(1512 - 78, "What is 36 + 42?", "78") is Error.SLIP
    assert off_by(14 - 48, "There are 6 trays with 8 rolls. How many rolls?") is Error.MISREAD
    assert off_by(14 - 48, "There are 6 trays with 8 rolls and 2 more.") is Error.NONE


def test_parts_of_an_answer() -> None:
    text = replace(ITEMS["sunlight"], keys=(("a",), ("b",), ("c",)))
    some = replace(SLOW, text="because it likes the sun so", words=6)

    def missing(*groups: int, answer: Answer = some) -> Error:
        return name_error(text, Outcome(correct=False, missing=groups), answer).error

    assert missing(0) is Error.RIGHT_IDEA
    assert missing(0, 1) is Error.IMPRECISE
    assert missing(0, 1, 2) is Error.IMPRECISE
    assert missing(0, 1, 2, answer=replace(some, text="dunno", words=1)) is Error.GUESS
    assert missing(0, 1, 2, answer=replace(SLOW, text="30 ft", words=2)) is Error.MISREAD


def test_steps_and_code_that_are_partly_right() -> None:
    steps, code = ITEMS["seed"], replace(ITEMS["area"], tests=(Call(call="a", expect="1"),) * 4)
    swapped = name_error(steps, Outcome(correct=False, missing=(0, 1)), SLOW)
    assert swapped.error is Error.SLIP
    most = name_error(code, Outcome(correct=False, missing=(3,)), SLOW)
    assert (most.error, most.because) == (Error.RIGHT_IDEA, "3 of 4 tests right")
    assert name_error(code, Outcome(correct=False, missing=(0, 1, 2)), SLOW).error is Error.NONE


def test_the_right_value_in_another_form_is_the_right_idea() -> None:
    assert named("f34", Outcome(correct=False, equivalent=True)).error is Error.RIGHT_IDEA


def test_a_second_answer_like_nothing_is_a_guess() -> None:
    before = Tried(correct=False, aided=False, answer="99")
    again = replace(SLOW, earlier=(before,))
    assert named("n48", Outcome(correct=False, parsed="17")).error is Error.NONE
    assert named("n48", Outcome(correct=False, parsed="17"), again).error is Error.GUESS
    same = named("n48", Outcome(correct=False, parsed="99"), again)
    assert same.because == "the same wrong answer again"
    after_slip = replace(SLOW, earlier=(replace(before, error=Error.SLIP),))
    assert named("n48", Outcome(correct=False, parsed="17"), after_slip).error is Error.NONE


def test_who_knew_it_before_slipped() -> None:
    assert named("n48", WRONG, replace(SLOW, known=True)).error is Error.SLIP


def test_every_name_has_a_reason() -> None:
    kinds: tuple[Item, ...] = tuple(ITEMS.values())
    for item in kinds:
        for outcome in (RIGHT, WRONG, Outcome(correct=False, missing=(0,), distance=1.0)):
            assert name_error(item, outcome, SLOW).because
    assert {item.kind for item in kinds} >= {ItemKind.TEXT, ItemKind.STEPS, ItemKind.PYTHON}
