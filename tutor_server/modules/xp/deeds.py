"""What a student did, read from facts; anything that does not fit is nothing. Pure.

A deed's key is made of what happened, not of the fact that says so: the same deed told twice,
by whichever session, has the same key.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

import msgspec

from inference.contracts import JsonValue
from sessions.contracts import FactKind

Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


def key(*parts: str) -> str:
    """Parts that may hold any character, joined so that no two lists make the same key."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFinished:
    """A run through a lesson came to its end."""

    run: Id
    lesson: Id
    path: Id
    xp: Count
    """What the lesson gives the first time."""
    unaided_right: Count = 0
    unaided_total: Count = 0

    @property
    def key(self) -> str:
        """One per run."""
        return key("run", self.run)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTried:
    """An answer to an item."""

    run: Id
    lesson: Id
    item: Id
    attempt: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    """From 1 for each item of a run."""
    correct: bool
    aided: bool
    use: str = ""

    @property
    def probe(self) -> bool:
        """A question that tells a misconception from a slip: after a mistake, worth nothing."""
        return self.use == "probe"

    @property
    def key(self) -> str:
        """One per attempt."""
        return key("try", self.run, self.item, str(self.attempt))


@dataclass(frozen=True, slots=True, kw_only=True)
class HintGiven:
    """A rung of an item's ladder."""

    run: Id
    item: Id
    rung: Annotated[int, msgspec.Meta(ge=1, le=100)]
    asked: bool
    """The student asked for it."""

    @property
    def key(self) -> str:
        """One per rung."""
        return key("hint", self.run, self.item, str(self.rung))


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCast:
    """A choice between two explanations."""

    vote: Id

    @property
    def key(self) -> str:
        """One per vote."""
        return key("vote", self.vote)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGiven:
    """A thumb or stars for one explanation."""

    item_id: Id

    @property
    def key(self) -> str:
        """One per explanation, however often it is rated again."""
        return key("rating", self.item_id)


Deed: TypeAlias = LessonFinished | ItemTried | HintGiven | VoteCast | RatingGiven

SHAPES: Final[Mapping[FactKind, type[Deed]]] = {
    FactKind.LESSON_FINISHED: LessonFinished,
    FactKind.ITEM_ATTEMPTED: ItemTried,
    FactKind.HINT_GIVEN: HintGiven,
    FactKind.VOTE_CAST: VoteCast,
    FactKind.RATING_GIVEN: RatingGiven,
}


def deed_of(kind: FactKind, body: Mapping[str, JsonValue]) -> Deed | None:
    """The deed of a fact; None when it is none or its body cannot be read."""
    shape = SHAPES.get(kind)
    if shape is None:
        return None
    try:
        return msgspec.convert(dict(body), shape)
    except msgspec.ValidationError:
        return None
