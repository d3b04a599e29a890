"""Ratings in the log reach the kept reply they are about, once."""

import secrets

import pytest

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from tests.tutor_server.modules.replies.asking import REPLY, Site
from tutor_server.modules.replies.consumer import CONSUMER, SOURCE, apply
from tutor_server.storage.consumers import Consumers, Pending

pytestmark = pytest.mark.slow


async def kept(site: Site) -> str:
    reply_id = await site.cache.keep(site.question(), REPLY)
    assert reply_id is not None
    return reply_id


async def rated(site: Site, source: JsonValue, **opinion: JsonValue) -> None:
    owned = await site.world.open()
    body: dict[str, JsonValue] = {"item_id": "item_1", "source": source, "thumbs": None}
    fact = Fact(
        fact_id=secrets.token_hex(8),
        kind=FactKind.RATING_GIVEN,
        body={**body, "stars": None, **opinion},
    )
    await owned.append([fact])
    who = Pending(tenant_id=site.world.tenant, student_id=site.world.ada)
    consumers = Consumers(site.world.database, site.world.keys)
    while await consumers.apply(CONSUMER, who, apply):
        pass


async def confirmed(site: Site) -> int | None:
    async with site.world.database.as_tenant(site.world.tenant) as connection:
        found: int | None = await connection.fetchval("SELECT confirmed FROM cached_replies")
    return found


@pytest.mark.parametrize("opinion", [{"thumbs": -1}, {"stars": 1}, {"thumbs": -1, "stars": 5}])
async def test_poor_ratings_remove(site: Site, opinion: dict[str, JsonValue]) -> None:
    await rated(site, SOURCE + await kept(site), **opinion)
    assert await confirmed(site) is None


@pytest.mark.parametrize("opinion", [{"thumbs": 1}, {"stars": 5}, {"stars": 4}])
async def test_good_ratings_confirm_once(site: Site, opinion: dict[str, JsonValue]) -> None:
    await rated(site, SOURCE + await kept(site), **opinion)
    assert await confirmed(site) == 1


@pytest.mark.parametrize("opinion", [{}, {"stars": 3}, {"thumbs": "yes"}, {"thumbs": 0}])
async def test_other_ratings_do_nothing(site: Site, opinion: dict[str, JsonValue]) -> None:
    await rated(site, SOURCE + await kept(site), **opinion)
    assert await confirmed(site) == 0


@pytest.mark.parametrize("source", ["tutor", "", None, 5, "cache:nothing", "cache:"])
async def test_ratings_of_something_else_do_nothing(site: Site, source: JsonValue) -> None:
    await kept(site)
    await rated(site, source, thumbs=-1)
    assert await confirmed(site) == 0
