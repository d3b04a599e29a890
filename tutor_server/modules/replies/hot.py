"""Replies to questions in just these words, in Redis for a minute. Knows no database.

Losing Redis loses no data and never raises: it answers like an empty store. A reply that was
removed leaves a mark, so that no copy of it is said again; when Redis could not be told, its
copies are gone after LIFE_S.
"""

import json
from dataclasses import dataclass
from typing import Final

from sessions.ids import TenantId
from tutor_server.storage.redis_client import RedisClient

LIFE_S: Final = 60

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


class HotReplies(RedisClient):
    """The part of Redis that the cache uses."""

    TIMEOUT_S = 0.1
    """The database answers in a few milliseconds; Redis is only to be quicker."""
    CONNECTIONS = 10

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


def _words(tenant: TenantId, key: str) -> str:
    return f"reply:{tenant}:{key}"


def _gone(tenant: TenantId, reply_id: str) -> str:
    return f"reply-gone:{tenant}:{reply_id}"
