"""Pauses that stand: kept in Postgres, so that they hold in every process and after a restart.

Knows no rooms; `pauses` carries them out.
"""

from collections.abc import Collection
from datetime import datetime

from sessions.ids import StudentId, TenantId
from tutor_server.storage.pool import Database, Scope

Who = tuple[TenantId, StudentId]


async def stand(
    database: Database, scope: Scope, student: StudentId, *, paused: bool, now: datetime
) -> None:
    """Begin or lift a pause; a second beginning keeps the first. Raises
    asyncpg.InsufficientPrivilegeError (not staff), StorageUnavailableError."""
    async with database.scoped(scope) as connection:
        if paused:
            await connection.execute(
                "INSERT INTO classroom_pauses (tenant, student, set_by, at)"
                " VALUES ($1, $2, $3, $4) ON CONFLICT (student) DO NOTHING",
                scope.tenant, student, scope.person, now,
            )  # fmt: skip
        else:
            await connection.execute("DELETE FROM classroom_pauses WHERE student = $1", student)


async def standing(database: Database, scope: Scope) -> frozenset[StudentId]:
    """Students of the scope's tenant who are paused. Raises StorageUnavailableError."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            "SELECT student FROM classroom_pauses WHERE tenant = $1", scope.tenant
        )
    return frozenset(StudentId(row["student"]) for row in rows)


async def standing_of(database: Database, students: Collection[StudentId]) -> frozenset[Who]:
    """Which of these are paused, of all tenants. Raises StorageUnavailableError."""
    async with database.as_service() as connection:
        rows = await connection.fetch(
            "SELECT tenant, student FROM classroom_pauses WHERE student = ANY($1)", list(students)
        )
    return frozenset((TenantId(row["tenant"]), StudentId(row["student"])) for row in rows)


async def is_paused(database: Database, tenant: TenantId, student: StudentId) -> bool:
    """For a session that is about to begin. Raises StorageUnavailableError."""
    async with database.as_tenant(tenant) as connection:
        found = await connection.fetchval(
            "SELECT true FROM classroom_pauses WHERE student = $1", student
        )
    return found is True
