"""How long what was learned is kept after the last turn that taught something."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
"""Rows per call."""
KIND: Final = "patience_learned"
"""The table's name, as for other modules."""
DEFAULT_DAYS: Final = 365
"""Unless the tenant's `retention` says otherwise: children grow, and so does how they speak."""


async def purge(database: Database, tenant: TenantId, *, now: datetime) -> Mapping[str, int]:
    """Remove up to BATCH_ROWS expired rows; returns how many went.

    Call again while the count equals BATCH_ROWS. Raises StorageUnavailableError.
    """
    async with database.as_tenant(tenant) as connection:
        days = await connection.fetchval(
            "SELECT days FROM retention WHERE tenant = $1 AND kind = $2", tenant, KIND
        )
        before = now - timedelta(days=DEFAULT_DAYS if days is None else days)
        status = await connection.execute(
            "DELETE FROM patience_learned WHERE student IN ("
            "SELECT student FROM patience_learned WHERE tenant = $1 AND at < $2 LIMIT $3)",
            tenant,
            before,
            BATCH_ROWS,
        )
    return {KIND: int(status.rpartition(" ")[2])}
