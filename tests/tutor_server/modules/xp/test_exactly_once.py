"""10,000 events, told again, out of order across students, with workers that fail, are cancelled
and are killed with -9: the same XP, streaks, achievements, news and ranks as one clean run."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sessions.ids import StudentId
from tests.tutor_server.modules.xp.history import (
    START,
    Deed,
    Told,
    clean,
    deeds_of,
    rough,
    zones_of,
)
from tests.tutor_server.modules.xp.replay import XP, catch_up
from tests.tutor_server.storage.world import World, make_world, until
from tutor_server.errors import StorageUnavailableError
from tutor_server.modules.xp.choices import set_time_zone, show_on_leaderboard
from tutor_server.modules.xp.leaderboard import read_places
from tutor_server.modules.xp.store import CONSUMER, week_of
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.event_log import OwnedLog
from tutor_server.storage.people import PersonRole
from tutor_server.web.paging import Page

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[4]
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

    async def outcome(self) -> list[dict[str, object]]:
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

    def pending(self) -> list[Pending]:
        return [
            Pending(tenant_id=self.world.tenant, student_id=student) for student in self.students
        ]


class Trouble:
    """The module's effect, failing now and then before, in and after its work."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self.seen = 0
        self.faults = 0

    async def __call__(self, connection, logged) -> None:
        self.seen += 1
        await self._maybe()
        await XP.apply(connection, logged)
        await self._maybe()

    async def _maybe(self) -> None:
        if self._dice.random() < 0.004:
            self.faults += 1
            raise StorageUnavailableError


async def work(many: Class, effect: Trouble, dice: random.Random) -> None:
    """One of several workers, until somebody cancels it: any student, whatever happens."""
    consumers = Consumers(many.world.database, many.world.keys)
    while True:
        try:
            await consumers.apply(CONSUMER, dice.choice(many.pending()), effect)
        except StorageUnavailableError:
            continue


async def cancelled_workers(many: Class, effect: Trouble, dice: random.Random) -> None:
    """Three workers side by side, cancelled wherever they are, and begun again."""
    for _ in range(15):
        enough = effect.seen + dice.randrange(20, 400)

        async def far_enough(goal: int = enough) -> bool:
            return effect.seen >= goal

        tasks = [asyncio.create_task(work(many, effect, dice)) for _ in range(3)]
        await until(far_enough)
        for _ in range(dice.randrange(20)):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends


async def killed_processes(many: Class, database_url: str, home: Path) -> None:
    """Processes of the module, each killed after a few batches."""
    for batches in (1, 4, 9):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.tutor_server.modules.xp.xp_process",
            database_url, str(home), many.world.tenant, *many.students,
            stdout=subprocess.PIPE, cwd=REPOSITORY,
        )  # fmt: skip
        assert process.stdout is not None
        for _ in range(batches):
            assert await process.stdout.readline() == b"batch\n"
        process.kill()
        await process.wait()


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
    await killed_processes(messy, database_url, home)
    monkeypatch.setattr("tutor_server.storage.consumers.BATCH", 17)
    trouble = Trouble(dice)
    await cancelled_workers(messy, trouble, dice)
    assert trouble.faults > 0
    for student in messy.students:
        await catch_up(messy.world, student)
        assert await catch_up(messy.world, student) == 0

    expected, found = await tidy.outcome(), await messy.outcome()
    for number, (mine, theirs) in enumerate(zip(expected, found, strict=True)):
        for table, rows in mine.items():
            assert theirs[table] == rows, (number, table)
    week, last = week_of(START.date()), last_time(classroom).date()
    boards = 0
    while week <= last:
        assert await messy.ranks(week) == await tidy.ranks(week)
        boards += bool(await tidy.ranks(week))
        week += timedelta(days=7)
    assert boards >= 5
    assert sum(len(tables["xp_achievements"]) for tables in expected) > 5 * STUDENTS
