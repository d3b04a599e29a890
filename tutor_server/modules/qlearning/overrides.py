"""A teacher's word about the format of a student's lessons: it stands until it is taken back.

Written and read in the teacher's own scope; the row policies let only staff of the tenant write.
"""

from dataclasses import dataclass
from datetime import datetime

from sessions.teaching.lesson import Format
from tutor_server.errors import InvalidRequestError, NotFoundError
from tutor_server.storage.pool import Connection, Database, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A word that stands."""

    format: str
    set_by: str
    """Person id; empty for the service."""
    at: datetime


async def set_override(
    database: Database, scope: Scope, *, student: str, format: str | None, now: datetime
) -> None:
    """Every lesson that has the format comes in it from now on; None: the learners choose again.

    Raises InvalidRequestError (no such format), NotFoundError (no such student, or none that the
    scope may know), asyncpg.InsufficientPrivilegeError (not staff), StorageUnavailableError.
    """
    if format is not None and format not in set(Format):
        raise InvalidRequestError(
            f"format must be null or one of {', '.join(Format)}.", param="format"
        )
    async with database.scoped(scope) as connection:
        await _require_student(connection, scope, student)
        if format is None:
            await connection.execute("DELETE FROM qlearning_overrides WHERE student = $1", student)
        else:
            await connection.execute(
                "INSERT INTO qlearning_overrides (tenant, student, format, set_by, at)"
                " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (student) DO UPDATE"
                " SET format = excluded.format, set_by = excluded.set_by, at = excluded.at",
                scope.tenant,
                student,
                format,
                scope.person,
                now,
            )


async def read_override(database: Database, scope: Scope, *, student: str) -> Override | None:
    """The word that stands; None: the learners choose. Raises NotFoundError (no such student, or
    none that the scope may know), StorageUnavailableError."""
    async with database.scoped(scope) as connection:
        await _require_student(connection, scope, student)
        row = await connection.fetchrow(
            "SELECT format, set_by, at FROM qlearning_overrides WHERE student = $1", student
        )
    return None if row is None else Override(**row)


async def _require_student(connection: Connection, scope: Scope, student: str) -> None:
    found = await connection.fetchval(
        "SELECT true FROM people WHERE id = $1 AND tenant = $2 AND role = 'student'"
        " AND erased_at IS NULL",
        student,
        scope.tenant,
    )
    if not found:
        raise NotFoundError("There is no such student.")
