"""Kept replies in real Postgres: partitions, nearness, lives, races."""

import asyncio
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from sessions.ids import TenantId
from tests.tutor_server.modules.replies.asking import NOON, REPLY, Site, vector
from tests.tutor_server.storage.world import make_world
from tutor_server.modules.replies.question import Partition
from tutor_server.modules.replies.store import FIRST_LIFE, LONGEST_LIFE, MOST_PER_FORM
from tutor_server.modules.replies.threshold import Check

pytestmark = pytest.mark.slow

FORM = bytes(32)
ASKED = vector("asked")


async def keep(site: Site, *, like: float = 1.0, reply: str = REPLY) -> str | None:
    return await site.store.keep(
        site.question(), FORM, vector("asked", like=like), reply, now=NOON
    )


async def expires(site: Site, reply_id: str) -> timedelta:
    async with site.world.database.as_tenant(site.world.tenant) as connection:
        found = await connection.fetchval(
            "SELECT expires_at FROM cached_replies WHERE id = $1", reply_id
        )
    return found - NOON


async def test_kept_and_found(site: Site) -> None:
    partition = site.question().partition
    assert not await site.store.any(partition, FORM, now=NOON)
    assert await site.store.nearest(partition, FORM, ASKED, now=NOON) is None
    reply_id = await keep(site, like=0.8)
    assert await site.store.any(partition, FORM, now=NOON)
    near = await site.store.nearest(partition, FORM, ASKED, now=NOON)
    assert near is not None
    assert (near.reply_id, near.reply, near.checks) == (reply_id, REPLY, ())
    assert near.similarity == pytest.approx(0.8, abs=1e-5)


async def test_the_nearest_is_found(site: Site) -> None:
    for like in (0.6, 0.9, 0.3):
        await keep(site, like=like, reply=f"{like}")
    near = await site.store.nearest(site.question().partition, FORM, ASKED, now=NOON)
    assert near is not None
    assert near.reply == "0.9"


@pytest.mark.parametrize(
    "name", [part.name for part in fields(Partition) if part.name != "tenant"]
)
async def test_another_partition_finds_nothing(site: Site, name: str) -> None:
    await keep(site)
    other = replace(site.question().partition, **{name: 4 if name == "grade" else "other"})
    assert not await site.store.any(other, FORM, now=NOON)
    assert await site.store.nearest(other, FORM, ASKED, now=NOON) is None


async def test_another_form_or_tenant_finds_nothing(site: Site) -> None:
    await keep(site)
    partition = site.question().partition
    assert not await site.store.any(partition, bytes(31) + b"1", now=NOON)
    other = replace(partition, tenant=TenantId("elsewhere"))
    assert await site.store.nearest(other, FORM, ASKED, now=NOON) is None


async def test_a_tenant_cannot_touch_anothers(site: Site) -> None:
    reply_id = await keep(site)
    assert reply_id is not None
    other = TenantId("elsewhere")
    assert not await site.store.remove(other, reply_id)
    await site.store.confirm(other, reply_id, now=NOON)
    await site.store.check(other, reply_id, Check(similarity=0.9, agreed=True), now=NOON)
    assert await expires(site, reply_id) == FIRST_LIFE
    near = await site.store.nearest(site.question().partition, FORM, ASKED, now=NOON)
    assert near is not None
    assert near.checks == ()


async def test_it_lives_for_a_day(site: Site) -> None:
    await keep(site)
    partition = site.question().partition
    assert await site.store.any(partition, FORM, now=NOON + FIRST_LIFE - timedelta(seconds=1))
    for late in (FIRST_LIFE, FIRST_LIFE * 2):
        assert not await site.store.any(partition, FORM, now=NOON + late)
        assert await site.store.nearest(partition, FORM, ASKED, now=NOON + late) is None


async def test_confirmations_double_the_life_up_to_a_month(site: Site) -> None:
    reply_id = await keep(site)
    assert reply_id is not None
    lives = []
    for _ in range(30):
        await site.store.confirm(site.world.tenant, reply_id, now=NOON)
        lives.append((await expires(site, reply_id)).days)
    assert lives[:5] == [2, 4, 8, 16, 30]
    assert set(lives[5:]) == {LONGEST_LIFE.days}


async def test_a_confirmation_never_shortens(site: Site) -> None:
    reply_id = await keep(site)
    assert reply_id is not None
    await site.store.confirm(site.world.tenant, reply_id, now=NOON - timedelta(days=5))
    assert await expires(site, reply_id) == FIRST_LIFE


async def test_checks_are_remembered_and_go_with_the_reply(site: Site) -> None:
    reply_id = await keep(site)
    assert reply_id is not None
    tenant, partition = site.world.tenant, site.question().partition
    told = (Check(similarity=0.75, agreed=False), Check(similarity=0.875, agreed=True))
    for check in told:
        await site.store.check(tenant, reply_id, check, now=NOON)
    near = await site.store.nearest(partition, FORM, ASKED, now=NOON)
    assert near is not None
    assert set(near.checks) == set(told)
    assert await expires(site, reply_id) == 2 * FIRST_LIFE, "the one that agreed confirmed it"
    assert await site.store.remove(tenant, reply_id)
    assert not await site.store.remove(tenant, reply_id)
    async with site.world.database.as_tenant(tenant) as connection:
        assert await connection.fetchval("SELECT count(*) FROM cached_reply_checks") == 0
    await site.store.check(tenant, reply_id, told[0], now=NOON)  # too late: nothing happens


async def test_one_form_has_few_replies(site: Site) -> None:
    kept = [await keep(site, reply=f"{n}") for n in range(MOST_PER_FORM + 2)]
    assert [reply is not None for reply in kept] == [True] * MOST_PER_FORM + [False] * 2


async def test_hits_are_counted_by_many_at_once(site: Site) -> None:
    reply_id = await keep(site)
    assert reply_id is not None
    await asyncio.gather(*(site.store.hit(site.world.tenant, reply_id) for _ in range(20)))
    async with site.world.database.as_tenant(site.world.tenant) as connection:
        assert await connection.fetchval("SELECT hits FROM cached_replies") == 20


async def test_other_versions_go_and_other_tenants_stay(site: Site, home: object) -> None:
    for changes in ({}, {"policy": "p0"}, {"prompt_version": "0"}, {"model_version": "nano-0"}):
        question = site.question(**changes)
        await site.store.keep(question, FORM, ASKED, REPLY, now=NOON)
    other = await make_world(site.world.database, home)  # type: ignore[arg-type]
    elsewhere = replace(site.question(policy="p0").partition, tenant=other.tenant)
    await site.store.keep(
        replace(site.question(), partition=elsewhere), FORM, ASKED, REPLY, now=NOON
    )
    wanted = {"policy": "p1", "prompt_version": "1", "model_version": "nano-1"}
    assert await site.store.remove_other_versions(site.world.tenant, **wanted) == 3
    assert await site.store.remove_other_versions(site.world.tenant, **wanted) == 0
    assert await site.store.any(site.question().partition, FORM, now=NOON)
    assert await site.store.any(elsewhere, FORM, now=NOON)
