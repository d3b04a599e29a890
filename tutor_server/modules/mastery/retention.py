"""How long single attempts are kept. What was learned from them stays until erasure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
"""Rows per call."""
KIND: Final = "mastery_attempts"
DEFAULT_DAYS: Final = 730
"""Unless the tenant's `retention` has another number for KIND: as long as the facts that could
tell an attempt again."""

_PURGE = """
    DELETE FROM mastery_attempts WHERE (student, place) IN (
        SELECT student, place FROM mastery_attempts WHERE tenant = $1 AND at < $2 LIMIT $3)
"""


async def purge(database: Database, tenant: TenantId, *, now: datetime) -> Mapping[str, int]:
    """Remove up to BATCH_ROWS expired attempts; returns how many went.

    Call again while the count equals BATCH_ROWS. Raises StorageUnavailableError.
    """
    async with database.as_tenant(tenant) as connection:
        days = await connection.fetchval(
            "SELECT days FROM retention WHERE tenant = $1 AND kind = $2", tenant, KIND
        )
        before = now - timedelta(days=DEFAULT_DAYS if days is None else days)
        status = await connection.execute(_PURGE, tenant, before, BATCH_ROWS)
    return {KIND: int(status.rpartition(" ")[2])}
