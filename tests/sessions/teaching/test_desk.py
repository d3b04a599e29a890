"""Tests of sessions.teaching.desk."""

from dataclasses import replace

from sessions.teaching.desk import Desk
from sessions.teaching.moves import Act, Reason
from sessions.teaching.notes import hint_given, item_attempted, lesson_started
from sessions.teaching.run import Awaiting, By, Error
from tests.sessions.teaching.sample import WRONG, fresh


def desk() -> Desk:
    d = Desk(fresh(), 5.0)
    d.note(lesson_started(d.run))
    d.pose()
    return d


def try_wrong(d: Desk, error: Error = Error.NONE) -> None:
    assert d.run.item is not None
    d.note(item_attempted(d.run, d.run.item, WRONG, error=error, answer="14", seconds=None))


def test_the_ladder_goes_up_and_stops_before_the_answer() -> None:
    d = desk()
    acts = [d.rung(asked=True).act for _ in range(5)]
    assert acts == [Act.NUDGE, Act.LOCATE, Act.HINT, Act.ASK_ATTEMPT, Act.ASK_ATTEMPT]
    try_wrong(d)
    try_wrong(d, Error.GUESS)
    assert d.rung(asked=True).reason is Reason.BEFORE_ANSWER, "a guess is no real attempt"
    try_wrong(d)
    shown = d.rung(asked=True)
    assert (shown.act, shown.rung, shown.guards) == (Act.BOTTOM_OUT, 4, ())


def test_an_answer_that_is_shown_may_be_shown_again_without_another_fact() -> None:
    d = desk()
    for _ in range(3):
        d.rung(asked=True)
    try_wrong(d)
    try_wrong(d)
    d.rung(asked=True)
    helps = d.run.work.helps
    assert d.rung(asked=True).act is Act.BOTTOM_OUT
    assert d.run.work.helps == helps


def test_missing_hints_end_in_the_key_itself() -> None:
    lesson = fresh().lesson
    bare = replace(lesson, items=(replace(lesson.items[0], hints=()), *lesson.items[1:]))
    d = Desk(fresh(lesson=bare), 0.0)
    d.pose()
    assert d.rung(asked=True).text == ""
    for _ in range(2):
        d.rung(asked=True)
    try_wrong(d)
    try_wrong(d)
    assert d.rung(asked=True).text == "48"


def test_other_help_counts_as_help_only_for_an_open_item() -> None:
    d = Desk(fresh(), 0.0)
    d.help_note(By.QUESTION, 1)
    assert not d.run.work.aided
    d.pose()
    d.help_note(By.REPRESENTATION, 1)
    assert (d.run.work.aided, d.run.work.rungs) == (True, 0)


def test_booking_counts_the_kinds_of_moves_and_the_time() -> None:
    d = desk()
    run, first = d.finish(d.ask(Reason.BEGGED))
    assert (first.times, run.moment.posed_s) == (0, 5.0)
    again = Desk(run, 9.0)
    run, second = again.finish(again.ask(Reason.BEGGED))
    assert (second.times, run.moment.posed_s) == (1, 9.0)
    silent = Desk(run, 12.0)
    run, _ = silent.finish(silent.move(Act.WAIT))
    assert run.moment.posed_s == 9.0, "silence is no question"


def test_after_the_last_item_comes_the_end() -> None:
    d = desk()
    for _ in range(9):
        d.leave()
    move = d.lead_on(Act.PRAISE, Reason.FIRST, None)
    assert move.act is Act.FINISH
    assert d.run.finished
    assert d.run.moment.awaiting is Awaiting.DONE
    for last in (d.pose(), d.rung(asked=False)):
        assert last.act is Act.FINISH


def test_help_without_an_item_is_no_fact() -> None:
    d = desk()
    for _ in range(9):
        d.leave()
    d.help_note(By.QUESTION, 1)
    assert hint_given(d.run, 1, asked=True).body["item"] == ""
    assert all(not work.helps for work in d.run.record.works)
