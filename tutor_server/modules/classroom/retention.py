"""How long it is kept where a student was last, and a pause that nobody lifts. The facts
themselves are kept by the log."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
"""Rows per kind and call."""
DEFAULT_DAYS: Final[Mapping[str, int]] = MappingProxyType(
    {"classroom_students": 730, "classroom_pauses": 7, "classroom_class_pauses": 7}
)
"""Days by kind, which is the table's name, unless the tenant's `retention` says otherwise: where
somebody is as long after their last deed as the facts that could tell it again; a pause is for
a lesson, and one that was forgotten must not keep a student out for good."""

_PURGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "classroom_students": """
            DELETE FROM classroom_students WHERE student IN (
                SELECT student FROM classroom_students
                WHERE tenant = $1 AND last_at < $2 LIMIT $3)
        """,
        "classroom_pauses": """
            DELETE FROM classroom_pauses WHERE student IN (
                SELECT student FROM classroom_pauses WHERE tenant = $1 AND at < $2 LIMIT $3)
        """,
        "classroom_class_pauses": """
            DELETE FROM classroom_class_pauses WHERE tenant IN (
                SELECT tenant FROM classroom_class_pauses WHERE tenant = $1 AND at < $2 LIMIT $3)
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
