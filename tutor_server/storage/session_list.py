"""Which sessions there are, as far as the asker may see them. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from sessions.ids import SessionId, StudentId, TenantId
from tutor_server.errors import NotFoundError
from tutor_server.storage.pool import Database, Row, Scope

_COLUMNS = "id, tenant, student, epoch, owner, opened_at, closed_at, last_seq"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """A session without what was said in it."""

    session_id: SessionId
    tenant_id: TenantId
    student_id: StudentId
    epoch: int
    owner: str
    opened_at: datetime
    closed_at: datetime | None
    last_seq: int


async def get_session(database: Database, scope: Scope, session_id: SessionId) -> SessionRecord:
    """Raises NotFoundError, also when it is there and not for the scope to see."""
    async with database.scoped(scope) as connection:
        row = await connection.fetchrow(
            f"SELECT {_COLUMNS} FROM sessions WHERE id = $1",  # noqa: S608 a constant
            session_id,
        )
    if row is None:
        raise NotFoundError("There is no such session.")
    return _record(row)


async def owner_of(database: Database, session_id: SessionId) -> str | None:
    """The owner of an open session; None when it is closed or unknown. For the service only.
    Raises StorageUnavailableError."""
    async with database.as_service() as connection:
        owner: str | None = await connection.fetchval(
            "SELECT owner FROM sessions WHERE id = $1 AND closed_at IS NULL", session_id
        )
    return owner


async def list_sessions(
    database: Database,
    scope: Scope,
    *,
    student: StudentId,
    before: datetime | None = None,
    limit: int = 50,
) -> tuple[SessionRecord, ...]:
    """A student's sessions that the scope may see, newest first, opened before a time."""
    async with database.scoped(scope) as connection:
        rows = await connection.fetch(
            f"SELECT {_COLUMNS} FROM sessions WHERE student = $1"  # noqa: S608 a constant
            " AND ($2::timestamptz IS NULL OR opened_at < $2) ORDER BY opened_at DESC LIMIT $3",
            student,
            before,
            limit,
        )
    return tuple(_record(row) for row in rows)


def _record(row: Row) -> SessionRecord:
    return SessionRecord(
        session_id=SessionId(row["id"]),
        tenant_id=TenantId(row["tenant"]),
        student_id=StudentId(row["student"]),
        epoch=row["epoch"],
        owner=row["owner"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        last_seq=row["last_seq"],
    )
