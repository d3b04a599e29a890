"""Votes and ratings as they are read from facts. Pure; knows no text and no table.

Whatever does not fit is nothing. A fact's plain part says who was compared and what was chosen;
the texts stay sealed in the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias, TypeVar

import msgspec

from inference.contracts import JsonValue
from sessions.ballot import Choice
from sessions.contracts import FactKind

Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Name: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A choice between two explanations."""

    vote: Id
    pair: Id
    left_source: Id
    right_source: Id
    choice: Choice
    lesson: Name = ""
    topic: Name = ""
    seconds: Annotated[float, msgspec.Meta(ge=0)] | None = None
    """From seeing the pair to the choice; None when unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A thumb or stars for one explanation."""

    item_id: Id
    source: Id
    thumbs: Literal[-1, 1] | None = None
    stars: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None


def vote_of(kind: FactKind, body: Mapping[str, JsonValue]) -> Vote | None:
    """The vote of a fact; None when it is none or cannot be read."""
    return _read(body, Vote) if kind is FactKind.VOTE_CAST else None


def rating_of(kind: FactKind, body: Mapping[str, JsonValue]) -> Rating | None:
    """The rating of a fact; None when it is none, says nothing or cannot be read."""
    found = _read(body, Rating) if kind is FactKind.RATING_GIVEN else None
    if found is None or (found.thumbs is None and found.stars is None):
        return None
    return found


def _read(body: Mapping[str, JsonValue], shape: type[T]) -> T | None:
    try:
        return msgspec.convert(dict(body), shape)
    except msgspec.ValidationError:
        return None
