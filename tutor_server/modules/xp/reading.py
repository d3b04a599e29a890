"""A student's XP as it is shown: the summary of now, and the history of awards. Reads only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from inference.contracts import JsonValue
from tutor_server.modules.xp.achievements import ACHIEVEMENTS
from tutor_server.modules.xp.levels import progress
from tutor_server.modules.xp.standing import Standing, student_day
from tutor_server.modules.xp.store import standing_of, zones_of
from tutor_server.modules.xp.streaks import MAX_FREEZES, passed
from tutor_server.modules.xp.zones import Zones
from tutor_server.storage.pool import Database, Row, Scope

_SUMMARY: Final = """
    SELECT (SELECT standing FROM xp_standing WHERE student = $1) AS standing,
        coalesce((SELECT show_on_leaderboard FROM xp_choices WHERE student = $1), false) AS shown,
        ARRAY(SELECT since FROM xp_time_zones WHERE student = $1 ORDER BY since) AS since,
        ARRAY(SELECT zone FROM xp_time_zones WHERE student = $1 ORDER BY since) AS zone,
        ARRAY(SELECT achievement FROM xp_achievements WHERE student = $1 ORDER BY achievement)
            AS held,
        ARRAY(SELECT at FROM xp_achievements WHERE student = $1 ORDER BY achievement) AS held_at
"""


async def read_summary(database: Database, scope: Scope, *, now: datetime) -> dict[str, JsonValue]:
    """Total, level, streak, freezes and achievements of the scope's person."""
    async with database.scoped(scope) as connection:
        (row,) = await connection.fetch(_SUMMARY, scope.person)
    zones, standing = zones_of(row), standing_of(row["standing"])
    level = progress(standing.xp)
    earned: Mapping[str, datetime] = dict(zip(row["held"], row["held_at"], strict=True))
    return {
        "total": standing.xp,
        "level": level.level,
        "into_level": level.into_level,
        "level_size": level.level_size,
        "to_next": level.to_next,
        "streak": _streak(standing, zones, now),
        "timezone": zones.zone(now),
        "on_leaderboard": row["shown"],
        "achievements": _achievements(earned),
    }


async def read_history(
    database: Database, scope: Scope, *, before: int | None, limit: int
) -> tuple[list[JsonValue], int | None]:
    """The newest awards before a place, and the place where the next page begins, None at the
    end."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            "SELECT seq, source, amount, lesson, day, at FROM xp_awards WHERE student = $1"
            " AND ($2::bigint IS NULL OR seq < $2) ORDER BY seq DESC LIMIT $3",
            scope.person,
            before,
            limit + 1,
        )
    return [_award(row) for row in rows[:limit]], _next_place(rows, limit)


def _next_place(rows: Sequence[Row], limit: int) -> int | None:
    return rows[limit - 1]["seq"] if len(rows) > limit else None


def _streak(standing: Standing, zones: Zones, now: datetime) -> JsonValue:
    today = student_day(standing, zones.day(now))
    streak = passed(standing.streak, today, whole=zones.whole)
    last = streak.last_day
    return {
        "days": streak.days,
        "longest": streak.longest,
        "last_day": None if last is None else last.isoformat(),
        "practised_today": last == today,
        "freezes": streak.freezes,
        "max_freezes": MAX_FREEZES,
    }


def _achievements(earned: Mapping[str, datetime]) -> list[JsonValue]:
    """The whole table; what is not earned yet has no time."""
    return [
        {
            "id": row.name,
            "title": row.title,
            "about": row.about,
            "earned_at": earned[row.name].isoformat() if row.name in earned else None,
        }
        for row in ACHIEVEMENTS
    ]


def _award(row: Row) -> JsonValue:
    return {
        "seq": row["seq"],
        "source": row["source"],
        "amount": row["amount"],
        "lesson": row["lesson"],
        "day": row["day"].isoformat(),
        "at": row["at"].isoformat(),
    }
