"""A module's routes on a real server in this process, asked by people of a test world.

The caller is whoever the bearer token names as `role:person`; everything else is real.
"""

import contextlib
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, Protocol

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from sessions.ids import StudentId, TenantId
from tests.tutor_server.storage.world import World
from tutor_server.errors import TokenInvalidError
from tutor_server.web.contracts import PORTS, Caller
from tutor_server.web.openapi import Route
from tutor_server.web.problems import problems


class Routes(Protocol):
    """A module's routes."""

    def register(self, app: web.Application) -> None: ...


class TokenIsName:
    """Reads `role:person` out of the token."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    async def caller(self, token: str) -> Caller:
        role, _, person = token.partition(":")
        if not person:
            raise TokenInvalidError
        return Caller(person_id=StudentId(person), tenant_id=self._tenant, role=role)


class Web:
    """Asks as somebody."""

    def __init__(self, client: "TestClient[Any, Any]") -> None:
        self.client = client

    async def ask(
        self, method: str, path: str, *, role: str = "student", person: str, json: object = None
    ) -> tuple[int, Any]:
        """Status and JSON body, None when there is none."""
        headers = {"Authorization": f"Bearer {role}:{person}"}
        async with self.client.request(method, path, headers=headers, json=json) as response:
            body = await response.json(content_type=None) if await response.read() else None
            return response.status, body


@contextlib.asynccontextmanager
async def serving(world: World, routes: Routes) -> AsyncIterator[Web]:
    """The routes, until left."""
    app = web.Application(middlewares=(problems,))
    ports: Any = SimpleNamespace(authority=TokenIsName(world.tenant))
    app[PORTS] = ports
    routes.register(app)
    async with TestClient(TestServer(app)) as client:
        yield Web(client)


def registered(routes: Routes) -> set[tuple[str, str]]:
    """Method and path of every route."""
    app = web.Application()
    routes.register(app)
    return {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }


def documented(table: tuple[Route, ...]) -> set[tuple[str, str]]:
    """The same of a ROUTES table."""
    return {(route.method, route.path) for route in table}
