"""The facts that a lesson leaves, and how they bring a run back after a restart.

The policy changes a run's record only by applying its own notes, so a run that is restored from
the log is the run that was. A skipped item leaves no note: when nothing followed it, it is asked
again. Knows no storage; the session turns notes into facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from inference.contracts import JsonValue
from sessions.decision import Decision
from sessions.teaching import fix_plan
from sessions.teaching.lesson import Item, Outcome
from sessions.teaching.order import following
from sessions.teaching.run import (
    PROBE_PREFIX,
    By,
    Error,
    Help,
    LessonRun,
    Probed,
    Tried,
    Work,
    closed,
)

MOST_ANSWER_CHARS = 4_000
"""A longer answer is cut in the log."""


class NoteKind(StrEnum):
    """The kinds of facts that a lesson leaves; values as in sessions.contracts.FactKind."""

    LESSON_STARTED = "lesson.started"
    ITEM_ATTEMPTED = "item.attempted"
    HINT_GIVEN = "hint.given"
    DECISION_MADE = "decision.made"
    LESSON_FINISHED = "lesson.finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A fact without its id. `private` is what the student wrote."""

    kind: NoteKind
    body: Mapping[str, JsonValue]
    private: Mapping[str, JsonValue] = field(default_factory=dict)


class FactLike(Protocol):
    """A fact of the log (sessions.contracts.Fact), or a note."""

    @property
    def kind(self) -> StrEnum:
        """Its kind."""

    @property
    def body(self) -> Mapping[str, JsonValue]:
        """Plain data."""

    @property
    def private(self) -> Mapping[str, JsonValue]:
        """What the student's key opens."""


# --- writing


def lesson_started(run: LessonRun) -> Note:
    """The run begins."""
    return Note(
        kind=NoteKind.LESSON_STARTED,
        body={
            "run": run.run_id,
            "lesson": run.lesson.lesson_id,
            "path": run.lesson.path,
            "version": run.lesson.version,
            "format": run.format.value,
            "decision": run.decision,
            "fixes": fix_plan.to_json(run.fixes),
        },
    )


def item_attempted(
    run: LessonRun,
    item: Item,
    outcome: Outcome,
    *,
    error: Error,
    answer: str,
    seconds: float | None,
) -> Note:
    """An answer was checked."""
    work = run.work
    probe = item.item_id.startswith(PROBE_PREFIX)
    number = 1 if probe else len(work.tried) + 1
    return Note(
        kind=NoteKind.ITEM_ATTEMPTED,
        body={
            "run": run.run_id,
            "lesson": run.lesson.lesson_id,
            "path": run.lesson.path,
            "item": item.item_id,
            "skill": item.skill,
            "kind": item.kind.value,
            "use": "probe" if probe else item.use.value,
            "correct": outcome.correct,
            "aided": work.aided,
            "hints": len(work.helps),
            "attempt": number,
            "error": error.value,
            "misconception": outcome.misconception if error is Error.MISCONCEPTION else "",
            "seconds": None if seconds is None else round(max(0.0, seconds), 1),
        },
        private={"answer": answer[:MOST_ANSWER_CHARS]},
    )


def hint_given(run: LessonRun, rung: int, *, asked: bool, by: By = By.LADDER) -> Note:
    """Help was given for the item under way."""
    return Note(
        kind=NoteKind.HINT_GIVEN,
        body={
            "run": run.run_id,
            "lesson": run.lesson.lesson_id,
            "item": run.item.item_id if run.item else "",
            "rung": rung,
            "asked": asked,
            "by": by.value,
        },
    )


def fix_chosen(run: LessonRun, item: Item, decision: Decision) -> Note:
    """What to try after a failed task was drawn."""
    body = decision.body(run.lesson.lesson_id)
    return Note(
        kind=NoteKind.DECISION_MADE, body={**body, "run": run.run_id, "item": item.item_id}
    )


def lesson_finished(run: LessonRun) -> Note:
    """The run is over."""
    summary = run.summary
    return Note(
        kind=NoteKind.LESSON_FINISHED,
        body={
            "run": run.run_id,
            "lesson": run.lesson.lesson_id,
            "path": run.lesson.path,
            "format": run.format.value,
            "xp": summary.xp,
            "unaided_right": summary.unaided_right,
            "unaided_total": summary.unaided_total,
            "right": summary.right,
            "total": summary.total,
            "seconds": summary.seconds,
            "decision": run.decision,
        },
    )


# --- reading


def restore(run: LessonRun, facts: Iterable[FactLike]) -> LessonRun:
    """Bring a fresh run to where the log says it was; facts of other runs are passed over. The
    next event for it is Started, which takes up where it stopped."""
    for fact in facts:
        if fact.body.get("run") == run.run_id and fact.kind.value in set(NoteKind):
            run = apply(run, fact)
    return run


def apply(run: LessonRun, fact: FactLike, at_s: float | None = None) -> LessonRun:
    """What a fact does to the record."""
    match NoteKind(fact.kind.value):
        case NoteKind.LESSON_STARTED:
            at = following(run.items, 0, run.format, run.skills_shown)
            return replace(run, record=replace(run.record, started=True, at=at))
        case NoteKind.ITEM_ATTEMPTED:
            return _attempted(run, fact)
        case NoteKind.HINT_GIVEN:
            return _helped(run, fact, at_s)
        case NoteKind.DECISION_MADE:
            return replace(run, record=replace(run.record, fixes=run.record.fixes + 1))
        case NoteKind.LESSON_FINISHED:
            record = replace(run.record, finished=True, at=len(run.items))
            return replace(run, record=record)


def passed(run: LessonRun) -> LessonRun:
    """The item under way is left behind."""
    at = following(run.items, run.record.at + 1, run.format, run.skills_shown)
    return replace(run, record=replace(run.record, at=at))


def _attempted(run: LessonRun, fact: FactLike) -> LessonRun:
    item_id, error = _text(fact.body, "item"), Error(_text(fact.body, "error"))
    misconception = _text(fact.body, "misconception")
    if item_id.startswith(PROBE_PREFIX):
        probed = Probed(
            misconception=item_id.removeprefix(PROBE_PREFIX), holds=error is Error.MISCONCEPTION
        )
        return replace(run, record=replace(run.record, probes=(*run.record.probes, probed)))
    place = _place(run, item_id)
    if place is None:
        return run
    work = run.record.work(item_id)
    seconds = fact.body.get("seconds")
    tried = Tried(
        correct=fact.body.get("correct") is True,
        aided=fact.body.get("aided") is True,
        rung=work.rungs,
        error=error,
        misconception=misconception,
        seconds=float(seconds) if isinstance(seconds, int | float) else None,
        answer=_text(fact.private, "answer"),
    )
    run = _worked(run, place, replace(work, tried=(*work.tried, tried)))
    if closed(run.items[place], run.record.work(item_id)):
        run = passed(run)
    return run


def _helped(run: LessonRun, fact: FactLike, at_s: float | None) -> LessonRun:
    item_id, rung = _text(fact.body, "item"), fact.body.get("rung")
    place = _place(run, item_id)
    if place is None or not isinstance(rung, int):
        return run
    work = run.record.work(item_id)
    by = By(_text(fact.body, "by") or By.LADDER.value)
    given = Help(rung=rung, asked=fact.body.get("asked") is True, by=by, at_s=at_s)
    return _worked(run, place, replace(work, helps=(*work.helps, given)))


def _worked(run: LessonRun, place: int, work: Work) -> LessonRun:
    """The record with this work, its item under way."""
    known = [old.item_id for old in run.record.works]
    works = (
        tuple(work if old.item_id == work.item_id else old for old in run.record.works)
        if work.item_id in known
        else (*run.record.works, work)
    )
    return replace(run, record=replace(run.record, works=works, at=max(run.record.at, place)))


def _place(run: LessonRun, item_id: str) -> int | None:
    """Where an item is in the order; None for one of another version of the lesson."""
    found = (place for place, item in enumerate(run.items) if item.item_id == item_id)
    return next(found, None)


def _text(values: Mapping[str, JsonValue], key: str) -> str:
    value = values.get(key, "")
    return value if isinstance(value, str) else ""
