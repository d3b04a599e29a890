"""Answers told again, spread over sessions, with workers that fail, are cancelled
and are killed with -9: the
same beliefs, cards and lessons as one clean run."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sessions.contracts import Fact
from sessions.ids import StudentId
from tests.tutor_server.modules.mastery.facts import finished, started, tried
from tests.tutor_server.modules.mastery.replay import catch_up, everything, happened, module
from tests.tutor_server.modules.trouble import Victim, failed_and_cancelled, killed, same
from tests.tutor_server.storage.world import World, make_world
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
STUDENTS, RUNS = 6, 12


def life(student: int) -> list[tuple[datetime, list[Fact]]]:
    """A student's runs through lessons, days apart; facts of one run share a time."""
    dice = random.Random(student)
    told, at = [], START
    for run in range(RUNS):
        lesson, name = f"l{dice.randrange(4)}", f"run{run}"
        facts = [started(lesson, run=name)]
        for item in range(dice.randint(1, 6)):
            for attempt in (1, 2):
                right = dice.random() < 0.4 + 0.04 * run
                use = dice.choice(("practice", "quiz", "transfer", "review", "probe"))
                told_of = {"run": name, "lesson": lesson, "skill": lesson, "attempt": attempt}
                aided = dice.random() < 0.2
                facts.append(tried(f"i{item}", right, **told_of, use=use, aided=aided))
                if right:
                    break
        if dice.random() < 0.8:
            facts.append(finished(lesson, run=name))
        told.append((at, facts))
        at += timedelta(hours=dice.choice((1, 7, 20, 100)))
    return told


class Class:
    """A tenant's students by number."""

    def __init__(self, world: World, students: list[StudentId]) -> None:
        self.world = world
        self.students = students

    @classmethod
    async def make(cls, world: World) -> "Class":
        names = [f"Student {n}" for n in range(STUDENTS)]
        made = [
            await world.people.ensure_person(world.tenant, PersonRole.STUDENT, n) for n in names
        ]
        return cls(world, [StudentId(person) for person in made])

    async def tell(self, number: int, *, dice: random.Random | None = None) -> None:
        """A student's life; with dice over three sessions, every run told
        again by other facts, at once or after later runs."""
        student = self.students[number]
        logs = [await self.world.open(student) for _ in range(3 if dice else 1)]
        for at, facts in life(number):
            await happened(self.world, *facts, at=at, owned=dice.choice(logs) if dice else logs[0])
            if dice:
                earlier, retold = dice.choice([(at, facts), *life(number)[:1]])
                again = _again(retold, f"{at}")
                await happened(self.world, *again, at=earlier, owned=dice.choice(logs))

    async def outcome(self) -> list[dict[str, list[dict]]]:
        return [await everything(self.world, student) for student in self.students]


def _again(facts: list[Fact], when: str) -> list[Fact]:
    """The same deeds by other facts."""
    return [Fact(fact_id=f"{f.fact_id} {when}", kind=f.kind, body=f.body) for f in facts]


async def test_the_same_as_a_clean_run(
    world: World, database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(7)
    tidy = await Class.make(world)
    messy = await Class.make(await make_world(world.database, home))
    for number in range(STUDENTS):
        await tidy.tell(number)
        await messy.tell(number, dice=dice)
        await catch_up(tidy.world, tidy.students[number])
    victim = Victim(world=messy.world, students=messy.students, make=module)
    await killed(victim, database_url, home, after=(1, 3, 8), rows=7)
    monkeypatch.setattr("tutor_server.storage.consumers.BATCH", 5)
    assert await failed_and_cancelled(victim, dice, rounds=8, span=(5, 40), share=0.05) > 0
    for student in messy.students:
        await catch_up(messy.world, student)
        assert await catch_up(messy.world, student) == 0
    expected = await tidy.outcome()
    same(expected, await messy.outcome())
    assert sum(len(tables["mastery_attempts"]) for tables in expected) > 150
    assert sum(len(tables["mastery_cards"]) for tables in expected) > STUDENTS
