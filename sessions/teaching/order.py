"""The order of a lesson's items by format: practice, quiz, transfer, and how the formats differ.

Formats change the order and the share of practice; the transfer items always come last, without
help. Knows no student. Pure.
"""

from collections.abc import Collection
from functools import lru_cache

from sessions.teaching.lesson import Format, Item, ItemKind, Lesson, Use

_ORAL = frozenset({ItemKind.NUMBER, ItemKind.FRACTION, ItemKind.CHOICE, ItemKind.TEXT})
"""Kinds that can be asked and answered by voice."""
_LEAST_PRACTICE = 2
_ORAL_PRACTICE = 3


@lru_cache(maxsize=256)
def items_of(lesson: Lesson, format_: Format) -> tuple[Item, ...]:
    """All items of a run in their order."""
    practice = _practice(lesson, format_)
    quiz = tuple(item for item in lesson.items if item.use is Use.QUIZ)
    transfer = tuple(item for item in lesson.items if item.use is Use.TRANSFER)
    if format_ is Format.QUIZ:
        return (*quiz, *practice, *transfer)
    return (*practice, *quiz, *transfer)


def _practice(lesson: Lesson, format_: Format) -> tuple[Item, ...]:
    practice = tuple(item for item in lesson.items if item.use is Use.PRACTICE)
    if format_ is Format.WORKED_EXAMPLE:  # an example studied stands for one exercise
        return practice[: max(_LEAST_PRACTICE, len(practice) - 1)]
    if format_ is Format.DIALOGUE:
        oral = tuple(item for item in practice if item.kind in _ORAL)
        return oral[:_ORAL_PRACTICE] if len(oral) >= _LEAST_PRACTICE else practice
    return practice


def following(items: tuple[Item, ...], at: int, format_: Format, shown: Collection[str]) -> int:
    """The place of the next item from `at` on. In the quiz format, practice of a skill that the
    student has shown alone (`shown`) is left out."""
    while (
        format_ is Format.QUIZ
        and at < len(items)
        and items[at].use is Use.PRACTICE
        and items[at].skill in shown
    ):
        at += 1
    return at
