"""A Redis that may be away: every call has an answer for that case, and nobody waits twice.

Knows connections and failures; knows no keys.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Final, Self, TypeVar

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from tutor_server.clock import Monotonic

logger = logging.getLogger(__name__)

REST_S: Final = 1.0
"""After a failure Redis is left alone for this long, so an outage slows nobody."""

T = TypeVar("T")


class RedisClient:
    """What a part of the server keeps in Redis; one warning is logged per outage."""

    TIMEOUT_S: ClassVar[float] = 0.25
    """A call to a Redis that hangs costs this much, once per REST_S."""
    CONNECTIONS: ClassVar[int] = 20

    def __init__(self, client: "redis.asyncio.Redis", *, clock: Monotonic) -> None:
        self._client = client
        self._clock = clock
        self._rest_until_s = 0.0
        self._away = False

    @classmethod
    def connect(cls, url: str, *, clock: Monotonic) -> Self:
        """Make the client; connects when first used, so a Redis that is away is no error."""
        pool = redis.asyncio.BlockingConnectionPool.from_url(
            url,
            decode_responses=True,
            socket_timeout=cls.TIMEOUT_S,
            socket_connect_timeout=cls.TIMEOUT_S,
            max_connections=cls.CONNECTIONS,
            timeout=cls.TIMEOUT_S,  # a caller who waits longer for a connection goes without
            retry=Retry(NoBackoff(), 0),
        )
        return cls(redis.asyncio.Redis.from_pool(pool), clock=clock)

    async def close(self) -> None:
        """Close the connections; harmless when Redis is away."""
        try:
            await self._client.aclose()
        except (RedisError, OSError):
            logger.debug("redis was away at close")

    @property
    def away(self) -> bool:
        """Redis did not answer when it was last asked."""
        return self._away

    async def _try(self, call: Callable[[], Awaitable[Any]], *, instead: T) -> T:
        if self._clock() < self._rest_until_s:
            return instead
        try:
            answer: T = await call()
        except (TimeoutError, RedisError, OSError) as error:
            self._note_failure(error)
            return instead
        self._note_success()
        return answer

    def _note_failure(self, error: Exception) -> None:
        self._rest_until_s = self._clock() + REST_S
        if not self._away:
            self._away = True
            logger.warning("redis is away", extra={"error": type(error).__name__})

    def _note_success(self) -> None:
        if self._away:
            self._away = False
            logger.info("redis is back")
