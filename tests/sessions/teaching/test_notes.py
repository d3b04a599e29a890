"""Tests of sessions.teaching.notes."""

from dataclasses import replace

from sessions.contracts import Fact, FactKind
from sessions.teaching.lesson import Outcome
from sessions.teaching.notes import (
    MOST_ANSWER_CHARS,
    Note,
    NoteKind,
    apply,
    hint_given,
    item_attempted,
    lesson_finished,
    lesson_started,
    passed,
    restore,
)
from sessions.teaching.run import By, Error, LessonRun
from tests.sessions.teaching.sample import RIGHT, WRONG, fresh


def attempt(run: LessonRun, outcome: Outcome, error: Error = Error.NONE) -> Note:
    assert run.item is not None
    return item_attempted(run, run.item, outcome, error=error, answer="14", seconds=12.34)


def fact(note: Note, number: int) -> Fact:
    return Fact(
        fact_id=f"fact_{number}",
        kind=FactKind(note.kind.value),
        body=note.body,
        private=note.private,
    )


def test_kinds_are_those_of_the_log() -> None:
    assert {kind.value for kind in NoteKind} <= {kind.value for kind in FactKind}


def test_an_attempt_counts_what_came_before() -> None:
    run = apply(fresh(), lesson_started(fresh()))
    first = attempt(run, WRONG)
    run = apply(run, first)
    run = apply(run, hint_given(run, 1, asked=True))
    second = attempt(run, RIGHT)
    assert (first.body["attempt"], first.body["aided"], first.body["hints"]) == (1, False, 0)
    assert (second.body["attempt"], second.body["aided"], second.body["hints"]) == (2, True, 1)
    assert second.body["seconds"] == 12.3
    assert second.private == {"answer": "14"}
    assert "14" not in str(second.body.values())


def test_a_long_answer_is_cut() -> None:
    run = fresh()
    assert run.item is not None
    note = item_attempted(run, run.item, WRONG, error=Error.NONE, answer="x" * 9_000, seconds=None)
    assert len(str(note.private["answer"])) == MOST_ANSWER_CHARS
    assert note.body["seconds"] is None


def test_facts_of_the_log_bring_the_run_back() -> None:
    run, notes = fresh(), list[Note]()

    def write(note: Note) -> None:
        nonlocal run
        notes.append(note)
        run = apply(run, note, 5.0)

    write(lesson_started(run))
    write(attempt(run, WRONG, Error.SLIP))
    write(hint_given(run, 1, asked=False))
    write(hint_given(run, 2, asked=False, by=By.CORRECTION))
    write(attempt(run, RIGHT))
    write(attempt(run, RIGHT))
    facts = [fact(note, number) for number, note in enumerate(notes)]
    other = fact(lesson_finished(replace(run, run_id="run_2")), 99)
    noise = Fact(fact_id="n", kind=FactKind.STUDENT_TURN, body={"run": "run_1"})
    assert restore(fresh(), [noise, other, *facts]).record == run.record
    write(lesson_finished(run))
    facts.append(fact(notes[-1], 98))
    assert restore(fresh(), facts).record == run.record
    assert run.finished


def test_a_skipped_item_is_known_to_be_skipped_when_something_follows() -> None:
    run = apply(fresh(), lesson_started(fresh()))
    run = passed(run)
    note = attempt(run, RIGHT)
    run = apply(run, note)
    back = restore(fresh(), [lesson_started(fresh()), note])
    assert back.record.at == run.record.at == 2


def test_facts_of_another_version_of_the_lesson_do_no_harm() -> None:
    run = apply(fresh(), lesson_started(fresh()))
    gone = replace(attempt(run, RIGHT), body={**attempt(run, RIGHT).body, "item": "gone"})
    assert apply(run, gone) == run
    strange = replace(hint_given(run, 1, asked=True), body={"item": "n48", "rung": "one"})
    assert apply(run, strange) == run


def test_an_old_hint_without_its_kind_is_of_the_ladder() -> None:
    note = hint_given(fresh(), 2, asked=True)
    body = {key: value for key, value in note.body.items() if key != "by"}
    assert apply(fresh(), replace(note, body=body)).work.rungs == 2
