"""What happened, read from facts; anything that does not fit is nothing. Pure.

A deed's key is made of what happened, not of the fact that says so: the same deed told twice,
by whichever session, has the same key.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from inference.contracts import JsonValue
from sessions.contracts import FactKind

Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Text: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]

Kind: TypeAlias = Literal["format", "fix"]
MOST_OPTIONS: Final = 20
PROBE: Final = "probe"
"""Use of an item that tells a misconception from a slip; it shows nothing of a skill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMade:
    """A choice, with the probabilities that it was drawn by."""

    decision: Id
    kind: Kind
    lesson: Id
    skill: Id
    state: Text
    """Empty when the choice did not look at it."""
    options: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=MOST_OPTIONS)]
    chosen: Id
    probabilities: tuple[Share, ...]
    source: Id
    """Who chose: explore.Source, or another policy before this one."""
    run: Text = ""
    """FIX: the lesson's, and `item` what failed; empty: the newest attempt's."""
    item: Text = ""

    @property
    def key(self) -> str:
        """One per decision."""
        return key("decision", self.decision)

    def __post_init__(self) -> None:
        if self.chosen not in self.options or len(self.options) != len(self.probabilities):
            raise ValueError("the choice does not fit the options")


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonStarted:
    """A run through a lesson began."""

    run: Id
    lesson: Id
    decision: Text = ""
    """That chose its format; empty when somebody did."""

    @property
    def key(self) -> str:
        """One per run."""
        return key("started", self.run)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFinished:
    """A run came to its end."""

    run: Id
    lesson: Id
    decision: Text = ""
    unaided_right: Count = 0
    unaided_total: Count = 0

    @property
    def key(self) -> str:
        """One per run."""
        return key("finished", self.run)

    @property
    def share(self) -> float:
        """Of the items tried without help, how many were right; 0 when there was none, because
        nothing was shown."""
        return min(1.0, self.unaided_right / self.unaided_total) if self.unaided_total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTried:
    """An answer to an item."""

    run: Id
    lesson: Id
    item: Id
    skill: Text
    use: Text
    correct: bool
    aided: bool
    attempt: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    """From 1 for each item of a run."""
    hints: Count = 0
    error: Text = ""

    @property
    def key(self) -> str:
        """One per attempt."""
        return key("tried", self.run, self.item, str(self.attempt))

    @property
    def shows_alone(self) -> bool:
        """Whether it says what the student can do alone: a first try without help."""
        return self.attempt == 1 and not self.aided and self.use != PROBE


Deed: TypeAlias = DecisionMade | LessonStarted | LessonFinished | ItemTried

SHAPES: Final[Mapping[FactKind, type[Deed]]] = {
    FactKind.DECISION_MADE: DecisionMade,
    FactKind.LESSON_STARTED: LessonStarted,
    FactKind.LESSON_FINISHED: LessonFinished,
    FactKind.ITEM_ATTEMPTED: ItemTried,
}


def key(*parts: str) -> str:
    """Parts that may hold any character, joined so that no two lists make the same key."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def deed_of(kind: FactKind, body: Mapping[str, JsonValue]) -> Deed | None:
    """The deed of a fact; None when it is none or its body cannot be read."""
    shape = SHAPES.get(kind)
    if shape is None:
        return None
    try:
        return msgspec.convert(dict(body), shape)
    except msgspec.ValidationError:
        return None
