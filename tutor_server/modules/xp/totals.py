"""How a deed moves a student's totals. Pure; knows no XP."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from tutor_server.modules.xp.achievements import PERFECT_ITEMS, Totals
from tutor_server.modules.xp.awards import Award, Source, lesson_key
from tutor_server.modules.xp.deeds import (
    Deed,
    HintGiven,
    ItemTried,
    LessonFinished,
    RatingGiven,
    VoteCast,
)

Curriculum: TypeAlias = Mapping[str, frozenset[str]]
"""Path to the ids of its lessons. A path that is not in it cannot be finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The item whose hint the student asked for last and that is not solved yet."""

    run: str = ""
    item: str = ""


def count(
    totals: Totals, deed: Deed, *, award: Award | None, asked: Asked, path_done: bool = False
) -> Totals:
    """The totals after a deed. `award` is what it gave, `path_done` whether its lesson was the
    last of its path."""
    match deed:
        case LessonFinished():
            return _finished(totals, deed, award, path_done=path_done)
        case ItemTried():
            return _tried(totals, deed, asked)
        case VoteCast() | RatingGiven():
            return replace(totals, opinions=totals.opinions + 1)
        case HintGiven():
            return totals


def asked_after(asked: Asked, deed: Deed) -> Asked:
    """Which hint waits for a solution after a deed."""
    if isinstance(deed, HintGiven) and deed.asked:
        return Asked(run=deed.run, item=deed.item)
    if (
        isinstance(deed, ItemTried)
        and deed.correct
        and asked == Asked(run=deed.run, item=deed.item)
    ):
        return Asked()
    return asked


def path_keys(deed: Deed, curriculum: Curriculum) -> tuple[str, ...]:
    """The award keys that tell whether a deed's path is finished."""
    if not isinstance(deed, LessonFinished):
        return ()
    return tuple(lesson_key(lesson) for lesson in sorted(curriculum.get(deed.path, ())))


def finishes_path(deed: Deed, curriculum: Curriculum, *, taken: frozenset[str]) -> bool:
    """Whether every lesson of the deed's path is finished with it."""
    keys = path_keys(deed, curriculum)
    return (
        isinstance(deed, LessonFinished)
        and bool(keys)
        and set(keys) <= taken | {lesson_key(deed.lesson)}
    )


def _finished(
    totals: Totals, deed: LessonFinished, award: Award | None, *, path_done: bool
) -> Totals:
    source = award.source if award else None
    alone = PERFECT_ITEMS <= deed.unaided_total == deed.unaided_right
    return replace(
        totals,
        lessons=totals.lessons + (source is Source.LESSON),
        reviews=totals.reviews + (source is Source.REVIEW),
        perfect=totals.perfect + alone,
        paths_begun=_with(totals.paths_begun, deed.path),
        paths_finished=_with(totals.paths_finished, deed.path if path_done else ""),
    )


def _tried(totals: Totals, deed: ItemTried, asked: Asked) -> Totals:
    if deed.probe:
        return totals
    alone = deed.correct and not deed.aided
    row = totals.in_a_row + 1 if alone else 0
    hinted = deed.correct and asked == Asked(run=deed.run, item=deed.item)
    return replace(
        totals,
        unaided_right=totals.unaided_right + alone,
        in_a_row=row,
        best_row=max(totals.best_row, row),
        transfers=totals.transfers + (alone and deed.use == "transfer"),
        comebacks=totals.comebacks + (deed.correct and deed.attempt > 1),
        hints_used=totals.hints_used + hinted,
    )


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if not name or name in names else tuple(sorted((*names, name)))
