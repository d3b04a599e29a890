"""Where the students of a tenant are, as the scope may see them. Reads only; knows no rule."""

from dataclasses import dataclass
from typing import Final

from sessions.ids import StudentId, TenantId
from tutor_server.modules.classroom.store import COLUMNS, whereabouts_of
from tutor_server.modules.classroom.whereabouts import NOWHERE, Whereabouts
from tutor_server.storage.pool import Database, Scope

MOST_STUDENTS: Final = 10_000
"""Of a larger tenant those are seen who did something last."""

_CLASS = f"""
    SELECT p.tenant, p.id, {COLUMNS} FROM people p
    LEFT JOIN classroom_students c ON c.student = p.id
    WHERE p.tenant = $1 AND p.role = 'student' AND p.erased_at IS NULL
    ORDER BY c.last_at DESC NULLS LAST, p.id LIMIT $2
"""  # noqa: S608 a constant


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """A student of the class."""

    tenant: TenantId
    student: StudentId
    where: Whereabouts

    @property
    def who(self) -> tuple[TenantId, StudentId]:
        """As rooms know them."""
        return self.tenant, self.student


async def read_class(database: Database, scope: Scope) -> tuple[Pupil, ...]:
    """Every student of the scope's tenant, those who did something last first."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(_CLASS, scope.tenant, MOST_STUDENTS)
    return tuple(
        Pupil(tenant=row["tenant"], student=row["id"], where=whereabouts_of(row)) for row in rows
    )


async def read_whereabouts(database: Database, scope: Scope, student: StudentId) -> Whereabouts:
    """Where one student is; nowhere when they never did anything."""
    async with database.scoped(scope) as connection:
        row = await connection.fetchrow(
            f"SELECT {COLUMNS} FROM classroom_students WHERE student = $1",  # noqa: S608 a constant
            student,
        )
    return NOWHERE if row is None else whereabouts_of(row)
