"""Hot state: right while Redis is there, harmless while it is not."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sessions.ids import SessionId
from tutor_server.clock import monotonic
from tutor_server.launcher.redis import embedded_redis
from tutor_server.storage.buckets import Rate
from tutor_server.storage.redis_client import REST_S
from tutor_server.storage.redis_state import HotState

pytestmark = pytest.mark.slow

SESSION = SessionId("s")


class Clock:
    """Turned by hand."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
async def hot(redis_url: str) -> AsyncIterator[HotState]:
    state = HotState.connect(redis_url, clock=monotonic)
    yield state
    await state.close()


async def test_routes_belong_to_their_owner(hot: HotState) -> None:
    await hot.keep_route(SESSION, owner="one")
    await hot.drop_route(SESSION, owner="two")
    assert await hot.route(SESSION) == "one"
    await hot.drop_route(SESSION, owner="one")
    assert await hot.route(SESSION) is None


async def test_many_routes_at_once(hot: HotState) -> None:
    many = [SessionId(f"many-{n}") for n in range(100)]
    await hot.keep_routes(many, owner="one")
    assert {await hot.route(session_id) for session_id in many} == {"one"}
    await hot.keep_routes([], owner="two")


async def test_loads_in_the_order_of_the_workers(hot: HotState) -> None:
    await hot.keep_load("b", "3")
    await hot.keep_load("a", "1")
    assert await hot.loads(("a", "silent", "b")) == ("1", None, "3")
    assert await hot.loads(()) == ()
    assert not hot.away


async def test_who_is_here_in_the_order_of_the_workers(hot: HotState) -> None:
    await hot.keep_here("b", "[]")
    await hot.keep_load("a", "1")
    assert await hot.here(("a", "b")) == (None, "[]")
    assert await hot.here(()) == ()


async def test_limit_is_shared_by_all_processes(hot: HotState, redis_url: str) -> None:
    other = HotState.connect(redis_url, clock=monotonic)
    rate = Rate(per_s=0.001, burst=10)
    try:
        waits = await asyncio.gather(
            *((hot, other)[n % 2].take("shared", rate) for n in range(30))
        )
    finally:
        await other.close()
    assert sum(wait == 0 for wait in waits) == 10
    assert 990 < max(waits) <= 1000


async def test_more_callers_than_connections_is_no_outage(
    hot: HotState, caplog: pytest.LogCaptureFixture
) -> None:
    assert all(await asyncio.gather(*(hot.ping() for _ in range(60))))
    assert caplog.records == []


async def test_redis_away_never_raises_and_warns_once(
    own_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="tutor_server.storage")
    clock, rate = Clock(), Rate(per_s=1, burst=2)
    async with embedded_redis(own_home) as server:
        hot = HotState.connect(server.url, clock=clock)
        await hot.keep_route(SESSION, owner="one")
        assert await hot.route(SESSION) == "one"
    for _ in range(3):
        assert await hot.route(SESSION) is None
        assert await hot.here(("a",)) == (None,)
        await hot.keep_route(SESSION, owner="one")
        await hot.keep_here("a", "[]")
        await hot.drop_route(SESSION, owner="one")
        await hot.keep_routes([SESSION], owner="one")
        await hot.keep_load("a", "1")
        assert await hot.loads(("a", "b")) == (None, None)
        assert hot.away
        clock.now_s += REST_S
    assert [await hot.take("k", rate) for _ in range(3)] == [0, 0, 1]
    assert [r.message for r in caplog.records] == ["redis is away"]
    async with embedded_redis(own_home):
        clock.now_s += REST_S
        assert await hot.ping()
        assert await hot.wait_s("k", 60) == 0
        await hot.close()
    assert [r.message for r in caplog.records] == ["redis is away", "redis is back"]


async def test_hanging_redis_costs_one_timeout(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that accepts and never answers is asked once per rest, not once per call."""
    connections = 0
    done = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await done.wait()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_unix_server(silent, tmp_path / "s"):
        hot = HotState.connect(f"unix://{tmp_path / 's'}", clock=Clock())
        for _ in range(50):
            assert await hot.route(SESSION) is None
        await hot.close()
        done.set()
    assert connections == 1
    assert [r.message for r in caplog.records] == ["redis is away"]
