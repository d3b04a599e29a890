"""How long a piece is kept after it was said last: no longer than what was said in the talk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
KIND: Final = "memory_pieces"
DEFAULT_DAYS: Final = 180
"""As the log's transcripts, unless the tenant's `retention` says otherwise."""

_PURGE: Final = """
    DELETE FROM memory_pieces WHERE (student, piece) IN (
        SELECT student, piece FROM memory_pieces WHERE tenant = $1 AND at < $2 LIMIT $3)
"""


async def purge(database: Database, tenant: TenantId, *, now: datetime) -> Mapping[str, int]:
    """Remove up to BATCH_ROWS; returns how many went. Call again while it equals BATCH_ROWS.
    Raises StorageUnavailableError."""
    async with database.as_tenant(tenant) as connection:
        days = await connection.fetchval(
            "SELECT days FROM retention WHERE tenant = $1 AND kind = $2", tenant, KIND
        )
        oldest = now - timedelta(days=DEFAULT_DAYS if days is None else days)
        status = await connection.execute(_PURGE, tenant, oldest, BATCH_ROWS)
    return {KIND: int(status.rpartition(" ")[2])}
