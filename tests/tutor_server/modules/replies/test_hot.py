"""Replies in real Redis: their minute, their removal, and a Redis that is away."""

import pytest
import redis.asyncio

from sessions.ids import TenantId
from tutor_server.clock import monotonic
from tutor_server.modules.replies.hot import LIFE_S, Hot, HotReplies
from tutor_server.storage.redis_client import REST_S

pytestmark = pytest.mark.slow

HOT = Hot(reply_id="reply_1", reply='A "half" is ½.')
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
async def tenant(world: object) -> TenantId:
    return world.tenant  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
async def hot(redis_url: str):  # type: ignore[no-untyped-def]
    made = HotReplies.connect(redis_url, clock=monotonic)
    yield made
    await made.close()


async def test_found_by_its_key_in_its_tenant(hot: HotReplies, tenant: TenantId) -> None:
    assert await hot.find(tenant, "k") is None
    await hot.keep(tenant, "k", HOT)
    assert await hot.find(tenant, "k") == HOT
    assert await hot.find(tenant, "other") is None
    assert await hot.find(TenantId("elsewhere"), "k") is None


async def test_it_lives_a_minute_however_often_it_is_kept(
    hot: HotReplies, tenant: TenantId, redis_url: str
) -> None:
    client = redis.asyncio.Redis.from_url(redis_url)
    key = f"reply:{tenant}:k"
    await hot.keep(tenant, "k", HOT)
    assert 0 < await client.ttl(key) <= LIFE_S
    await client.expire(key, 5)
    await hot.keep(tenant, "k", Hot(reply_id="reply_2", reply="new"))
    assert await client.ttl(key) <= 5
    assert await hot.find(tenant, "k") == HOT
    await client.aclose()


async def test_a_removed_reply_is_never_said_again(hot: HotReplies, tenant: TenantId) -> None:
    await hot.keep(tenant, "k", HOT)
    await hot.keep(tenant, "k2", HOT)
    await hot.remove(tenant, HOT.reply_id)
    assert await hot.find(tenant, "k") is None
    assert await hot.find(tenant, "k2") is None
    # A process that was slow puts it back; it stays unsaid.
    await hot.keep(tenant, "k", HOT)
    assert await hot.find(tenant, "k") is None
    other = Hot(reply_id="reply_2", reply="another")
    await hot.keep(tenant, "k", other)
    assert await hot.find(tenant, "k") == other


async def test_the_mark_outlives_every_copy(
    hot: HotReplies, tenant: TenantId, redis_url: str
) -> None:
    await hot.remove(tenant, HOT.reply_id)
    client = redis.asyncio.Redis.from_url(redis_url)
    assert await client.ttl(f"reply-gone:{tenant}:{HOT.reply_id}") > LIFE_S
    await client.aclose()


async def test_a_redis_that_is_away_is_an_empty_store_that_is_rarely_asked() -> None:
    clock = [0.0]
    hot = HotReplies.connect(NOWHERE, clock=lambda: clock[0])
    tenant = TenantId("t")
    calls = []
    find = hot._client.eval
    hot._client.eval = lambda *a: (calls.append(1), find(*a))[1]  # type: ignore[method-assign]
    for _ in range(5):
        assert await hot.find(tenant, "k") is None
    await hot.keep(tenant, "k", HOT)
    await hot.remove(tenant, "x")
    assert len(calls) == 1
    clock[0] += REST_S
    assert await hot.find(tenant, "k") is None
    assert len(calls) == 2
    await hot.close()
