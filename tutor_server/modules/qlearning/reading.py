"""What the database holds of the learners, as the scope may see it. Reads only.

Raises StorageUnavailableError. Knows no HTTP.
"""

from dataclasses import dataclass
from typing import Final

from inference.contracts import JsonValue
from tutor_server.modules.qlearning.report import Day, Outcome
from tutor_server.storage.pool import Database, Row, Scope
from tutor_server.web.paging import Page

MOST_DAYS: Final = 366
MOST_OUTCOMES: Final = 5_000
"""The newest; judging seven policies by that many takes about a second."""

_VALUES: Final = """
    SELECT kind, state, option, count(*) AS students, sum(visits) AS visits,
        sum(rewards) AS rewards, sum(visits * value) / nullif(sum(visits), 0) AS value
    FROM qlearning_values
    WHERE tenant = $1 AND kind = $2 AND ($3::text IS NULL OR student = $3)
    GROUP BY kind, state, option ORDER BY state, option OFFSET $4 LIMIT $5
"""
_DAYS: Final = """
    SELECT day, outcomes, reward, moved FROM (
        SELECT (rewarded_at AT TIME ZONE 'UTC')::date AS day, count(*) AS outcomes,
            avg(reward) AS reward, avg(abs(moved)) AS moved
        FROM qlearning_decisions
        WHERE tenant = $1 AND kind = $2 AND rewarded_at IS NOT NULL
        GROUP BY 1 ORDER BY 1 DESC LIMIT $3
    ) newest ORDER BY day
"""
_OUTCOMES: Final = """
    SELECT decision, student, skill, state, options, chosen, probabilities, source, reward, at
    FROM qlearning_decisions
    WHERE tenant = $1 AND kind = $2 AND rewarded_at IS NOT NULL
    ORDER BY rewarded_at DESC, number DESC LIMIT $3
"""
_OWN: Final = """
    SELECT number, decision, kind, lesson, skill, state, options, chosen, probabilities, source,
        reward, at
    FROM qlearning_decisions WHERE student = $1 AND ($2::bigint IS NULL OR number < $2)
    ORDER BY number DESC LIMIT $3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which values."""

    kind: str
    page: Page
    student: str | None = None
    """None: of everybody whom the scope sees, added up."""


async def read_values(database: Database, scope: Scope, wanted: Wanted) -> list[JsonValue]:
    """By state and option, one more than the limit when there are more."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            _VALUES,
            scope.tenant,
            wanted.kind,
            wanted.student,
            wanted.page.offset,
            wanted.page.limit + 1,
        )
    return [
        {
            "kind": row["kind"],
            "state": row["state"],
            "option": row["option"],
            "students": row["students"],
            "visits": row["visits"],
            "rewards": row["rewards"],
            "reward": row["rewards"] / row["visits"] if row["visits"] else None,
            "value": row["value"],
        }
        for row in rows
    ]


async def read_days(database: Database, scope: Scope, *, kind: str) -> list[Day]:
    """Rewards by day, the oldest first."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(_DAYS, scope.tenant, kind, MOST_DAYS)
    return [
        Day(day=row["day"], outcomes=row["outcomes"], reward=row["reward"], moved=row["moved"])
        for row in rows
    ]


async def read_outcomes(database: Database, scope: Scope, *, kind: str) -> list[Outcome]:
    """The newest decisions with a reward."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(_OUTCOMES, scope.tenant, kind, MOST_OUTCOMES)
    return [
        Outcome(
            decision=row["decision"],
            kind=kind,
            student=row["student"],
            skill=row["skill"],
            state=row["state"],
            options=tuple(row["options"]),
            chosen=row["chosen"],
            probabilities=tuple(row["probabilities"]),
            source=row["source"],
            reward=row["reward"],
            at=row["at"],
        )
        for row in rows
    ]


async def read_own(
    database: Database, scope: Scope, *, before: int | None, limit: int
) -> tuple[list[JsonValue], int | None]:
    """The scope's person's decisions, newest first, and where the next page begins."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(_OWN, scope.person, before, limit + 1)
    place = rows[limit - 1]["number"] if len(rows) > limit else None
    return [_own(row) for row in rows[:limit]], place


def _own(row: Row) -> JsonValue:
    return {
        "decision": row["decision"],
        "kind": row["kind"],
        "lesson": row["lesson"],
        "skill": row["skill"],
        "state": row["state"],
        "options": list(row["options"]),
        "chosen": row["chosen"],
        "probabilities": list(row["probabilities"]),
        "source": row["source"],
        "reward": row["reward"],
        "at": row["at"].isoformat(),
    }
