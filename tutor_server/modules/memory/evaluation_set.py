"""Generated students for the measure of recall: what each told in earlier talks, and how they come
back to it. Pure and seeded; half of all wordings and fills is held out."""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import msgspec

TALKS: Final = 12
"""Earlier talks of a student, one every few days."""
SMALL: Final = 30
"""Further questions in these talks, which nobody comes back to."""
NOW: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
_FILE: Final = Path(__file__).with_name("evaluation_set.toml")
_THINGS: Final = (
    "square number", "noun", "decimal point", "magnet", "triangle", "planet", "verb", "prism",
    "remainder", "volcano", "paragraph", "circuit", "ratio", "habitat", "angle", "loop in Python",
    "list in Python", "thermometer", "synonym", "cube",
)  # fmt: skip
_FRAMES: Final = (
    "What is a {x}?", "Can you explain what a {x} is?", "Why do we need a {x} in class?",
    "I read about a {x} in my school book.", "How do I draw a {x}?", "Is a {x} always the same?",
    "We did something with a {x} today.",
)  # fmt: skip

T = TypeVar("T")


class Half(StrEnum):
    """Which half of the wordings."""

    CHOSEN = "chosen"
    """For choosing weights."""
    HELD_OUT = "held_out"


class _Family(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    fills: list[str]
    told: list[str]
    asked: list[str]


class _Topic(msgspec.Struct, forbid_unknown_fields=True):
    told: str
    asked: list[str]


class _Set(msgspec.Struct, forbid_unknown_fields=True):
    family: list[_Family]
    topic: list[_Topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One message of a student."""

    text: str
    at: datetime
    fact: str = ""
    """The fact it tells; empty when nobody comes back to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A later message that wants a fact."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """What one student said before, in order, and now says."""

    sayings: tuple[Saying, ...]
    queries: tuple[Query, ...]


def students(half: Half, count: int, seed: int) -> Iterator[Student]:
    """So many students; the same seed gives the same students."""
    dice = random.Random(f"{seed}:{half}")  # noqa: S311 generated data, no secret
    for _ in range(count):
        yield _student(half, dice)


@cache
def _read() -> _Set:
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), _Set)


def _student(half: Half, dice: random.Random) -> Student:
    told: list[tuple[str, str]] = []
    queries = []
    for family in _read().family:
        fill = dice.choice(_of(half, family.fills))
        told.append((family.name, dice.choice(_of(half, family.told)).format(x=fill)))
        queries.append(Query(text=dice.choice(_of(half, family.asked)), fact=family.name))
    for topic in dice.sample(_of(half, _read().topic), 3):
        told.append((topic.told, topic.told))
        queries.append(Query(text=dice.choice(topic.asked), fact=topic.told))
    small = [("", dice.choice(_FRAMES).format(x=dice.choice(_THINGS))) for _ in range(SMALL)]
    order = [*told, *small]
    dice.shuffle(order)
    days = sorted(dice.uniform(1, 90) for _ in range(TALKS))[::-1]
    sayings = tuple(
        Saying(
            text=text,
            fact=fact,
            at=NOW - timedelta(days=days[at * TALKS // len(order)]) + timedelta(minutes=at),
        )
        for at, (fact, text) in enumerate(order)
    )
    return Student(sayings=sayings, queries=tuple(queries))


def _of(half: Half, parts: Sequence[T]) -> Sequence[T]:
    middle = len(parts) // 2
    return parts[:middle] if half is Half.CHOSEN else parts[middle:]
