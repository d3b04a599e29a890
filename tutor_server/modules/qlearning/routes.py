"""The routes of the learners: values and convergence for staff, one's own decisions, and a
teacher's word about a student's format."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import msgspec
from aiohttp import web

from sessions.ids import StudentId, TenantId
from tutor_server.clock import WallClock
from tutor_server.errors import ErasedError, ForbiddenError, InvalidRequestError, NotFoundError
from tutor_server.modules.qlearning.overrides import read_override, set_override
from tutor_server.modules.qlearning.reading import (
    Wanted,
    read_days,
    read_outcomes,
    read_own,
    read_values,
)
from tutor_server.modules.qlearning.report import plot, policies_json, series_json, sources_json
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.contracts import Query, Route
from tutor_server.web.paging import PAGE, listed, read_page
from tutor_server.web.requests import read_json

MAX_LIMIT: Final = 200
USUAL: Final = 50
_STAFF: Final = frozenset({"teacher", "operator", "service"})
_KINDS: Final = ("format", "fix")
_KIND: Final = Query(name="kind", about="Of which choices; format without it.", choices=_KINDS)


class FormatBody(msgspec.Struct):
    """`PUT /v1/students/{student_id}/format`."""

    format: str | None


ROUTES = (
    Route(
        method="get", path="/v1/qlearning/values",
        about="Q-values, counts and rewards by state and option, for staff.",
        query=(*PAGE, _KIND, Query(name="student", about="One student's; all without it.")),
    ),
    Route(
        method="get", path="/v1/qlearning/convergence",
        about="Rewards and convergence by day, and policies judged offline, for staff.",
        query=(_KIND,),
    ),
    Route(
        method="get", path="/v1/qlearning/plot.svg",
        about="Rewards and convergence as a picture, for staff.",
        query=(_KIND,),
    ),
    Route(
        method="get", path="/v1/me/decisions",
        about="What was chosen for the caller, newest first.",
        query=PAGE,
    ),
    Route(
        method="get", path="/v1/students/{student_id}/format",
        about="The format that a teacher set for a student, by whom and since when; staff.",
    ),
    Route(
        method="put", path="/v1/students/{student_id}/format",
        about="The format of a student's lessons, null to let the learners choose; staff.",
        answers="204", body=FormatBody,
    ),
)  # fmt: skip


NameOf: TypeAlias = Callable[[TenantId, StudentId], Awaitable[str]]
"""A person's display name. Raises NotFoundError, ErasedError."""


class QlearningRoutes:
    """The routes, and the database that they read."""

    def __init__(self, database: Database, *, name_of: NameOf, now: WallClock) -> None:
        self._database = database
        self._name_of = name_of
        self._now = now

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/v1/qlearning/values", self.values)
        app.router.add_get("/v1/qlearning/convergence", self.convergence)
        app.router.add_get("/v1/qlearning/plot.svg", self.plot)
        app.router.add_get("/v1/me/decisions", self.own)
        app.router.add_get("/v1/students/{student_id}/format", self.format)
        app.router.add_put("/v1/students/{student_id}/format", self.set_format)

    async def values(self, request: web.Request) -> web.Response:
        """Of `kind`, of all students or of one `student`; `limit` rows from `cursor` on."""
        scope = await _staff(request)
        page = read_page(request, usual=USUAL, most=MAX_LIMIT)
        wanted = Wanted(kind=_kind(request), student=_student(request), page=page)
        rows = await read_values(self._database, scope, wanted)
        return web.json_response(listed(rows[: page.limit], page.following(len(rows))))

    async def convergence(self, request: web.Request) -> web.Response:
        """Of `kind`."""
        scope, kind = await _staff(request), _kind(request)
        days = await read_days(self._database, scope, kind=kind)
        outcomes = await read_outcomes(self._database, scope, kind=kind)
        return web.json_response(
            {
                "object": "convergence",
                "kind": kind,
                "series": series_json(days),
                "sources": sources_json(outcomes),
                "policies": await asyncio.to_thread(policies_json, outcomes),
            }
        )

    async def plot(self, request: web.Request) -> web.Response:
        """The series of `kind`."""
        scope, kind = await _staff(request), _kind(request)
        days = await read_days(self._database, scope, kind=kind)
        return web.Response(
            text=plot(days, kind=kind), content_type="image/svg+xml", charset="utf-8"
        )

    async def own(self, request: web.Request) -> web.Response:
        """`limit` decisions before `cursor`."""
        who = await caller(request)
        scope = Scope(tenant=who.tenant_id, role="student", person=who.person_id)
        page = read_page(request, usual=USUAL, most=MAX_LIMIT)
        data, following = await read_own(
            self._database, scope, before=page.cursor, limit=page.limit
        )
        return web.json_response(listed(data, following))

    async def format(self, request: web.Request) -> web.Response:
        """All null when the learners choose."""
        scope, student = await _staff(request), _of(request)
        found = await read_override(self._database, scope, student=student)
        by = found and {"id": found.set_by, "name": await self._name(scope.tenant, found.set_by)}
        return web.json_response(
            {
                "student_id": student,
                "format": found and found.format,
                "set_by": by,
                "at": found and found.at.isoformat(),
            }
        )

    async def _name(self, tenant: TenantId, person: str) -> str | None:
        """None for the service, and for who was erased."""
        try:
            return await self._name_of(tenant, StudentId(person))
        except (NotFoundError, ErasedError):
            return None

    async def set_format(self, request: web.Request) -> web.Response:
        """Stands until it is set to another, or to null."""
        scope, student = await _staff(request), _of(request)
        body = await read_json(request, FormatBody)
        await set_override(
            self._database, scope, student=student, format=body.format, now=self._now()
        )
        return web.Response(status=204)


async def _staff(request: web.Request) -> Scope:
    who = await caller(request)
    if who.role not in _STAFF:
        raise ForbiddenError("Only teachers and operators may do this.")
    return Scope(tenant=who.tenant_id, role=who.role, person=who.person_id)


def _of(request: web.Request) -> str:
    student = request.match_info["student_id"]
    if not student.isprintable():  # Postgres takes no NUL
        raise NotFoundError("There is no such student.")
    return student


def _kind(request: web.Request) -> str:
    kind = request.query.get("kind", "format")
    if kind not in _KINDS:
        raise InvalidRequestError("kind must be format or fix.", param="kind")
    return kind


def _student(request: web.Request) -> str | None:
    student = request.query.get("student")
    if student is not None and not student.isprintable():
        raise InvalidRequestError("student must be an id.", param="student")
    return student
