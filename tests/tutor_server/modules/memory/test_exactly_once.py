"""Talks read with workers that fail, are cancelled and are killed with -9 leave the same memory as
one clean run: nothing twice, nothing lost, nothing of a deleted item."""

import random
from pathlib import Path

import pytest

from sessions.contracts import Fact, FactKind
from sessions.ids import StudentId
from tests.tutor_server.modules.memory.talk import (
    catch_up,
    consent,
    fact,
    happened,
    kept,
    module,
    replied,
    said,
)
from tests.tutor_server.modules.trouble import Victim, failed_and_cancelled, killed
from tests.tutor_server.storage.world import World, make_world
from tutor_server.modules.memory.evaluation_set import Half, students
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

STUDENTS = 4


def talks(number: int) -> list[list[Fact]]:
    """A student's sessions; the second repeats some of the first, the third takes some back."""
    (student,) = students(Half.CHOSEN, 1, number)
    texts = [saying.text for saying in student.sayings]
    first = [said(text, item=f"i{n}") for n, text in enumerate(texts)]
    second = [said(text.upper(), item=f"u{n}") for n, text in enumerate(texts[::3])]
    promise = replied("Next time we will do decimals.", item="p")
    gone = [fact(FactKind.ITEM_DELETED, {"item_id": f"i{n}"}) for n in range(0, len(texts), 5)]
    third = [promise, said("I love quiet rooms", item="i0"), *gone]
    lesson = fact(FactKind.LESSON_STARTED, {"run": "r", "lesson": "angles"})
    return [first, [*second, lesson, lesson], third]


class Class:
    """A tenant's students by number."""

    def __init__(self, world: World, people: list[StudentId]) -> None:
        self.world, self.people = world, people

    @classmethod
    async def make(cls, world: World) -> "Class":
        people = []
        for n in range(STUDENTS):
            made = await world.people.ensure_person(world.tenant, PersonRole.STUDENT, f"S {n}")
            people.append(StudentId(made))
            await consent(world, people[-1])
            for facts in talks(n):
                await happened(world, *facts, student=people[-1])
        return cls(world, people)

    async def outcome(self) -> list[object]:
        """Everything that is kept, without what differs by chance."""
        found: list[object] = []
        async with self.world.database.as_tenant(self.world.tenant) as connection:
            for student in self.people:
                rows = await connection.fetch(
                    "SELECT piece, kind, item, student_seq, times, at, embedding::text AS vector"
                    " FROM memory_pieces WHERE student = $1 ORDER BY student_seq, piece",
                    student,
                )
                found.append([dict(row) for row in rows])
        found += [await kept(self.world, student) for student in self.people]
        return found


async def test_the_same_as_a_clean_run(
    world: World, database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(3)
    tidy = await Class.make(world)
    for student in tidy.people:
        await catch_up(world, student)

    messy = await Class.make(await make_world(world.database, home))
    victim = Victim(world=messy.world, students=messy.people, make=module)
    await killed(victim, database_url, home, after=(1, 3), rows=7)
    monkeypatch.setattr("tutor_server.storage.consumers.BATCH", 5)
    faults = await failed_and_cancelled(victim, dice, rounds=6, span=(5, 40), share=0.02)
    for student in messy.people:
        await catch_up(messy.world, student)
        assert await catch_up(messy.world, student) == 0
    assert faults > 0

    expected = await tidy.outcome()
    for mine, theirs in zip(expected, await messy.outcome(), strict=True):
        assert theirs == mine
    rows = [row for one in expected[:STUDENTS] for row in one]  # type: ignore[attr-defined]
    assert len(rows) > 100
    assert max(row["times"] for row in rows) > 1
