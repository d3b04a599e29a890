"""A long class's history for replays: what each student did and when, decided by a seed.

The clean telling has every deed once; the rough one tells deeds again, later, from other
sessions and in another order across students. Knows no database.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sessions.contracts import Fact
from tests.tutor_server.modules.xp.facts import CURRICULUM, finished, hinted, rated, tried, voted

START = datetime(2026, 1, 5, 6, tzinfo=UTC)
LESSONS = sorted(lesson for lessons in CURRICULUM.values() for lesson in lessons)
ZONES = ("America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo", "Pacific/Apia", "UTC")

Make = Callable[[], Fact]
"""A fact of a new id that tells the same deed each time."""


@dataclass(frozen=True)
class Told:
    """A fact of one student and its time in the log."""

    student: int
    fact: Fact
    at: datetime


@dataclass(frozen=True)
class Deed:
    """What happened, ready to be told."""

    make: Make
    at: datetime


def deeds_of(student: int, count: int) -> list[Deed]:
    """A student's deeds in order; some days are skipped, some have many."""
    dice = random.Random(student)
    at, deeds = START + timedelta(hours=student), []
    for number in range(count):
        at += timedelta(minutes=dice.choice([1, 5, 40, 300]))
        if dice.random() < 0.04:
            at += timedelta(days=dice.choice([1, 1, 1, 2, 3, 9]))
        deeds.append(Deed(make=_deed(dice, f"{student}-{number}"), at=at))
    return deeds


def _deed(dice: random.Random, name: str) -> Make:
    run, item = f"run-{name}", f"i{dice.randrange(12)}"
    kind = dice.random()
    if kind < 0.12:
        lesson, alone = dice.choice(LESSONS), dice.randrange(5)
        return lambda: finished(lesson, run=run, unaided_right=alone, unaided_total=4)
    if kind < 0.22:
        return lambda: hinted(item, run=run[:-1])
    if kind < 0.28:
        return lambda: voted(f"vote-{name}")
    if kind < 0.32:
        return lambda: rated(f"item-{name}")
    correct, aided = dice.random() < 0.8, dice.random() < 0.2
    attempt, use = dice.randrange(1, 4), dice.choice(["practice", "quiz", "transfer"])
    return lambda: tried(
        item, run=run[:-1], attempt=attempt, correct=correct, aided=aided, use=use
    )


def zones_of(student: int) -> list[tuple[datetime, str]]:
    """Moves of a student: none for some, several for others."""
    dice = random.Random(-student)
    return [
        (START + timedelta(days=11 * n + student % 7, hours=5), dice.choice(ZONES))
        for n in range(student % 5)
    ]


def clean(classroom: Sequence[Sequence[Deed]]) -> Iterator[list[Told]]:
    """One student after the other, each deed once."""
    for student, deeds in enumerate(classroom):
        yield [Told(student, deed.make(), deed.at) for deed in deeds]


def rough(classroom: Sequence[Sequence[Deed]], dice: random.Random) -> Iterator[list[Told]]:
    """Chunks of students in turn; about every third deed is told again up to days later."""
    places = [0] * len(classroom)
    while open_ := [n for n, place in enumerate(places) if place < len(classroom[n])]:
        student = dice.choice(open_)
        begin = places[student]
        places[student] = min(begin + dice.randrange(1, 60), len(classroom[student]))
        chunk: list[Told] = []
        for deed in classroom[student][begin : places[student]]:
            chunk.append(Told(student, deed.make(), deed.at))
            if dice.random() < 0.33:
                again = dice.choice([*classroom[student][: begin + 1], deed])
                late = deed.at + timedelta(hours=dice.randrange(60))
                chunk.append(Told(student, again.make(), max(late, again.at)))
        yield chunk
