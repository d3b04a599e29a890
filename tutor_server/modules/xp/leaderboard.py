"""A week's leaderboard of a tenant: only those who asked to be on it, first names only.

Ids of other students never leave this module; the row policies show a student nothing else.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from inference.contracts import JsonValue
from sessions.ids import StudentId, TenantId
from tutor_server.errors import ErasedError, NotFoundError
from tutor_server.modules.xp.store import week_of, zones_of
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.paging import Page

NameOf = Callable[[TenantId, StudentId], Awaitable[str]]
"""A student's display name. Raises NotFoundError, ErasedError, StorageUnavailableError."""

_WEEK: Final = """
    SELECT rank() OVER (ORDER BY w.xp DESC) AS rank, w.student, w.xp
    FROM xp_weeks w JOIN xp_choices c ON c.student = w.student AND c.tenant = w.tenant
    WHERE w.tenant = $1 AND w.week = $2 AND w.xp > 0 AND c.show_on_leaderboard
    ORDER BY w.xp DESC, w.student OFFSET $3 LIMIT $4
"""
_ZONES: Final = """
    SELECT ARRAY(SELECT since FROM xp_time_zones WHERE student = $1 ORDER BY since) AS since,
        ARRAY(SELECT zone FROM xp_time_zones WHERE student = $1 ORDER BY since) AS zone
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One line of the board."""

    rank: int
    """From 1; the same XP is the same rank."""
    student: StudentId
    xp: int


async def week_now(database: Database, scope: Scope, *, now: datetime) -> date:
    """The Monday of the viewer's present week."""
    async with database.scoped(scope) as connection:
        (row,) = await connection.fetch(_ZONES, scope.person)
    return week_of(zones_of(row).day(now))


async def read_places(
    database: Database, scope: Scope, week: date, page: Page
) -> tuple[Place, ...]:
    """The board's lines, best first, one more than the limit when there are more."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(_WEEK, scope.tenant, week, page.offset, page.limit + 1)
    return tuple(Place(rank=row["rank"], student=row["student"], xp=row["xp"]) for row in rows)


async def shown(places: tuple[Place, ...], scope: Scope, *, name_of: NameOf) -> list[JsonValue]:
    """The lines as JSON. Who was erased in between is left out."""
    lines: list[JsonValue] = []
    for place in places:
        try:
            name = await name_of(scope.tenant, place.student)
        except (NotFoundError, ErasedError):
            continue
        lines.append(
            {
                "rank": place.rank,
                "name": first_name(name),
                "xp": place.xp,
                "me": place.student == scope.person,
            }
        )
    return lines


def first_name(display_name: str) -> str:
    """The first word of a name."""
    return next(iter(display_name.split()), "")
