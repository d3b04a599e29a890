"""Removal of what has outlived its days, for tables whose rows have a time of their own.

Knows tables, keys and times as each module names them; knows nothing of what is in the rows. Each
call removes a bounded number, so that a purge never holds locks for long.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from sessions.ids import TenantId
from tutor_server.storage.pool import Database

BATCH_ROWS: Final = 1_000
"""Rows per kind and call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """How long the rows of one table are kept."""

    kind: str
    """The table's name, and what it is called in the tenant's `retention`."""
    days: int | None
    """Unless the tenant's `retention` says otherwise; None: for ever."""
    key: str
    """Columns that name a row."""
    at: str = "at"
    """From when the days count: a column, or what SQL makes of some."""
    also: str = ""
    """A row goes as well when the time in this column has come."""
    table: str = ""
    """Where it is not the kind."""

    def statement(self) -> str:
        """Deletes of tenant $1 what is older than $2, at most $3 rows; $4 is now."""
        table = self.table or self.kind
        due = f"({self.at} < $2 OR {self.also} <= $4)" if self.also else f"{self.at} < $2"
        return (
            f"DELETE FROM {table} WHERE ({self.key}) IN (SELECT {self.key} FROM {table}"  # noqa: S608 constants
            f" WHERE tenant = $1 AND {due} LIMIT $3)"
        )


class Purge(Protocol):
    """Removes up to BATCH_ROWS expired rows of each kind; returns how many went. To be called
    again while any count equals BATCH_ROWS. Raises StorageUnavailableError."""

    async def __call__(
        self, database: Database, tenant: TenantId, *, now: datetime
    ) -> Mapping[str, int]: ...


def purger(*kinds: Expiry) -> Purge:
    """The purge of a module's tables."""

    async def purge(database: Database, tenant: TenantId, *, now: datetime) -> Mapping[str, int]:
        async with database.as_tenant(tenant) as connection:
            rows = await connection.fetch(
                "SELECT kind, days FROM retention WHERE tenant = $1", tenant
            )
        said = {row["kind"]: row["days"] for row in rows}
        removed = {}
        for one in kinds:
            days = said.get(one.kind, one.days)
            before = None if days is None else now - timedelta(days=days)
            more = (now,) if one.also else ()
            async with database.as_tenant(tenant) as connection:
                status = await connection.execute(
                    one.statement(), tenant, before, BATCH_ROWS, *more
                )
            removed[one.kind] = int(status.rpartition(" ")[2])
        return removed

    return purge
