"""How much XP a deed gives, and under which key. Pure: a deed in, awards out.

| deed | XP | at most |
|---|---|---|
| a lesson finished for the first time | the lesson's own, up to 100 | once per lesson |
| the same lesson finished again | 5 | once per lesson and day |
| an item right without help | 2 at the first attempt, else 1 | once per item and day; 20 a day |
| a vote or a rating | 1 | once each; 3 a day |

A misconception's probe is no item. An award's key is the primary key of its row, so it is given
once however often it is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tutor_server.modules.xp.deeds import (
    Deed,
    HintGiven,
    ItemTried,
    LessonFinished,
    RatingGiven,
    VoteCast,
    key,
)

MAX_LESSON_XP: Final = 100
REVIEW_XP: Final = 5
FIRST_TRY_XP: Final = 2
LATER_TRY_XP: Final = 1
OPINION_XP: Final = 1


class Source(StrEnum):
    """What an award is for."""

    LESSON = "lesson"
    REVIEW = "review"
    ITEM = "item"
    OPINION = "opinion"


A_DAY: Final[Mapping[Source, int]] = MappingProxyType({Source.ITEM: 20, Source.OPINION: 3})
"""XP of a source on one day; the others have no cap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """XP for one deed."""

    key: str
    source: Source
    amount: int
    """0 when there is nothing to give for it; the key is spent all the same."""
    lesson: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayXp:
    """What capped sources have given on the student's newest day."""

    day: date | None = None
    item: int = 0
    opinion: int = 0

    def on(self, day: date) -> "DayXp":
        """The counts of a day: zero when it is a new one."""
        return self if self.day == day else DayXp(day=day)

    def given(self, source: Source) -> int:
        """XP of a source so far."""
        return {Source.ITEM: self.item, Source.OPINION: self.opinion}.get(source, 0)

    def plus(self, award: Award | None) -> "DayXp":
        """After an award."""
        amount, source = (award.amount, award.source) if award else (0, None)
        return DayXp(
            day=self.day,
            item=self.item + amount * (source is Source.ITEM),
            opinion=self.opinion + amount * (source is Source.OPINION),
        )


def lesson_key(lesson: str) -> str:
    """The key of a lesson's full award."""
    return key("lesson", lesson)


def review_key(lesson: str, day: date) -> str:
    """The key of a lesson's review on a day."""
    return key("review", lesson, day.isoformat())


def award_for(deed: Deed, day: date, *, taken: frozenset[str], given: DayXp) -> Award | None:
    """What a deed on a day gives; None when its key is taken or it is no deed for XP.

    `taken` holds at least those of `possible_keys` that are spent; `given` is that day's.
    """
    award = _first_free(_offers(deed, day), taken)
    if award is None or award.source not in A_DAY:
        return award
    left = A_DAY[award.source] - given.on(day).given(award.source)
    if left <= 0:
        return None
    return Award(
        key=award.key, source=award.source, amount=min(award.amount, left), lesson=award.lesson
    )


def possible_keys(deed: Deed, day: date) -> tuple[str, ...]:
    """The keys whose state decides the award."""
    return tuple(award.key for award in _offers(deed, day))


def _first_free(offers: tuple[Award, ...], taken: frozenset[str]) -> Award | None:
    return next((award for award in offers if award.key not in taken), None)


def _offers(deed: Deed, day: date) -> tuple[Award, ...]:
    """What a deed may give; the first that was not given yet counts."""
    match deed:
        case LessonFinished():
            return _of_lesson(deed, day)
        case ItemTried():
            return _of_item(deed, day)
        case VoteCast() | RatingGiven():
            return (Award(key=deed.key, source=Source.OPINION, amount=OPINION_XP),)
        case HintGiven():
            return ()


def _of_lesson(deed: LessonFinished, day: date) -> tuple[Award, ...]:
    lesson = deed.lesson
    return (
        Award(
            key=lesson_key(lesson),
            source=Source.LESSON,
            amount=min(deed.xp, MAX_LESSON_XP),
            lesson=lesson,
        ),
        Award(key=review_key(lesson, day), source=Source.REVIEW, amount=REVIEW_XP, lesson=lesson),
    )


def _of_item(deed: ItemTried, day: date) -> tuple[Award, ...]:
    if not deed.correct or deed.aided or deed.probe:
        return ()
    return (
        Award(
            key=key("item", deed.lesson, deed.item, day.isoformat()),
            source=Source.ITEM,
            amount=FIRST_TRY_XP if deed.attempt == 1 else LATER_TRY_XP,
            lesson=deed.lesson,
        ),
    )
