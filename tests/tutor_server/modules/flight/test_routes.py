"""The waterfall over HTTP: who may see it, and what it is drawn from."""

import contextlib
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from sessions.ids import ReplyId, SessionId
from sessions.outputs import Closed, TurnTimings
from tests.tutor_server.modules.classroom.http import TokenIsName, make_hub
from tests.tutor_server.modules.flight.flown import (
    NOON,
    allow,
    feed,
    flight_of,
    flights_of,
    store_of,
    talk,
)
from tests.tutor_server.storage.world import World
from tutor_server.attach.hub import Hub
from tutor_server.clock import wall_clock
from tutor_server.modules.flight.routes import ROUTES, FlightRoutes
from tutor_server.modules.flight.writer import FlightWriter
from tutor_server.storage.consents import Purpose, grant
from tutor_server.storage.people import PersonRole
from tutor_server.web.contracts import PORTS
from tutor_server.web.forward import Elsewhere
from tutor_server.web.problems import Handler, problems

pytestmark = pytest.mark.slow


class OneOther:
    """Knows of sessions that another worker has."""

    def __init__(self) -> None:
        self.theirs: dict[str, str] = {}

    async def owner(self, session_id: SessionId) -> str | None:
        return self.theirs.get(session_id)


@web.middleware
async def elsewhere(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Says where a request was to be carried."""
    try:
        return await handler(request)
    except Elsewhere as place:
        return web.Response(status=307, text=place.worker)


@dataclass
class Site:
    """Asks as somebody."""

    world: World
    client: "TestClient[Any, Any]"
    hub: Hub
    workers: "OneOther"

    async def ask(
        self, session: str, *, role: str = "operator", person: str = "o1", tenant: str = ""
    ) -> tuple[int, str, str]:
        """Status, content type and body."""
        token = f"{role}:{person}:{tenant or self.world.tenant}"
        path = f"/v1/sessions/{session}/waterfall.svg"
        headers = {"Authorization": f"Bearer {token}"}
        async with self.client.get(path, headers=headers) as response:
            return response.status, response.content_type, await response.text()


@pytest.fixture
async def site(world: World) -> AsyncIterator[Site]:
    hub, _ = make_hub()
    app = web.Application(middlewares=(problems, elsewhere))
    workers = OneOther()
    ports: Any = SimpleNamespace(authority=TokenIsName(), hub=hub, workers=workers)
    app[PORTS] = ports
    FlightRoutes(world.database, flights_of(world)).register(app)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(hub.running())
        client = await stack.enter_async_context(TestClient(TestServer(app)))
        yield Site(world=world, client=client, hub=hub, workers=workers)


async def flown(world: World) -> SessionId:
    """Ada's session, with her consent recorded."""
    await allow(world)
    flight = flight_of(await world.open())
    async with FlightWriter(store_of(world), now=lambda: NOON).running() as writer:
        feed(writer.open(flight), talk(18))
    return flight.identity.session_id


async def test_the_picture_shows_each_turn_of_the_record(site: Site) -> None:
    session = await flown(site.world)
    status, kind, text = await site.ask(session)
    assert (status, kind) == (200, "image/svg+xml")
    ET.fromstring(text)  # noqa: S314 our own picture
    assert text.count("first word after") == 2
    assert "first token" in text


@pytest.mark.parametrize("role", ["operator", "service"])
async def test_operators_may_see_it(site: Site, role: str) -> None:
    assert (await site.ask(await flown(site.world), role=role))[0] == 200


async def test_teachers_need_the_students_consent(site: Site) -> None:
    world = site.world
    session = await flown(world)
    teacher = await world.person(PersonRole.TEACHER)
    status, _, text = await site.ask(session, role="teacher", person=teacher)
    assert (status, "has not allowed" in text) == (403, True)
    await grant(
        world.database,
        world.as_("service"),
        person=world.ada,
        purpose=Purpose.TEACHER_VIEW,
        now=wall_clock(),
    )
    assert (await site.ask(session, role="teacher", person=teacher))[0] == 200


@pytest.mark.parametrize("role", ["student", "guardian"])
async def test_it_is_for_staff(site: Site, role: str) -> None:
    session = await flown(site.world)
    assert (await site.ask(session, role=role, person=site.world.ada))[0] == 403


@pytest.mark.parametrize("role", ["teacher", "operator", "service"])
async def test_another_tenant_finds_nothing(site: Site, role: str) -> None:
    session = await flown(site.world)
    assert (await site.ask(session, role=role, tenant="elsewhere"))[0] == 404


@pytest.mark.parametrize("session", ["none", "%00", "a%0Ab"])
async def test_no_such_session(site: Site, session: str) -> None:
    assert (await site.ask(session))[0] == 404


async def test_without_a_record_a_live_session_shows_what_it_published(site: Site) -> None:
    owned = await site.world.open()
    identity = flight_of(owned).identity
    status, _, text = await site.ask(identity.session_id)
    assert (status, "consent" in text) == (404, True)
    timings = TurnTimings(
        reply_id=ReplyId("resp_7"),
        end_of_turn_ms=200,
        transcript_ms=220,
        first_token_ms=300,
        first_audio_ms=410,
    )
    site.hub._watch(identity, timings)
    status, _, text = await site.ask(identity.session_id)
    assert (status, "resp_7: first word after 410 ms" in text) == (200, True)
    site.hub._watch(identity, Closed(reason="left"))
    assert (await site.ask(identity.session_id))[0] == 404


async def test_the_worker_that_has_the_session_is_asked(site: Site) -> None:
    owned = await site.world.open()
    session = flight_of(owned).identity.session_id
    site.workers.theirs[session] = "web-2"
    assert await site.ask(session) == (307, "text/plain", "web-2")
    assert (await site.ask(session, role="student"))[0] == 403
    assert (await site.ask(session, role="teacher"))[0] == 403
    assert (await site.ask(session, tenant="elsewhere"))[0] == 404


def test_the_route_is_in_the_table() -> None:
    assert [route.path for route in ROUTES] == ["/v1/sessions/{session_id}/waterfall.svg"]
