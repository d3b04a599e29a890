"""The rim of the module: a vote or a rating becomes a row, once however often it is told.

A vote's texts are not copied: the row names the fact in the log that holds them, sealed with the
student's key, so retention and erasure of the log reach them. Knows no ranking.
"""

import logging
from typing import Final

from sessions.contracts import FactKind
from sessions.ids import StudentId, TenantId
from tutor_server.modules.votes.ballots import Rating, Vote, rating_of, vote_of
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection

log = logging.getLogger(__name__)

CONSUMER: Final = "votes"
TABLES: Final = ("votes", "ratings")

_VOTE = """
    INSERT INTO votes (tenant, student, vote, pair, lesson, topic, left_source, right_source,
        choice, seconds, session, seq, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT DO NOTHING
"""

_RATING = """
    INSERT INTO ratings (tenant, student, item_id, source, thumbs, stars, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (student, item_id) DO UPDATE SET source = excluded.source, at = excluded.at,
        thumbs = coalesce(excluded.thumbs, ratings.thumbs),
        stars = coalesce(excluded.stars, ratings.stars)
"""
"""A thumb and stars of one explanation come one after the other; the newest of each counts."""


async def apply(connection: Connection, logged: LoggedFact) -> None:
    """Write one fact's row, in the transaction that moves the cursor. A fact that cannot be read
    is logged and leaves none."""
    kind, body = logged.fact.kind, logged.fact.body
    if kind not in (FactKind.VOTE_CAST, FactKind.RATING_GIVEN):
        return
    vote, rating = vote_of(kind, body), rating_of(kind, body)
    if vote is not None:
        await _add_vote(connection, logged, vote)
    elif rating is not None:
        await _add_rating(connection, logged, rating)
    else:
        log.warning("a fact cannot be read", extra={"kind": kind.value})


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove everything of a student, within the erasure's transaction."""
    for table in TABLES:
        await connection.execute(f"DELETE FROM {table} WHERE student = $1", student)  # noqa: S608 constants


async def _add_vote(connection: Connection, logged: LoggedFact, vote: Vote) -> None:
    await connection.execute(
        _VOTE,
        logged.tenant_id,
        logged.student_id,
        vote.vote,
        vote.pair,
        vote.lesson,
        vote.topic,
        vote.left_source,
        vote.right_source,
        vote.choice.value,
        vote.seconds,
        logged.session_id,
        logged.seq,
        logged.at,
    )


async def _add_rating(connection: Connection, logged: LoggedFact, rating: Rating) -> None:
    await connection.execute(
        _RATING,
        logged.tenant_id,
        logged.student_id,
        rating.item_id,
        rating.source,
        rating.thumbs,
        rating.stars,
        logged.at,
    )
