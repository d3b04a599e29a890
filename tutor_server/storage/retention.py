"""How long each kind of data is kept, and its removal when that time has passed.

The first kinds: what was said goes before the bare record that something was said. Called by
the projector once in a while; each call removes a bounded number of rows.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.expiry import BATCH_ROWS
from tutor_server.storage.pool import Connection, Database


class RetentionKind(StrEnum):
    """What is kept for a number of days."""

    TRANSCRIPTS = "transcripts"
    """The sealed part of events: what was said."""
    EVENTS = "events"
    """The bare facts of closed sessions."""
    LOGIN_LINKS = "login_links"
    """Used login links, counted from their expiry."""


DEFAULT_DAYS: Final[Mapping[RetentionKind, int]] = MappingProxyType(
    {
        RetentionKind.TRANSCRIPTS: 180,
        RetentionKind.EVENTS: 730,
        RetentionKind.LOGIN_LINKS: 7,
    }
)

_PURGE: Final[Mapping[RetentionKind, str]] = MappingProxyType(
    {
        RetentionKind.TRANSCRIPTS: """
            WITH old AS (
                SELECT session, seq FROM events
                WHERE tenant = $1 AND at < $2 AND private IS NOT NULL LIMIT $3
            )
            UPDATE events e SET private = NULL FROM old
            WHERE e.session = old.session AND e.seq = old.seq
        """,
        # The oldest first and only of closed sessions: a live session keeps its log whole.
        RetentionKind.EVENTS: """
            WITH old AS (
                SELECT e.session, e.seq FROM events e JOIN sessions s ON s.id = e.session
                WHERE e.tenant = $1 AND e.at < $2 AND s.closed_at < $2 LIMIT $3
            )
            DELETE FROM events e USING old WHERE e.session = old.session AND e.seq = old.seq
        """,
        RetentionKind.LOGIN_LINKS: """
            DELETE FROM login_links WHERE jti IN (
                SELECT jti FROM login_links WHERE tenant = $1 AND expires_at < $2 LIMIT $3
            )
        """,
    }
)


async def set_days(
    database: Database, tenant: TenantId, *, kind: RetentionKind, days: int
) -> None:
    """Keep a kind this many days from now on."""
    async with database.as_tenant(tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, $2, $3)"
            " ON CONFLICT (tenant, kind) DO UPDATE SET days = excluded.days",
            tenant,
            kind.value,
            days,
        )


async def purge(
    database: Database, tenant: TenantId, *, now: datetime
) -> Mapping[RetentionKind, int]:
    """Remove up to BATCH_ROWS expired rows of each kind; returns how many went.

    Call again while any count equals BATCH_ROWS. Raises StorageUnavailableError.
    """
    async with database.as_tenant(tenant) as connection:
        rows = await connection.fetch("SELECT kind, days FROM retention WHERE tenant = $1", tenant)
    days = {row["kind"]: row["days"] for row in rows}
    removed = {}
    for kind in RetentionKind:
        if kind.value in days:
            before = now - timedelta(days=days[kind.value])
            async with database.as_tenant(tenant) as connection:
                removed[kind] = await _purge_kind(connection, tenant, kind, before)
    return removed


async def _purge_kind(
    connection: Connection, tenant: TenantId, kind: RetentionKind, before: datetime
) -> int:
    status = await connection.execute(_PURGE[kind], tenant, before, BATCH_ROWS)
    return int(status.rpartition(" ")[2])
