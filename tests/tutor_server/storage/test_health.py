"""Health: an answer in time, whatever the stores do."""

import asyncio
from pathlib import Path

import pytest

from tutor_server.clock import monotonic
from tutor_server.storage.health import check, postgres_ms_or_none
from tutor_server.storage.pool import Database
from tutor_server.storage.redis_state import HotState

pytestmark = pytest.mark.slow


async def test_both_answer(database: Database, redis_url: str) -> None:
    hot = HotState.connect(redis_url, clock=monotonic)
    health = await check(database, hot, clock=monotonic, deadline_s=5)
    await hot.close()
    assert health.postgres_ms is not None
    assert health.redis_ms is not None


async def test_redis_away(database: Database, tmp_path: Path) -> None:
    hot = HotState.connect(f"unix://{tmp_path / 'nothing'}", clock=monotonic)
    health = await check(database, hot, clock=monotonic, deadline_s=5)
    assert health.postgres_ms is not None
    assert health.redis_ms is None


async def test_busy_pool_does_not_outlast_the_deadline(database_url: str) -> None:
    database = await Database.open(database_url, size=1)
    async with asyncio.timeout(4), database.as_service():
        assert await postgres_ms_or_none(database, clock=monotonic, deadline_s=0.01) is None
    await database.close()
    assert await postgres_ms_or_none(database, clock=monotonic) is None
