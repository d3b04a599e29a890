"""The table of routes is what is registered, and nobody gets in without a token."""

from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web

from tests.tutor_server.modules.classroom.http import FakeItems, Site, make_hub, routes_of
from tests.tutor_server.storage.world import World
from tutor_server.modules.classroom.routes import ROUTES
from tutor_server.web.contracts import PORTS

pytestmark = pytest.mark.slow


async def test_every_route_is_documented(world: World) -> None:
    app = web.Application()
    ports: Any = SimpleNamespace(hub=make_hub()[0])
    app[PORTS] = ports
    routes_of(world, FakeItems()).register(app)
    registered = {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    assert registered == {(route.method, route.path) for route in ROUTES}
    assert len(registered) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
async def test_nobody_without_a_token(site: Site, route) -> None:
    path = route.path.replace("{", "").replace("}", "")
    async with site.client.request(route.method, path) as response:
        assert response.status == 401
        assert (await response.json())["code"] == "token_missing"
