"""An answer that says something about a student's knowledge, read from a fact's plain part.

Knows nothing of the answer's words, which are sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from inference.contracts import JsonValue

PROBE: Final = "probe"
"""Use of an item that tells a misconception from a slip; no evidence of a skill."""
TRANSFER: Final = "transfer"
"""Use of an item on new ground; the only proof of mastery."""
_LONGEST: Final = 200
"""Characters of a name; longer ones are no names of ours and do not fit an index."""
_MOST: Final = 1_000
"""Attempts at one item that are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is known before the answer comes."""

    skill: str
    item: str = ""
    """Unique over all lessons; empty when the data has no items."""
    kind: str = ""
    """How it is checked: `number`, `choice`, ..."""
    use: str = ""
    """`practice`, `quiz`, `transfer` or `review`."""
    attempt: int = 1
    """From 1: how often this item has been tried in this run, with this try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An unaided answer."""

    question: Question
    lesson: str
    run: str
    """This time through the lesson."""
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A lesson that was begun or finished."""

    lesson: str
    run: str


def visit_of(body: Mapping[str, JsonValue]) -> Visit | None:
    """The lesson of a `lesson.started` or `lesson.finished` fact; None when there is none."""
    lesson, run = _name(body, "lesson"), _name(body, "run")
    return Visit(lesson=lesson, run=run) if lesson and run else None


def attempt_of(body: Mapping[str, JsonValue]) -> Attempt | None:
    """The attempt in an `item.attempted` fact; None when it is no evidence of a skill: aided,
    a probe, or without a skill, or when the body is not one that a lesson writes."""
    right, attempt = body.get("correct"), body.get("attempt")
    skill, lesson, item, run = (_name(body, key) for key in ("skill", "lesson", "item", "run"))
    use = _name(body, "use")
    if not (skill and lesson and item and run and isinstance(right, bool)):
        return None
    if body.get("aided") is not False or use == PROBE:
        return None
    question = Question(
        skill=skill,
        item=f"{lesson}/{item}",
        kind=_name(body, "kind"),
        use=use,
        attempt=min(max(attempt, 1), _MOST) if type(attempt) is int else 1,
    )
    return Attempt(question=question, lesson=lesson, run=run, right=right)


def _name(body: Mapping[str, JsonValue], key: str) -> str:
    """A name; empty when it is missing or cannot be one of ours."""
    value = body.get(key)
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""
