"""How long flight records are kept: their own few days, or less where the tenant says so."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
"""Rows per call."""
KIND: Final = "flight_records"
"""In the tenant's `retention`; it can only shorten what TUTOR_FLIGHT_DAYS gave."""

_PURGE = """
    DELETE FROM flight_chunks WHERE (session, epoch, first) IN (
        SELECT session, epoch, first FROM flight_chunks
        WHERE tenant = $1 AND (expires_at <= $2 OR at < $3) LIMIT $4)
"""


async def purge(database: Database, tenant: TenantId, *, now: datetime) -> Mapping[str, int]:
    """Remove up to BATCH_ROWS expired chunks; returns how many went.

    Call again while the count equals BATCH_ROWS. Raises StorageUnavailableError.
    """
    async with database.as_tenant(tenant) as connection:
        days = await connection.fetchval(
            "SELECT days FROM retention WHERE tenant = $1 AND kind = $2", tenant, KIND
        )
        before = None if days is None else now - timedelta(days=days)
        status = await connection.execute(_PURGE, tenant, now, before, BATCH_ROWS)
    return {KIND: int(status.rpartition(" ")[2])}
