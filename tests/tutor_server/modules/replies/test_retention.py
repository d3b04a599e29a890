"""Replies go when their life is over, and after their retention at the latest."""

from datetime import timedelta

import pytest

from tests.tutor_server.modules.replies.asking import ASKED, NOON, REPLY, Site
from tutor_server.modules.replies.retention import DEFAULT_DAYS, KIND, purge
from tutor_server.storage import expiry

pytestmark = pytest.mark.slow


async def removed(site: Site, **time: float) -> int:
    told = await purge(site.world.database, site.world.tenant, now=NOON + timedelta(**time))
    return told[KIND]


async def test_after_its_life(site: Site) -> None:
    await site.cache.keep(site.question(), REPLY)
    assert await removed(site, hours=23) == 0
    assert await removed(site, hours=25) == 1
    assert await removed(site, hours=25) == 0


async def test_a_confirmed_reply_goes_after_its_retention(site: Site) -> None:
    reply_id = await site.cache.keep(site.question(ASKED), REPLY)
    assert reply_id is not None
    for day in range(0, DEFAULT_DAYS, 10):
        site.now = NOON + timedelta(days=day)
        for _ in range(6):
            await site.cache.rate(site.world.tenant, reply_id, good=True)
    assert await removed(site, days=DEFAULT_DAYS - 1) == 0
    assert await removed(site, days=DEFAULT_DAYS + 1) == 1


async def test_the_tenant_may_choose(site: Site) -> None:
    async with site.world.database.as_tenant(site.world.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, $2, 0)",
            site.world.tenant,
            KIND,
        )
    await site.cache.keep(site.question(), REPLY)
    assert await removed(site, hours=1) == 1


async def test_one_call_is_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH_ROWS", 2)
    for grade in range(1, 4):
        await site.cache.keep(site.question(grade=grade), REPLY)
    assert [await removed(site, days=2) for _ in range(3)] == [2, 1, 0]
