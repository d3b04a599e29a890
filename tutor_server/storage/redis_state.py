"""What is hot: who owns a session's connection, who is present, how fast somebody is.

Losing Redis loses no data and never raises: callers get the answer of an empty store, limits
are counted in this process, and one warning is logged per outage. Who really owns a session is
decided by the epoch in Postgres; the route here only saves a wrong turn.
"""

from collections.abc import Sequence
from typing import Final

import redis.asyncio

from sessions.ids import SessionId
from tutor_server.clock import Monotonic
from tutor_server.storage.buckets import LocalBuckets, Rate
from tutor_server.storage.redis_client import RedisClient

ROUTE_LIFE_S: Final = 15
"""A route without a heartbeat is forgotten after this."""
LOAD_LIFE_S: Final = 5
"""A worker that has not told its load for this long takes nobody, and nobody is known there."""

# KEYS[1] bucket; ARGV[1] tokens per second, ARGV[2] burst. Returns milliseconds to wait.
# The server's clock counts, so all processes share one time.
_TAKE = """
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local bucket = redis.call('HMGET', KEYS[1], 't', 's')
local tokens = math.min(burst, (tonumber(bucket[1]) or burst)
    + math.max(0, now - (tonumber(bucket[2]) or now)) * rate)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) / rate * 1000) end
redis.call('HSET', KEYS[1], 't', tostring(tokens), 's', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return wait
"""

# Only the owner's own route is removed.
_DROP = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class HotState(RedisClient):
    """The part of Redis that the server uses."""

    def __init__(self, client: "redis.asyncio.Redis", *, clock: Monotonic) -> None:
        super().__init__(client, clock=clock)
        self._local = LocalBuckets()

    async def ping(self) -> bool:
        """Whether Redis answers."""
        return await self._try(lambda: self._client.ping(), instead=False)

    async def keep_route(self, session_id: SessionId, *, owner: str) -> None:
        """This process serves the session; call again within ROUTE_LIFE_S."""
        await self._try(
            lambda: self._client.set(_route(session_id), owner, ex=ROUTE_LIFE_S), instead=None
        )

    async def keep_routes(self, session_ids: Sequence[SessionId], *, owner: str) -> None:
        """The same for many, in one go."""
        if session_ids:
            pipe = self._client.pipeline(transaction=False)
            for session_id in session_ids:
                pipe.set(_route(session_id), owner, ex=ROUTE_LIFE_S)
            await self._try(pipe.execute, instead=None)

    async def route(self, session_id: SessionId) -> str | None:
        """The process that serves the session, as far as is known."""
        return await self._try(lambda: self._client.get(_route(session_id)), instead=None)

    async def drop_route(self, session_id: SessionId, *, owner: str) -> None:
        """This process no longer serves the session; another's route stays."""
        await self._try(
            lambda: self._client.eval(_DROP, 1, _route(session_id), owner), instead=None
        )

    async def keep_load(self, worker: str, load: str) -> None:
        """How a worker is doing; call again within LOAD_LIFE_S."""
        await self._try(
            lambda: self._client.set(_load(worker), load, ex=LOAD_LIFE_S), instead=None
        )

    async def loads(self, workers: Sequence[str]) -> tuple[str | None, ...]:
        """What each worker told last, in their order; None for one that is silent."""
        return await self._of_each([_load(worker) for worker in workers])

    async def keep_here(self, worker: str, students: str) -> None:
        """Who is at a worker; call again within LOAD_LIFE_S."""
        await self._try(
            lambda: self._client.set(_presence(worker), students, ex=LOAD_LIFE_S), instead=None
        )

    async def here(self, workers: Sequence[str]) -> tuple[str | None, ...]:
        """As `loads`: who is at each worker."""
        return await self._of_each([_presence(worker) for worker in workers])

    async def wait_s(self, key: str, per_minute: int) -> float:
        """Take one of `per_minute` tokens: 0 when allowed, else the seconds to wait."""
        return await self.take(key, Rate(per_s=per_minute / 60, burst=per_minute))

    async def take(self, key: str, rate: Rate) -> float:
        """The same for any rate; counted in this process while Redis is away."""
        waited_ms: int | None = await self._try(
            lambda: self._client.eval(_TAKE, 1, f"rate:{key}", rate.per_s, rate.burst),
            instead=None,
        )
        if waited_ms is None:
            return self._local.wait_s(key, rate, now_s=self._clock())
        return waited_ms / 1000

    async def _of_each(self, keys: Sequence[str]) -> tuple[str | None, ...]:
        nothing: list[str | None] = [None] * len(keys)
        if not keys:
            return ()
        return tuple(await self._try(lambda: self._client.mget(keys), instead=nothing))


def _route(session_id: SessionId) -> str:
    return f"route:{session_id}"


def _load(worker: str) -> str:
    return f"load:{worker}"


def _presence(worker: str) -> str:
    return f"here:{worker}"
