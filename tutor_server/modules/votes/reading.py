"""Votes as rows, read for a ranking or shown to the student who cast them. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Final

from inference.contracts import JsonValue
from sessions.ballot import Choice
from tutor_server.modules.votes.comparisons import Comparison
from tutor_server.modules.votes.report import Evidence, Ratings
from tutor_server.storage.pool import Database, Row, Scope

ELO_VOTES: Final = 20_000
"""Elo forgets anyway; older votes would only make it slower."""
MAX_TOPICS: Final = 200

# $1 tenant, $2 topic or NULL, $3 only votes that may be learned from.
_WANTED: Final = """
    tenant = $1 AND ($2::text IS NULL OR topic = $2)
    AND (NOT $3 OR app_may_learn_from_votes(tenant, student))
"""
_COUNTS: Final = f"""
    SELECT left_source, right_source, choice, count(*) AS votes FROM votes WHERE {_WANTED}
    GROUP BY left_source, right_source, choice
"""  # noqa: S608 a constant
_RECENT: Final = f"""
    SELECT left_source, right_source, choice FROM (
        SELECT * FROM votes WHERE {_WANTED} ORDER BY at DESC, number DESC LIMIT $4
    ) newest ORDER BY at, number
"""  # noqa: S608 a constant
_RATINGS: Final = """
    SELECT source, count(*) FILTER (WHERE thumbs = 1) AS up,
        count(*) FILTER (WHERE thumbs = -1) AS down, count(stars) AS stars,
        avg(stars)::float8 AS star_mean
    FROM ratings WHERE tenant = $1 AND (NOT $2 OR app_may_learn_from_votes(tenant, student))
    GROUP BY source
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which votes count."""

    topic: str | None = None
    """One topic; None for all."""
    consented: bool = False
    """Only of students with a standing consent that their votes are learned from: what a router
    or a policy may use. Without it the ranking is a report to staff."""


async def read_evidence(database: Database, scope: Scope, wanted: Wanted) -> Evidence:
    """What the scope's tenant voted. Raises StorageUnavailableError."""
    chosen = (scope.tenant, wanted.topic, wanted.consented)
    async with database.scoped(scope) as connection:
        counts = await connection.fetch(_COUNTS, *chosen)
        recent = await connection.fetch(_RECENT, *chosen, ELO_VOTES)
        ratings = await connection.fetch(_RATINGS, scope.tenant, wanted.consented)
    return Evidence(
        votes=tuple(chain.from_iterable(repeat(_comparison(row), row["votes"]) for row in counts)),
        recent=tuple(_comparison(row) for row in recent),
        ratings={
            row["source"]: Ratings(
                up=row["up"], down=row["down"], stars=row["stars"], star_mean=row["star_mean"]
            )
            for row in ratings
        },
    )


async def read_topics(database: Database, scope: Scope) -> list[JsonValue]:
    """Topics with votes, those with most first."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            "SELECT topic, count(*) AS votes FROM votes WHERE tenant = $1 AND topic <> ''"
            " GROUP BY topic ORDER BY votes DESC, topic LIMIT $2",
            scope.tenant,
            MAX_TOPICS,
        )
    return [dict(row) for row in rows]


async def read_own(
    database: Database, scope: Scope, *, before: int | None, limit: int
) -> tuple[list[JsonValue], int | None]:
    """The scope's person's votes, newest first, and where the next page begins. Sources stay
    hidden, so that a later vote on them is not swayed."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            "SELECT number, vote, pair, lesson, topic, choice, seconds, at FROM votes"
            " WHERE student = $1 AND ($2::bigint IS NULL OR number < $2)"
            " ORDER BY number DESC LIMIT $3",
            scope.person,
            before,
            limit + 1,
        )
    return [_own(row) for row in rows[:limit]], next_place(rows, limit)


def next_place(rows: Sequence[Row], limit: int) -> int | None:
    """The number to go on before, when there are more rows than the limit."""
    return rows[limit - 1]["number"] if len(rows) > limit else None


def _comparison(row: Row) -> Comparison:
    return Comparison(
        left=row["left_source"], right=row["right_source"], choice=Choice(row["choice"])
    )


def _own(row: Row) -> JsonValue:
    return {
        "vote": row["vote"],
        "pair": row["pair"],
        "lesson": row["lesson"],
        "topic": row["topic"],
        "choice": row["choice"],
        "seconds": row["seconds"],
        "at": row["at"].isoformat(),
    }
