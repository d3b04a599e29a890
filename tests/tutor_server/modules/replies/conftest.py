"""A cache over real Postgres and Redis."""

from collections.abc import AsyncIterator

import pytest

from tests.tutor_server.modules.replies.asking import Site, site_of
from tests.tutor_server.storage.world import World


@pytest.fixture
async def site(world: World, redis_url: str) -> AsyncIterator[Site]:
    async with site_of(world, redis_url) as made:
        yield made
