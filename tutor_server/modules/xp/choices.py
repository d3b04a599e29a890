"""What a student chooses: their time zone, and whether classmates see their XP.

Written by the student's own scope; the row policies let nobody else choose for them.
"""

from datetime import datetime, timedelta
from typing import Final

from tutor_server.errors import InvalidRequestError, RateLimitedError
from tutor_server.modules.xp.zones import DEFAULT_ZONE, known_zones
from tutor_server.storage.pool import Connection, Database, Scope

MAX_CHANGES_A_DAY: Final = 20
"""So that the line of a student's zones stays short."""
_DAY: Final = timedelta(days=1)

_ADD_ZONE = """
    INSERT INTO xp_time_zones (tenant, student, since, zone) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING
"""


async def set_time_zone(database: Database, scope: Scope, *, zone: str, now: datetime) -> None:
    """The student's zone from `now` on; harmless when it is the same.

    Raises InvalidRequestError (no such zone), RateLimitedError, StorageUnavailableError.
    """
    if zone not in known_zones():
        raise InvalidRequestError(
            "timezone must be a name of the IANA database, such as Europe/Berlin.",
            param="timezone",
        )
    async with database.scoped(scope) as connection:
        if zone == await _current_zone(connection, scope.person):
            return
        recent = await connection.fetchval(
            "SELECT count(*) FROM xp_time_zones WHERE student = $1 AND since > $2",
            scope.person,
            now - _DAY,
        )
        if recent >= MAX_CHANGES_A_DAY:
            raise RateLimitedError(
                "You have changed your time zone too often today.",
                retry_after_s=_DAY.total_seconds(),
            )
        await connection.execute(_ADD_ZONE, scope.tenant, scope.person, now, zone)


async def show_on_leaderboard(database: Database, scope: Scope, *, show: bool) -> None:
    """Whether the scope's person is on the leaderboard from now on."""
    async with database.scoped(scope) as connection:
        await connection.execute(
            "INSERT INTO xp_choices (tenant, student, show_on_leaderboard) VALUES ($1, $2, $3)"
            " ON CONFLICT (student) DO UPDATE"
            " SET show_on_leaderboard = excluded.show_on_leaderboard",
            scope.tenant,
            scope.person,
            show,
        )


async def _current_zone(connection: Connection, student: str) -> str:
    zone: str | None = await connection.fetchval(
        "SELECT zone FROM xp_time_zones WHERE student = $1 ORDER BY since DESC LIMIT 1", student
    )
    return zone or DEFAULT_ZONE
