"""Replies whose life is over go, and every reply at the latest after its retention."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
KIND: Final = "cached_replies"
DEFAULT_DAYS: Final = 180
"""Unless the tenant's `retention` says otherwise; confirmed replies live this long at most."""

_PURGE = """
    DELETE FROM cached_replies WHERE (tenant, id) IN (
        SELECT tenant, id FROM cached_replies
        WHERE tenant = $1 AND (expires_at < $2 OR created_at < $3) LIMIT $4)
"""


async def purge(database: Database, tenant: TenantId, *, now: datetime) -> Mapping[str, int]:
    """Remove up to BATCH_ROWS; returns how many went. Call again while it equals BATCH_ROWS.
    Raises StorageUnavailableError."""
    async with database.as_tenant(tenant) as connection:
        days = await connection.fetchval(
            "SELECT days FROM retention WHERE tenant = $1 AND kind = $2", tenant, KIND
        )
        oldest = now - timedelta(days=DEFAULT_DAYS if days is None else days)
        status = await connection.execute(_PURGE, tenant, now, oldest, BATCH_ROWS)
    return {KIND: int(status.rpartition(" ")[2])}
