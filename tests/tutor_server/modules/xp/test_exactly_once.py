"""10,000 events, told again, out of order across students, with workers that fail, are cancelled
and are killed with -9: the same XP, streaks, achievements, news and ranks as one clean run."""

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sessions.ids import StudentId
from tests.tutor_server.modules.trouble import Victim, failed_and_cancelled, killed, same
from tests.tutor_server.modules.xp.history import (
    START,
    Deed,
    Told,
    clean,
    deeds_of,
    rough,
    zones_of,
)
from tests.tutor_server.modules.xp.replay import catch_up, module
from tests.tutor_server.storage.world import World, make_world
from tutor_server.modules.xp.choices import set_time_zone, show_on_leaderboard
from tutor_server.modules.xp.leaderboard import read_places
from tutor_server.modules.xp.store import week_of
from tutor_server.storage.event_log import OwnedLog
from tutor_server.storage.people import PersonRole
from tutor_server.web.paging import Page

pytestmark = pytest.mark.slow

STUDENTS, DEEDS = 20, 500
"""10,000 events."""


class Class:
    """A tenant's students by number."""

    def __init__(self, world: World, students: list[StudentId]) -> None:
        self.world = world
        self.students = students

    @classmethod
    async def make(cls, world: World) -> "Class":
        people = world.people
        students = []
        for n in range(STUDENTS):
            made = await people.ensure_person(world.tenant, PersonRole.STUDENT, f"Student {n}")
            students.append(StudentId(made))
            scope = world.as_("student", made)
            for since, zone in zones_of(n):
                await set_time_zone(world.database, scope, zone=zone, now=since)
            await show_on_leaderboard(world.database, scope, show=n % 4 > 0)
        return cls(world, students)

    async def tell(
        self, chunks: Iterable[list[Told]], *, sessions: int, dice: random.Random
    ) -> int:
        """Put the facts into the log, spread over sessions, each at its time."""
        logs: dict[int, list[OwnedLog]] = {}
        told = 0
        for chunk in chunks:
            student = chunk[0].student
            if student not in logs:
                logs[student] = [
                    await self.world.open(self.students[student]) for _ in range(sessions)
                ]
            await dice.choice(logs[student]).append([entry.fact for entry in chunk])
            await self._stamp(chunk)
            told += len(chunk)
        return told

    async def _stamp(self, chunk: list[Told]) -> None:
        student = self.students[chunk[0].student]
        async with self.world.database.as_tenant(self.world.tenant) as connection:
            await connection.execute(
                "UPDATE events e SET at = t.at"
                " FROM unnest($2::text[], $3::timestamptz[]) AS t (fact_id, at)"
                " WHERE e.student = $1 AND e.fact_id = t.fact_id",
                student,
                [entry.fact.fact_id for entry in chunk],
                [entry.at for entry in chunk],
            )

    async def outcome(self) -> list[dict[str, list[dict]]]:
        """Everything that the module keeps, per student, without the students' ids."""
        found = []
        async with self.world.database.as_tenant(self.world.tenant) as connection:
            for student in self.students:
                tables = {}
                for table, columns, order in (
                    ("xp_standing", "total, last_award, last_notice, standing", "1"),
                    ("xp_awards", "award, seq, source, amount, lesson, day, at", "seq"),
                    ("xp_achievements", "achievement, at", "achievement"),
                    ("xp_weeks", "week, xp", "week"),
                    ("xp_notices", "seq, kind, body, at", "seq"),
                    ("xp_deeds", "deed, at", "deed"),
                ):
                    rows = await connection.fetch(
                        f"SELECT {columns} FROM {table} WHERE student = $1 ORDER BY {order}",  # noqa: S608
                        student,
                    )
                    tables[table] = [dict(row) for row in rows]
                found.append(tables)
        return found

    async def ranks(self, week: date) -> set[tuple[int, int, int]]:
        """Student, rank and XP of a week's board."""
        scope = self.world.as_("student", self.students[0])
        places = await read_places(self.world.database, scope, week, Page(limit=100))
        numbers = {student: n for n, student in enumerate(self.students)}
        return {(numbers[place.student], place.rank, place.xp) for place in places}


def last_time(classroom: list[list[Deed]]) -> datetime:
    return max(deeds[-1].at for deeds in classroom)


async def test_the_same_as_a_clean_run(
    world: World, database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(7)
    classroom = [deeds_of(n, DEEDS) for n in range(STUDENTS)]
    tidy = await Class.make(world)
    assert await tidy.tell(clean(classroom), sessions=1, dice=dice) == STUDENTS * DEEDS
    for student in tidy.students:
        await catch_up(world, student)

    messy = await Class.make(await make_world(world.database, home))
    assert await messy.tell(rough(classroom, dice), sessions=3, dice=dice) > 12_000
    victim = Victim(world=messy.world, students=messy.students, make=module)
    await killed(victim, database_url, home, after=(1, 4, 9), rows=20)
    monkeypatch.setattr("tutor_server.storage.consumers.BATCH", 17)
    assert await failed_and_cancelled(victim, dice, rounds=15, span=(20, 400), share=0.004) > 0
    for student in messy.students:
        await catch_up(messy.world, student)
        assert await catch_up(messy.world, student) == 0

    expected = await tidy.outcome()
    same(expected, await messy.outcome())
    week, last = week_of(START.date()), last_time(classroom).date()
    boards = 0
    while week <= last:
        assert await messy.ranks(week) == await tidy.ranks(week)
        boards += bool(await tidy.ranks(week))
        week += timedelta(days=7)
    assert boards >= 5
    assert sum(len(tables["xp_achievements"]) for tables in expected) > 5 * STUDENTS
