"""How long runs and items are kept: as long as the events that could tell them again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
"""Rows per kind and call."""

DEFAULT_DAYS: Final[Mapping[str, int]] = MappingProxyType(
    {"lesson_runs": 730, "lesson_items": 730}
)
"""Days by kind, which is the table's name, unless the tenant's `retention` says otherwise."""

_PURGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "lesson_runs": """
            DELETE FROM lesson_runs WHERE (student, run) IN (
                SELECT student, run FROM lesson_runs
                WHERE tenant = $1 AND coalesce(finished_at, started_at) < $2 LIMIT $3)
        """,
        "lesson_items": """
            DELETE FROM lesson_items WHERE (student, run, item) IN (
                SELECT student, run, item FROM lesson_items
                WHERE tenant = $1 AND at < $2 LIMIT $3)
        """,
    }
)


async def purge(database: Database, tenant: TenantId, *, now: datetime) -> Mapping[str, int]:
    """Remove up to BATCH_ROWS expired rows of each kind; returns how many went.

    Call again while any count equals BATCH_ROWS. Raises StorageUnavailableError.
    """
    async with database.as_tenant(tenant) as connection:
        rows = await connection.fetch("SELECT kind, days FROM retention WHERE tenant = $1", tenant)
    days = {**DEFAULT_DAYS, **{row["kind"]: row["days"] for row in rows}}
    removed = {}
    for kind, statement in _PURGE.items():
        before = now - timedelta(days=days[kind])
        async with database.as_tenant(tenant) as connection:
            status = await connection.execute(statement, tenant, before, BATCH_ROWS)
        removed[kind] = int(status.rpartition(" ")[2])
    return removed
