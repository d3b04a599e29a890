"""The module's routes, ready to be asked."""

from collections.abc import AsyncIterator

import pytest

from tests.tutor_server.modules.classroom.http import Site, serving
from tests.tutor_server.storage.world import World


@pytest.fixture
async def site(world: World) -> AsyncIterator[Site]:
    async with serving(world) as found:
        yield found
