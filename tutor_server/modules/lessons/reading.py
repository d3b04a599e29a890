"""Reads a student's progress back, as far as the scope may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sessions.ids import StudentId, TenantId
from sessions.teaching.lesson import Lesson
from tutor_server.errors import NotFoundError
from tutor_server.storage.pool import Connection, Database, Scope

MAX_STUCK: Final = 20

_LESSONS: Final = """
    SELECT lesson, min(started_at) AS started_at, min(finished_at) AS finished_at,
        max(coalesce(finished_at, started_at)) AS last_at,
        count(*) AS runs, count(finished_at) AS finished,
        (array_agg(unaided_right ORDER BY share DESC, unaided_total DESC))[1] AS best_right,
        (array_agg(unaided_total ORDER BY share DESC, unaided_total DESC))[1] AS best_total
    FROM (
        SELECT *, CASE WHEN finished_at IS NULL OR unaided_total = 0 THEN -1
            ELSE unaided_right::float / unaided_total END AS share
        FROM lesson_runs WHERE student = $1
    ) runs
    GROUP BY lesson
"""
_ITEMS: Final = """
    SELECT count(*) FILTER (WHERE attempts > 0) AS tried,
        count(*) FILTER (WHERE is_right) AS right,
        count(*) FILTER (WHERE is_unaided) AS unaided, coalesce(sum(rung), 0) AS hints
    FROM lesson_items WHERE student = $1
"""
# The last time an item was met counts: whoever got it right since is not stuck any more.
_STUCK: Final = """
    SELECT lesson, item, skill, attempts, rung, error, misconception, at FROM (
        SELECT DISTINCT ON (lesson, item) * FROM lesson_items WHERE student = $1
        ORDER BY lesson, item, at DESC
    ) latest
    WHERE attempts >= 2 AND NOT is_right ORDER BY at DESC, lesson, item LIMIT $2
"""
_FINISHED: Final = """
    SELECT EXISTS (SELECT FROM lesson_runs
        WHERE student = $1 AND lesson = $2 AND finished_at IS NOT NULL)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonProgress:
    """How far a student is with one lesson."""

    lesson_id: str
    started_at: datetime
    finished_at: datetime | None
    """When it was first finished."""
    last_at: datetime
    runs: int
    best_right: int
    best_total: int
    """Of the finished run with the best share of unaided right answers; 0 of 0 before that."""

    @property
    def done(self) -> bool:
        """Whether it was finished once."""
        return self.finished_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """An item that was tried twice or more and never right, the last time."""

    lesson_id: str
    item_id: str
    skill: str
    attempts: int
    rung: int
    error: str
    misconception: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Everything about one student."""

    lessons: Mapping[str, LessonProgress]
    """By lesson id, only those that were begun."""
    tried: int
    right: int
    unaided: int
    hints: int
    stuck: tuple[Stuck, ...]

    @property
    def done(self) -> frozenset[str]:
        """The ids of the lessons that are finished."""
        return frozenset(name for name, lesson in self.lessons.items() if lesson.done)


async def read_progress(database: Database, scope: Scope, student: str) -> Progress:
    """A student's progress. Raises NotFoundError for a student whom the scope may not know of,
    StorageUnavailableError."""
    async with database.scoped(scope) as connection:
        known = await connection.fetchval("SELECT true FROM people WHERE id = $1", student)
        if not known:
            raise NotFoundError("There is no such student.")
        lessons = await read_lessons(connection, student)
        items = await connection.fetchrow(_ITEMS, student)
        stuck = await connection.fetch(_STUCK, student, MAX_STUCK)
    counts = dict(items) if items is not None else {}
    return Progress(
        lessons=lessons,
        tried=counts.get("tried", 0),
        right=counts.get("right", 0),
        unaided=counts.get("unaided", 0),
        hints=counts.get("hints", 0),
        stuck=tuple(
            Stuck(
                lesson_id=row["lesson"],
                item_id=row["item"],
                skill=row["skill"],
                attempts=row["attempts"],
                rung=row["rung"],
                error=row["error"],
                misconception=row["misconception"],
                at=row["at"],
            )
            for row in stuck
        ),
    )


async def was_finished(
    database: Database, tenant: TenantId, student: StudentId, lesson: Lesson
) -> bool:
    """Whether a student has come to the end of a lesson before. Raises StorageUnavailableError."""
    async with database.as_tenant(tenant) as connection:
        return bool(await connection.fetchval(_FINISHED, student, lesson.lesson_id))


async def read_lessons(connection: Connection, student: str) -> dict[str, LessonProgress]:
    """The lessons that a student has begun, by id."""
    return {
        row["lesson"]: LessonProgress(
            lesson_id=row["lesson"],
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            last_at=row["last_at"],
            runs=row["runs"],
            best_right=row["best_right"] if row["finished"] else 0,
            best_total=row["best_total"] if row["finished"] else 0,
        )
        for row in await connection.fetch(_LESSONS, student)
    }
