"""What the database holds of a student's knowledge, as the scope may see it.

Raises StorageUnavailableError. Knows no rule and no HTTP.
"""

from dataclasses import dataclass
from datetime import datetime

from inference.contracts import JsonValue
from tutor_server.modules.mastery.bkt import MASTERED
from tutor_server.modules.mastery.cards import Memory, recall
from tutor_server.modules.mastery.recommend import Due, Known, Mastery, Visited
from tutor_server.storage.pool import Database, Row, Scope
from tutor_server.web.paging import Page

_SKILLS = """
    SELECT s.skill, s.p_known, s.next_right, s.right_answers, s.wrong_answers, s.proved, s.lesson,
        s.last_at, c.stability, c.difficulty, c.due, c.reviewed_at
    FROM mastery_skills s LEFT JOIN mastery_cards c ON c.student = s.student AND c.skill = s.skill
    WHERE s.student = $1 ORDER BY s.skill OFFSET $2 LIMIT $3
"""
_DUE = """
    SELECT skill, lesson, stability, difficulty, due, reviewed_at FROM mastery_cards
    WHERE student = $1 AND due <= $2 ORDER BY due, skill OFFSET $3 LIMIT $4
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """Skills that are due."""

    rows: list[JsonValue]
    """One more than the page's limit when there are more."""
    next_due: datetime | None
    """When the first of the others will be."""


async def is_student(database: Database, scope: Scope, student: str) -> bool:
    """Whether there is such a student and the scope may know it."""
    async with database.scoped(scope) as connection:
        found = await connection.fetchval(
            "SELECT true FROM people WHERE id = $1 AND role = 'student' AND erased_at IS NULL",
            student,
        )
    return bool(found)


async def read_skills(
    database: Database, scope: Scope, *, student: str, page: Page, now: datetime
) -> list[JsonValue]:
    """The student's skills by name, one more than the page's limit when there are more."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(_SKILLS, student, page.offset, page.limit + 1)
    return [
        {
            "skill": row["skill"],
            "p_known": row["p_known"],
            "known": row["p_known"] >= MASTERED,
            "proved": row["proved"],
            "next_right": row["next_right"],
            "right": row["right_answers"],
            "wrong": row["wrong_answers"],
            "lesson": row["lesson"],
            "last_at": row["last_at"].isoformat(),
            **({"recall": None, "due": None} if row["due"] is None else _card(row, now)),
        }
        for row in rows
    ]


async def read_reviews(database: Database, scope: Scope, *, page: Page, now: datetime) -> Reviews:
    """The skills of the scope's person that are due, the longest due first."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(_DUE, scope.person, now, page.offset, page.limit + 1)
        next_due = await connection.fetchval(
            "SELECT min(due) FROM mastery_cards WHERE student = $1 AND due > $2", scope.person, now
        )
    return Reviews(
        rows=[{"skill": row["skill"], "lesson": row["lesson"], **_card(row, now)} for row in rows],
        next_due=next_due,
    )


async def read_mastery(
    database: Database, scope: Scope, *, grade: int, now: datetime
) -> tuple[Mastery, list[Due]]:
    """Everything that a recommendation to the scope's person needs."""
    async with database.scoped(scope) as connection:
        skills = await connection.fetch(
            "SELECT skill, p_known, proved FROM mastery_skills WHERE student = $1", scope.person
        )
        lessons = await connection.fetch(
            "SELECT lesson, seen_at, cardinality(finished_runs) AS finished FROM mastery_lessons"
            " WHERE student = $1",
            scope.person,
        )
        due = await connection.fetch(
            "SELECT skill, lesson, due FROM mastery_cards WHERE student = $1 AND due <= $2",
            scope.person,
            now,
        )
    mastery = Mastery(
        grade=grade,
        skills={
            row["skill"]: Known(p_known=row["p_known"], proved=row["proved"]) for row in skills
        },
        lessons={
            row["lesson"]: Visited(seen_at=row["seen_at"], finished=row["finished"])
            for row in lessons
        },
    )
    return mastery, [Due(skill=r["skill"], lesson=r["lesson"], due=r["due"]) for r in due]


def _card(row: Row, now: datetime) -> dict[str, JsonValue]:
    memory = Memory(
        stability=row["stability"],
        difficulty=row["difficulty"],
        due=row["due"],
        reviewed_at=row["reviewed_at"],
    )
    return {"recall": recall(memory, now), "due": memory.due.isoformat()}
