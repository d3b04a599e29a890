"""Pauses that stand: kept in Postgres, so that they hold in every process and after a restart.

One student's (`stand`) or the whole class's (`stand_class`), each lifted by itself: a student who
was paused alone stays paused when the class goes on. A class is a tenant. Knows no rooms; `pauses`
carries them out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sessions.commands import Pause
from sessions.ids import StudentId, TenantId
from tutor_server.storage.pool import Database, Scope

Who = tuple[TenantId, StudentId]
CLASS_PAUSE_LASTS: Final = timedelta(hours=2)
"""A double lesson. A class pause that was forgotten must not keep everybody out in the evening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPause:
    """The whole class is quiet."""

    set_by: str
    """Person id; empty for the service."""
    at: datetime
    until: datetime
    """Ends by itself then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who is quiet."""

    students: frozenset[Who] = frozenset()
    classes: frozenset[TenantId] = frozenset()

    def of(self, who: Who) -> Pause:
        """What that student's sessions are to be asked."""
        whole_class = who[0] in self.classes
        return Pause(paused=whole_class or who in self.students, whole_class=whole_class)


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


async def stand_class(database: Database, scope: Scope, *, paused: bool, now: datetime) -> None:
    """The same for all students of the scope's tenant; one that ran out begins anew."""
    async with database.scoped(scope) as connection:
        if paused:
            await connection.execute(
                "INSERT INTO classroom_class_pauses AS p (tenant, set_by, at, until)"
                " VALUES ($1, $2, $3, $4) ON CONFLICT (tenant) DO UPDATE"
                " SET set_by = excluded.set_by, at = excluded.at, until = excluded.until"
                " WHERE p.until <= excluded.at",
                scope.tenant, scope.person, now, now + CLASS_PAUSE_LASTS,
            )  # fmt: skip
        else:
            await connection.execute(
                "DELETE FROM classroom_class_pauses WHERE tenant = $1", scope.tenant
            )


async def class_pause(database: Database, scope: Scope, now: datetime) -> ClassPause | None:
    """The one that stands in the scope's tenant. Raises StorageUnavailableError."""
    async with database.scoped(scope) as connection:
        row = await connection.fetchrow(
            "SELECT set_by, at, until FROM classroom_class_pauses"
            " WHERE tenant = $1 AND until > $2",
            scope.tenant, now,
        )  # fmt: skip
    return None if row is None else ClassPause(**row)


async def standing(database: Database, scope: Scope) -> frozenset[StudentId]:
    """Students of the scope's tenant who are paused by themselves. Raises
    StorageUnavailableError."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            "SELECT student FROM classroom_pauses WHERE tenant = $1", scope.tenant
        )
    return frozenset(StudentId(row["student"]) for row in rows)


async def standing_of(database: Database, whom: Collection[Who], now: datetime) -> Standing:
    """Of these students, of all tenants. Raises StorageUnavailableError."""
    async with database.as_service() as connection:
        rows = await connection.fetch(
            "SELECT tenant, student FROM classroom_pauses WHERE student = ANY($1)"
            " UNION ALL SELECT tenant, NULL FROM classroom_class_pauses"
            " WHERE tenant = ANY($2) AND until > $3",
            [student for _, student in whom], list({tenant for tenant, _ in whom}), now,
        )  # fmt: skip
    return Standing(
        students=frozenset(
            (TenantId(row["tenant"]), StudentId(row["student"]))
            for row in rows
            if row["student"] is not None
        ),
        classes=frozenset(TenantId(row["tenant"]) for row in rows if row["student"] is None),
    )
