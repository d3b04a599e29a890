"""The live news of a student's XP: written with the awards, read by the live session.

An outbox: rows are numbered per student and committed with what they tell, so none is told that
did not happen and none is lost. Whoever shows them remembers the last number shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inference.contracts import JsonValue
from tutor_server.modules.xp.achievements import Achievement
from tutor_server.modules.xp.levels import begins_at, progress
from tutor_server.modules.xp.standing import Outcome
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection, Database, Scope

XP: Final = "tutor.xp"
LEVEL: Final = "tutor.level"
ACHIEVEMENT: Final = "tutor.achievement"
PAGE: Final = 100
"""Notices per read; more wait for the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One event, before it has a number."""

    kind: str
    """The wire event's type."""
    body: dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One event of a student's outbox."""

    seq: int
    """From 1, without gaps, in order."""
    kind: str
    body: dict[str, JsonValue]


def news_of(outcome: Outcome) -> tuple[News, ...]:
    """What a student is told about a deed: XP, then the level, then achievements."""
    news = []
    if outcome.award is not None and outcome.award.amount:
        news.append(News(kind=XP, body=_xp(outcome)))
    if outcome.level_up:
        news.append(News(kind=LEVEL, body=_level(outcome.standing.xp)))
    news.extend(News(kind=ACHIEVEMENT, body=_achievement(row)) for row in outcome.achievements)
    return tuple(news)


def _xp(outcome: Outcome) -> dict[str, JsonValue]:
    award, standing = outcome.award, outcome.standing
    now = progress(standing.xp)
    return {
        "amount": award.amount if award else 0,
        "source": award.source.value if award else "",
        "lesson": award.lesson if award else "",
        "total": standing.xp,
        "level": now.level,
        "into_level": now.into_level,
        "level_size": now.level_size,
        "streak": standing.streak.days,
    }


def _level(xp: int) -> dict[str, JsonValue]:
    level = progress(xp).level
    return {"level": level, "total": xp, "next_at": begins_at(level + 1)}


def _achievement(row: Achievement) -> dict[str, JsonValue]:
    return {"id": row.name, "title": row.title, "about": row.about}


async def write(
    connection: Connection, logged: LoggedFact, *, news: Sequence[News], after_seq: int
) -> None:
    """Append to the student's outbox, in the transaction of the awards."""
    await connection.executemany(
        "INSERT INTO xp_notices (tenant, student, seq, kind, body, at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (logged.tenant_id, logged.student_id, seq, item.kind, item.body, logged.at)
            for seq, item in enumerate(news, start=after_seq + 1)
        ],
    )


async def notices_after(database: Database, scope: Scope, seq: int) -> tuple[Notice, ...]:
    """The scope's person's notices after a number, oldest first, at most PAGE.

    Raises StorageUnavailableError.
    """
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            "SELECT seq, kind, body FROM xp_notices WHERE student = $1 AND seq > $2"
            " ORDER BY seq LIMIT $3",
            scope.person,
            seq,
            PAGE,
        )
    return tuple(Notice(seq=row["seq"], kind=row["kind"], body=row["body"]) for row in rows)


async def last_notice(database: Database, scope: Scope) -> int:
    """The number of the scope's person's newest notice, 0 without one: where a page that wants
    only what comes from now on begins. Raises StorageUnavailableError."""
    async with database.scoped(scope) as connection:
        seq = await connection.fetchval(
            "SELECT last_notice FROM xp_standing WHERE student = $1", scope.person
        )
    return int(seq or 0)
