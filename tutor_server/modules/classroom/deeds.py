"""What a student did in lessons, read from facts; anything that does not fit is nothing. Pure.

Only the plain part of a fact is read: never what was said or answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final, TypeAlias

import msgspec

from inference.contracts import JsonValue
from sessions.contracts import FactKind

Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
MaybeId: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
PROBE: Final = "probe"
"""Use of an item that tells a misconception from a slip."""
LADDER: Final = "ladder"
"""Help that is a rung of the hint ladder, and not another kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened:
    """The student came, or a server took the session over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke:
    """The student said or typed something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonStarted:
    """A run through a lesson began."""

    run: Id
    lesson: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTried:
    """An answer to an item."""

    run: Id
    lesson: Id
    item: Id
    attempt: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    """From 1 for each item of a run."""
    correct: bool
    hints: Count = 0
    """Helps that were given for the item before."""
    use: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HintGiven:
    """Help with an item."""

    run: Id
    lesson: Id
    item: MaybeId
    """Empty when no item was under way."""
    rung: Annotated[int, msgspec.Meta(ge=1, le=4)]
    by: str = LADDER


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFinished:
    """A run came to its end."""

    run: Id
    lesson: Id


Deed: TypeAlias = SessionOpened | Spoke | LessonStarted | ItemTried | HintGiven | LessonFinished

SHAPES: Final[Mapping[FactKind, type[Deed]]] = MappingProxyType(
    {
        FactKind.SESSION_OPENED: SessionOpened,
        FactKind.STUDENT_TURN: Spoke,
        FactKind.LESSON_STARTED: LessonStarted,
        FactKind.ITEM_ATTEMPTED: ItemTried,
        FactKind.HINT_GIVEN: HintGiven,
        FactKind.LESSON_FINISHED: LessonFinished,
    }
)


def deed_of(kind: FactKind, body: Mapping[str, JsonValue]) -> Deed | None:
    """The deed of a fact; None when it is none or its body cannot be read."""
    shape = SHAPES.get(kind)
    if shape is None:
        return None
    try:
        return msgspec.convert(dict(body), shape)
    except msgspec.ValidationError:
        return None
