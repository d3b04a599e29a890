"""Replies to questions in just these words, in Redis for a minute. Knows no database.

Losing Redis loses no data and never raises: it answers like an empty store. A reply that was
removed leaves a mark, so that no copy of it is said again; when Redis could not be told, its
copies are gone after LIFE_S.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Self, TypeVar

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from sessions.ids import TenantId
from tutor_server.clock import Monotonic

logger = logging.getLogger(__name__)

LIFE_S: Final = 60
TIMEOUT_S: Final = 0.1
"""The database answers in a few milliseconds; Redis is only to be quicker."""
REST_S: Final = 1.0
"""After a failure Redis is left alone for this long."""

T = TypeVar("T")

# KEYS[1] the words' key; ARGV[1] prefix of the marks of removed replies.
_FIND = """
local told = redis.call('GET', KEYS[1])
if not told then return nil end
local id = cjson.decode(told)['id']
if redis.call('EXISTS', ARGV[1] .. id) == 1 then redis.call('DEL', KEYS[1]) return nil end
return told
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hot:
    """A reply and the row it came from."""

    reply_id: str
    reply: str


class HotReplies:
    """The part of Redis that the cache uses."""

    def __init__(self, client: "redis.asyncio.Redis", *, clock: Monotonic) -> None:
        self._client = client
        self._clock = clock
        self._rest_until_s = 0.0

    @classmethod
    def connect(cls, url: str, *, clock: Monotonic) -> Self:
        """Make the client; connects when first used, so a Redis that is away is no error."""
        pool = redis.asyncio.BlockingConnectionPool.from_url(
            url,
            decode_responses=True,
            socket_timeout=TIMEOUT_S,
            socket_connect_timeout=TIMEOUT_S,
            max_connections=10,
            timeout=TIMEOUT_S,  # a caller who waits longer for a connection goes without
            retry=Retry(NoBackoff(), 0),
        )
        return cls(redis.asyncio.Redis.from_pool(pool), clock=clock)

    async def close(self) -> None:
        """Close the connections; harmless when Redis is away."""
        try:
            await self._client.aclose()
        except (RedisError, OSError):
            logger.debug("redis was away at close")

    async def find(self, tenant: TenantId, key: str) -> Hot | None:
        """The reply to these words, unless it was removed."""
        gone = _gone(tenant, "")
        told: str | None = await self._try(
            lambda: self._client.eval(_FIND, 1, _words(tenant, key), gone), instead=None
        )
        if told is None:
            return None
        read = json.loads(told)
        return Hot(reply_id=str(read["id"]), reply=str(read["reply"]))

    async def keep(self, tenant: TenantId, key: str, hot: Hot) -> None:
        """Remember it for LIFE_S, and not longer however often it is found."""
        told = json.dumps({"id": hot.reply_id, "reply": hot.reply})
        await self._try(
            lambda: self._client.set(_words(tenant, key), told, ex=LIFE_S, nx=True), instead=None
        )

    async def remove(self, tenant: TenantId, reply_id: str) -> None:
        """Mark it as removed for as long as a copy may live."""
        key = _gone(tenant, reply_id)
        await self._try(lambda: self._client.set(key, "1", ex=2 * LIFE_S), instead=None)

    async def _try(self, call: Callable[[], Awaitable[Any]], *, instead: T) -> T:
        if self._clock() < self._rest_until_s:
            return instead
        try:
            answer: T = await call()
        except (TimeoutError, RedisError, OSError) as error:
            self._rest_until_s = self._clock() + REST_S
            logger.info("redis is away", extra={"error": type(error).__name__})
            return instead
        return answer


def _words(tenant: TenantId, key: str) -> str:
    return f"reply:{tenant}:{key}"


def _gone(tenant: TenantId, reply_id: str) -> str:
    return f"reply-gone:{tenant}:{reply_id}"
