"""The module's routes on a real server, real storage and a real hub of fake sessions.

The caller is whoever the bearer token names as `role:person:tenant`.
"""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from sessions.ids import StudentId, TenantId
from sessions.teaching.lesson import Outcome
from tests.fakes.live_session import FakeSession, FakeSessions, FakeStore
from tests.fakes.thinking import FakeGate, FakeLlm, FakeMasker
from tests.tutor_server.storage.world import World
from tutor_server.attach.contracts import Student
from tutor_server.attach.hub import Hub, HubSettings
from tutor_server.attach.presence import Presence, here, together
from tutor_server.attach.room import Room
from tutor_server.clock import monotonic
from tutor_server.errors import TokenInvalidError
from tutor_server.modules.classroom.routes import ClassroomRoutes
from tutor_server.web.contracts import PORTS, Caller
from tutor_server.web.problems import problems
from tutor_server.wire.session_object import WireSettings

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
TITLES = {"equal-parts": "Equal parts"}


class TokenIsName:
    """Reads `role:person:tenant` out of the token."""

    async def caller(self, token: str) -> Caller:
        role, _, rest = token.partition(":")
        person, _, tenant = rest.partition(":")
        if not tenant:
            raise TokenInvalidError
        return Caller(person_id=StudentId(person), tenant_id=TenantId(tenant), role=role)


@dataclass
class FakeItems:
    """Checks items of lessons: what each answer is, and what was asked."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def check(self, lesson_id: str, item_id: str, answer: str) -> Outcome | None:
        self.asked.append((lesson_id, item_id, answer))
        if (lesson_id, item_id) != ("equal-parts", "i1"):
            return None
        return self.outcomes.get(answer, Outcome(correct=False))


@dataclass
class FakeWorkers:
    """This process, and what others told of who is there."""

    hub: Hub
    told: list[str | None] = field(default_factory=list)

    async def present(self) -> Presence:
        return together(here(self.hub.rooms), self.told)


@dataclass
class Site:
    """Asks as somebody, and has what stands behind the routes."""

    world: World
    client: "TestClient[Any, Any]"
    hub: Hub
    sessions: FakeSessions
    llm: FakeLlm
    gate: FakeGate
    items: FakeItems
    workers: "FakeWorkers"

    async def ask(
        self,
        method: str,
        path: str,
        *,
        role: str = "teacher",
        person: str = "t1",
        tenant: str = "",
        json: object = None,
        data: bytes | None = None,
    ) -> tuple[int, Any]:
        """Status and JSON body; a teacher of the world's tenant unless told otherwise."""
        headers = {"Authorization": f"Bearer {role}:{person}:{tenant or self.world.tenant}"}
        async with self.client.request(
            method, path, headers=headers, json=json, data=data
        ) as response:
            body = await response.json(content_type=None) if await response.read() else None
            if response.status >= 400:
                assert response.content_type == "application/problem+json"
            return response.status, body

    async def connect(self, student: StudentId) -> tuple[Room, FakeSession]:
        """The student opens a live session."""
        who = Student(tenant_id=self.world.tenant, student_id=student)
        room = await self.hub.open(who, None, WireSettings())
        return room, self.sessions.made[-1]


def routes_of(world: World, items: FakeItems, now: datetime = NOON) -> ClassroomRoutes:
    """The routes of a world."""
    return ClassroomRoutes(
        database=world.database,
        people=world.people,
        log=world.log,
        title=TITLES.get,
        now=lambda: now,
        check=items.check,
    )


def make_hub() -> tuple[Hub, FakeSessions]:
    """A hub of fake sessions."""
    sessions = FakeSessions()
    hub = Hub(FakeStore(), sessions, HubSettings(), clock=monotonic, render=lambda text: text)
    return hub, sessions


@contextlib.asynccontextmanager
async def serving(world: World, *, now: datetime = NOON) -> AsyncIterator[Site]:
    """The routes, until left."""
    hub, sessions = make_hub()
    llm, gate, items = FakeLlm(first_s=0, token_s=0), FakeGate(delay_s=0), FakeItems()
    app = web.Application(middlewares=(problems,))
    workers = FakeWorkers(hub)
    ports: Any = SimpleNamespace(
        authority=TokenIsName(), hub=hub, llm=llm, gate=gate, masker=FakeMasker(), workers=workers
    )
    app[PORTS] = ports
    routes_of(world, items, now).register(app)
    async with hub.running(), TestClient(TestServer(app)) as client:
        yield Site(
            world=world,
            client=client,
            hub=hub,
            sessions=sessions,
            llm=llm,
            gate=gate,
            items=items,
            workers=workers,
        )
