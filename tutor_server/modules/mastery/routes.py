"""The routes of mastery: what the caller knows, should do next and has to review; for teachers
and guardians what a student knows, as far as the row policies let them see it."""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from inference.contracts import JsonValue
from tutor_server.clock import WallClock
from tutor_server.errors import NotFoundError
from tutor_server.modules.mastery.graph import Graph
from tutor_server.modules.mastery.reading import (
    is_student,
    read_mastery,
    read_reviews,
    read_skills,
)
from tutor_server.modules.mastery.recommend import recommend
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.contracts import Caller
from tutor_server.web.openapi import Route
from tutor_server.web.paging import PAGE, listed, read_page

MAX_LIMIT: Final = 200
USUAL: Final = 50

ROUTES = (
    Route(
        method="get", path="/v1/me/mastery", about="What the caller knows, skill by skill.",
        query=PAGE,
    ),
    Route(
        method="get", path="/v1/me/next", about="Lessons to do next, the best first.", query=PAGE,
    ),
    Route(
        method="get", path="/v1/me/reviews", about="Skills that are due, longest due first.",
        query=PAGE,
    ),
    Route(
        method="get", path="/v1/students/{student_id}/mastery",
        about="What a student knows; the student, staff and guardians.",
        query=PAGE,
    ),
)  # fmt: skip


class MasteryRoutes:
    """The routes, the database they read, and who knows the curriculum."""

    def __init__(self, database: Database, *, graph: Callable[[], Graph], now: WallClock) -> None:
        self._database = database
        self._graph = graph
        self._now = now

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/v1/me/mastery", self.mine)
        app.router.add_get("/v1/me/next", self.next_lessons)
        app.router.add_get("/v1/me/reviews", self.reviews)
        app.router.add_get("/v1/students/{student_id}/mastery", self.theirs)

    async def mine(self, request: web.Request) -> web.Response:
        """`limit` skills from `cursor` on, by name."""
        scope = _own(await caller(request))
        return await self._skills(request, scope, scope.person)

    async def theirs(self, request: web.Request) -> web.Response:
        """The same of somebody else. Raises NotFoundError when the caller may not know them."""
        who = await caller(request)
        scope = Scope(tenant=who.tenant_id, role=who.role, person=who.person_id)
        student = request.match_info["student_id"]
        if not await is_student(self._database, scope, student):
            raise NotFoundError("There is no such student.")
        return await self._skills(request, scope, student)

    async def next_lessons(self, request: web.Request) -> web.Response:
        """The first `limit` suggestions; each has its reason (see recommend.Reason)."""
        who = await caller(request)
        page, now = read_page(request, usual=USUAL, most=MAX_LIMIT), self._now()
        mastery, due = await read_mastery(self._database, _own(who), grade=who.grade, now=now)
        found = recommend(self._graph(), mastery, due, now)
        data: list[JsonValue] = [
            {"lesson": suggestion.lesson, "reason": suggestion.reason.value}
            for suggestion in found[page.offset : page.offset + page.limit + 1]
        ]
        return web.json_response(listed(data[: page.limit], page.following(len(data))))

    async def reviews(self, request: web.Request) -> web.Response:
        """`limit` due skills from `cursor` on; `next_due` is when the first other one will be."""
        scope, page = _own(await caller(request)), read_page(request, usual=USUAL, most=MAX_LIMIT)
        found = await read_reviews(self._database, scope, page=page, now=self._now())
        next_due = None if found.next_due is None else found.next_due.isoformat()
        here = listed(found.rows[: page.limit], page.following(len(found.rows)))
        return web.json_response({**here, "next_due": next_due})

    async def _skills(self, request: web.Request, scope: Scope, student: str) -> web.Response:
        page = read_page(request, usual=USUAL, most=MAX_LIMIT)
        data = await read_skills(
            self._database, scope, student=student, page=page, now=self._now()
        )
        return web.json_response(listed(data[: page.limit], page.following(len(data))))


def _own(who: Caller) -> Scope:
    return Scope(tenant=who.tenant_id, role="student", person=who.person_id)
