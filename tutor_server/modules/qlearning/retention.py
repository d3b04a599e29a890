"""How long decisions and deeds are kept. What was learned from them stays until erasure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
"""Rows per kind and call."""

DEFAULT_DAYS: Final[Mapping[str, int]] = MappingProxyType(
    {"qlearning_decisions": 730, "qlearning_deeds": 730}
)
"""Days by kind, which is the table's name, unless the tenant's `retention` says otherwise.
Deeds are kept as long as the facts that could tell them again."""

_PURGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "qlearning_decisions": """
            DELETE FROM qlearning_decisions WHERE (student, decision) IN (
                SELECT student, decision FROM qlearning_decisions
                WHERE tenant = $1 AND at < $2 LIMIT $3)
        """,
        "qlearning_deeds": """
            DELETE FROM qlearning_deeds WHERE (student, deed) IN (
                SELECT student, deed FROM qlearning_deeds
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
