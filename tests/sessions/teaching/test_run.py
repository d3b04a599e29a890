"""Tests of sessions.teaching.run."""

from dataclasses import replace

import pytest

from sessions.teaching.lesson import Format, ItemKind
from sessions.teaching.run import (
    MOST_ATTEMPTS,
    Awaiting,
    By,
    Error,
    Help,
    Moment,
    Record,
    Tried,
    Work,
    closed,
    probe_item,
)
from tests.sessions.teaching.sample import BIG_BOTTOM, fresh, sample

ITEMS = {item.item_id: item for item in sample().items}


def tried(*, correct: bool = False, aided: bool = False, rung: int = 0, error: str = "") -> Tried:
    return Tried(correct=correct, aided=aided, rung=rung, error=Error(error))


def test_what_has_happened_on_an_item() -> None:
    ladder = (Help(rung=1, asked=True), Help(rung=2, asked=False, by=By.CORRECTION))
    work = Work(item_id="n48", tried=(tried(error="guess"), tried(error="slip")), helps=ladder)
    assert (work.rungs, work.shown, work.aided, work.efforts) == (1, False, True, 1)
    assert (work.count(Error.SLIP), work.right) == (1, False)
    done = replace(work, tried=(*work.tried, tried(correct=True, aided=True)))
    assert (done.right, done.right_alone) == (True, False)


def test_when_a_hint_came_does_not_matter_for_being_equal() -> None:
    assert Help(rung=1, asked=True, at_s=5.0) == Help(rung=1, asked=True)


@pytest.mark.parametrize(
    ("name", "attempts", "expected"),
    [
        ("n48", (), False),
        ("n48", (tried(),), False),
        ("n48", (tried(correct=True),), True),
        ("n48", (tried(),) * MOST_ATTEMPTS, True),
        ("n48", (tried(rung=3),), False),
        ("n48", (tried(rung=4),), True),
        ("neg3", (tried(),), False),
        ("neg3", (tried(),) * 2, True),
    ],
)
def test_when_an_item_is_behind_the_student(
    name: str, attempts: tuple[Tried, ...], expected: bool
) -> None:
    assert closed(ITEMS[name], Work(item_id=name, tried=attempts)) is expected


def test_what_an_answer_is_checked_against() -> None:
    run = fresh()
    assert run.open_item is None
    open_now = replace(run, moment=Moment(awaiting=Awaiting.ATTEMPT, posed=True))
    assert open_now.open_item == run.item
    reading = replace(run, moment=Moment(awaiting=Awaiting.READ, posed=True))
    assert reading.open_item == run.item, "an example is shown for an open item"
    probing = replace(run, moment=Moment(awaiting=Awaiting.PROBE, misconception="big-bottom"))
    assert probing.open_item is not None
    assert probing.open_item.question == BIG_BOTTOM.probe.question


def test_a_probe_is_a_choice_whose_wrong_answer_tells() -> None:
    item = probe_item(BIG_BOTTOM, ITEMS["f34"])
    assert (item.kind, item.item_id, item.skill) == (ItemKind.CHOICE, "probe:big-bottom", "parts")
    assert (item.answer, item.wrong[0].answer) == ("A fifth", "A ninth")


def test_xp_by_what_was_worked_through() -> None:
    run = fresh()
    works = (
        Work(item_id="n48", tried=(tried(correct=True),)),
        Work(item_id="f34", tried=(tried(), tried())),
        Work(item_id="roots", tried=(tried(error="guess"), tried(error="guess"))),
        Work(item_id="seed", tried=(tried(),)),
    )
    run = replace(run, record=Record(started=True, works=works))
    assert run.xp == round(50 * 2 / 9)
    assert run.summary.unaided_right == 1
    assert run.summary.to_review == ("parts", "plants")


def test_quiz_practice_that_was_not_needed_costs_no_xp() -> None:
    works = tuple(
        Work(item_id=name, tried=(tried(correct=True),))
        for name in ("e3x2", "sunlight", "eq4", "f34", "neg3")
    )
    run = replace(fresh(format=Format.QUIZ), record=Record(started=True, works=works))
    assert [item.item_id for item in run.needed] == ["e3x2", "sunlight", "eq4", "f34", "neg3"]
    assert run.xp == 50


@pytest.mark.parametrize("patience", [0.4, 3.1])
def test_patience_has_bounds(patience: float) -> None:
    with pytest.raises(ValueError, match=r"patience must be 0\.5 to 3"):
        fresh(patience=patience)
