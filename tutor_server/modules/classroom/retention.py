"""How long it is kept where a student was last. The facts themselves are kept by the log."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
"""Rows per call."""
KIND: Final = "classroom_students"
DEFAULT_DAYS: Final = 730
"""After the last thing a student did, unless the tenant's `retention` has another number for
KIND: as long as the facts that could tell it again."""

_PURGE = """
    DELETE FROM classroom_students WHERE student IN (
        SELECT student FROM classroom_students WHERE tenant = $1 AND last_at < $2 LIMIT $3)
"""


async def purge(database: Database, tenant: TenantId, *, now: datetime) -> Mapping[str, int]:
    """Remove up to BATCH_ROWS expired rows; returns how many went.

    Call again while the count equals BATCH_ROWS. Raises StorageUnavailableError.
    """
    async with database.as_tenant(tenant) as connection:
        days = await connection.fetchval(
            "SELECT days FROM retention WHERE tenant = $1 AND kind = $2", tenant, KIND
        )
        before = now - timedelta(days=DEFAULT_DAYS if days is None else days)
        status = await connection.execute(_PURGE, tenant, before, BATCH_ROWS)
    return {KIND: int(status.rpartition(" ")[2])}
