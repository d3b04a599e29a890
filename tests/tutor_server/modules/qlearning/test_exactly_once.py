"""A term of lessons, told again and again, by workers that fail, are cancelled and are killed with
-9: the same values, counts and rewards as one clean run."""

import random
from pathlib import Path

import pytest

from sessions.ids import StudentId
from tests.tutor_server.modules.qlearning.facts import catch_up, module
from tests.tutor_server.modules.qlearning.history import Told, rough, weeks_of
from tests.tutor_server.modules.trouble import Victim, failed_and_cancelled, killed, same
from tests.tutor_server.storage.world import World, make_world
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

STUDENTS, LESSONS = 6, 40


class Class:
    """A tenant's students by number."""

    def __init__(self, world: World, students: list[StudentId]) -> None:
        self.world = world
        self.students = students

    @classmethod
    async def make(cls, world: World) -> "Class":
        students = [
            StudentId(await world.people.ensure_person(world.tenant, PersonRole.STUDENT, f"S {n}"))
            for n in range(STUDENTS)
        ]
        return cls(world, students)

    async def tell(self, number: int, told: list[Told], *, sessions: int) -> None:
        """Put the facts into the log, in order, spread over sessions, each at its time."""
        logs = [await self.world.open(self.students[number]) for _ in range(sessions)]
        dice = random.Random(number)
        while told:
            size = dice.randrange(1, 15)
            chunk, told = told[:size], told[size:]
            await dice.choice(logs).append([one.fact for one in chunk])
            async with self.world.database.as_tenant(self.world.tenant) as connection:
                await connection.execute(
                    "UPDATE events e SET at = t.at"
                    " FROM unnest($2::text[], $3::timestamptz[]) AS t (fact_id, at)"
                    " WHERE e.student = $1 AND e.fact_id = t.fact_id",
                    self.students[number],
                    [one.fact.fact_id for one in chunk],
                    [one.at for one in chunk],
                )

    async def outcome(self) -> list[dict[str, list[dict[str, object]]]]:
        """Everything that the module keeps, per student, without the students' ids."""
        found = []
        async with self.world.database.as_tenant(self.world.tenant) as connection:
            for student in self.students:
                tables = {}
                for table, columns, order in (
                    ("qlearning_values", "kind, state, option, visits, rewards, value", "1, 2, 3"),
                    (
                        "qlearning_decisions",
                        "decision, chosen, state, at, run, item, reward, share, finished_at,"
                        " solved, later_right, later_total, done, visit, moved, rewarded_at",
                        "decision",
                    ),
                    ("qlearning_students", "profile", "1"),
                    ("qlearning_deeds", "deed, at", "deed"),
                ):
                    rows = await connection.fetch(
                        f"SELECT {columns} FROM {table} WHERE student = $1 ORDER BY {order}",  # noqa: S608
                        student,
                    )
                    tables[table] = [dict(row) for row in rows]
                found.append(tables)
        return found


async def test_the_same_as_a_clean_run(
    world: World, database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(7)
    terms = [weeks_of(number, LESSONS) for number in range(STUDENTS)]
    tidy = await Class.make(world)
    for number, term in enumerate(terms):
        await tidy.tell(number, term, sessions=1)
        await catch_up(world, tidy.students[number])

    messy = await Class.make(await make_world(world.database, home))
    for number, term in enumerate(terms):
        again = rough(term, dice)
        assert len(again) > 1.2 * len(term)
        await messy.tell(number, again, sessions=3)
    victim = Victim(world=messy.world, students=messy.students, make=module)
    await killed(victim, database_url, home, after=(1, 3), rows=7)
    monkeypatch.setattr("tutor_server.storage.consumers.BATCH", 11)
    assert await failed_and_cancelled(victim, dice, rounds=10, span=(10, 80), share=0.02) > 0
    for student in messy.students:
        await catch_up(messy.world, student)
        assert await catch_up(messy.world, student) == 0

    expected = await tidy.outcome()
    same(expected, await messy.outcome())
    decisions = [row for tables in expected for row in tables["qlearning_decisions"]]
    assert sum(row["reward"] is not None for row in decisions) > 200
    assert sum(row["later_total"] > 0 for row in decisions) > 50
    assert any(row["solved"] for row in decisions)
