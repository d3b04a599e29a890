"""Talks read with workers that fail, are cancelled and are killed with -9 leave the same memory as
one clean run: nothing twice, nothing lost, nothing of a deleted item."""

import asyncio
import random
import subprocess
import sys
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
    memory_of,
    replied,
    said,
)
from tests.tutor_server.storage.world import World, make_world, until
from tutor_server.errors import StorageUnavailableError
from tutor_server.modules.memory.evaluation_set import Half, students
from tutor_server.modules.memory.store import CONSUMER
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[4]
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

    def pending(self) -> list[Pending]:
        return [Pending(tenant_id=self.world.tenant, student_id=one) for one in self.people]


class Trouble:
    """The module's effect, failing now and then before and after its work."""

    def __init__(self, world: World, dice: random.Random) -> None:
        self._memory, self._dice = memory_of(world), dice
        self.seen = self.faults = 0

    async def __call__(self, connection, logged) -> None:  # type: ignore[no-untyped-def]
        self.seen += 1
        self._maybe()
        await self._memory.apply(connection, logged)
        self._maybe()

    def _maybe(self) -> None:
        if self._dice.random() < 0.02:
            self.faults += 1
            raise StorageUnavailableError


async def work(many: Class, effect: Trouble, dice: random.Random) -> None:
    consumers = Consumers(many.world.database, many.world.keys)
    while True:
        try:
            await consumers.apply(CONSUMER, dice.choice(many.pending()), effect)
        except StorageUnavailableError:
            continue


async def cancelled_workers(many: Class, effect: Trouble, dice: random.Random) -> None:
    """Three workers side by side, cancelled wherever they are, and begun again."""
    for _ in range(6):
        enough = effect.seen + dice.randrange(5, 40)

        async def far_enough(goal: int = enough) -> bool:
            left = [who for who in many.pending() if await behind(many.world, who)]
            return effect.seen >= goal or not left

        tasks = [asyncio.create_task(work(many, effect, dice)) for _ in range(3)]
        await until(far_enough)
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends


async def behind(world: World, who: Pending) -> bool:
    consumers = Consumers(world.database, world.keys)
    return who in await consumers.pending(CONSUMER, limit=10_000)


async def killed_processes(many: Class, database_url: str, home: Path) -> None:
    """Processes of the module, each killed after a few batches."""
    for batches in (1, 3):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.tutor_server.modules.memory.memory_process",
            database_url, str(home), many.world.tenant, *many.people,
            stdout=subprocess.PIPE, cwd=REPOSITORY,
        )  # fmt: skip
        assert process.stdout is not None
        for _ in range(batches):
            assert await process.stdout.readline() == b"batch\n"
        process.kill()
        await process.wait()


async def test_the_same_as_a_clean_run(
    world: World, database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(3)
    tidy = await Class.make(world)
    for student in tidy.people:
        await catch_up(world, student)

    messy = await Class.make(await make_world(world.database, home))
    await killed_processes(messy, database_url, home)
    monkeypatch.setattr("tutor_server.storage.consumers.BATCH", 5)
    trouble = Trouble(messy.world, dice)
    await cancelled_workers(messy, trouble, dice)
    for student in messy.people:
        await catch_up(messy.world, student)
        assert await catch_up(messy.world, student) == 0
    assert trouble.faults > 0

    expected = await tidy.outcome()
    for mine, theirs in zip(expected, await messy.outcome(), strict=True):
        assert theirs == mine
    rows = [row for one in expected[:STUDENTS] for row in one]  # type: ignore[attr-defined]
    assert len(rows) > 100
    assert max(row["times"] for row in rows) > 1
