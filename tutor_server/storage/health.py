"""Asks both stores whether they answer, with a deadline. Knows nothing about repairs."""

import asyncio
from dataclasses import dataclass

from tutor_server.clock import Monotonic
from tutor_server.errors import UnavailableError
from tutor_server.storage.pool import Database
from tutor_server.storage.redis_state import HotState


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageHealth:
    """How long each store took, in milliseconds; None when it did not answer in time."""

    postgres_ms: float | None
    redis_ms: float | None


async def check(
    database: Database, hot: HotState, *, clock: Monotonic, deadline_s: float = 1.0
) -> StorageHealth:
    """Ping both at once; never raises for a store that is away."""
    postgres_ms, redis_ms = await asyncio.gather(
        postgres_ms_or_none(database, clock=clock, deadline_s=deadline_s),
        redis_ms_or_none(hot, clock=clock, deadline_s=deadline_s),
    )
    return StorageHealth(postgres_ms=postgres_ms, redis_ms=redis_ms)


async def postgres_ms_or_none(
    database: Database, *, clock: Monotonic, deadline_s: float = 1.0
) -> float | None:
    """Milliseconds of one transaction, or None."""
    started = clock()
    try:
        async with asyncio.timeout(deadline_s), database.unscoped() as connection:
            await connection.fetchval("SELECT 1")
    except (UnavailableError, TimeoutError):
        return None
    return (clock() - started) * 1000


async def redis_ms_or_none(
    hot: HotState, *, clock: Monotonic, deadline_s: float = 1.0
) -> float | None:
    """Milliseconds of one ping, or None."""
    started = clock()
    try:
        async with asyncio.timeout(deadline_s):
            alive = await hot.ping()
    except TimeoutError:
        return None
    return (clock() - started) * 1000 if alive else None
