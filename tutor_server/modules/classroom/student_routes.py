"""One student as a teacher or a guardian sees them: sessions, what was said, wrong answers, and
what the student allows. The row policies decide what is seen; consent decides for teachers."""

import logging
from dataclasses import dataclass
from typing import Final

import msgspec
from aiohttp import web

from inference.contracts import JsonValue
from sessions.ids import SessionId
from tutor_server.clock import WallClock
from tutor_server.errors import NotFoundError
from tutor_server.modules.classroom.reading import read_whereabouts
from tutor_server.modules.classroom.rights import (
    CONSENTING,
    id_of,
    known_student,
    may_read,
    require,
    require_reading,
    scope_of,
)
from tutor_server.modules.classroom.said import Said
from tutor_server.modules.classroom.showing import TitleOf, shown, time_text
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Database
from tutor_server.storage.session_list import SessionRecord, get_session, list_sessions
from tutor_server.web.auth import caller
from tutor_server.web.openapi import Route
from tutor_server.web.paging import PAGE, Page, cursor_at, listed, read_page
from tutor_server.web.requests import read_json
from tutor_server.wire import items

log = logging.getLogger(__name__)

_STUDENT: Final = "/v1/students/{student_id}"


class ConsentBody(msgspec.Struct, frozen=True):
    """`POST /v1/students/{student_id}/consents`."""

    purpose: Purpose
    granted: bool


ROUTES: Final = (
    Route(
        method="get", path=f"{_STUDENT}/sessions",
        about="A student's sessions, newest first; the student, staff and guardians.",
        query=PAGE,
    ),
    Route(
        method="get", path=f"{_STUDENT}/sessions/{{session_id}}",
        about="What was said; teachers need the student's consent.",
        query=PAGE,
    ),
    Route(
        method="get", path=f"{_STUDENT}/stuck",
        about="Where a student is, and the last wrong answers; teachers need consent.",
        query=PAGE,
    ),
    Route(
        method="post", path=f"{_STUDENT}/consents",
        about="Give or withdraw a consent; guardians and operators.",
        body=ConsentBody,
    ),
)  # fmt: skip
_OF_ATTEMPT: Final = (
    "lesson", "item", "skill", "use", "attempt", "aided", "hints", "error", "misconception",
)  # fmt: skip
"""What is shown of an attempt's fact."""


@dataclass(frozen=True, slots=True)
class StudentRoutes:
    """The routes and what they read."""

    database: Database
    said: Said
    title: TitleOf
    now: WallClock

    def add(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get(f"{_STUDENT}/sessions", self.sessions)
        app.router.add_get(f"{_STUDENT}/sessions/{{session_id}}", self.transcript)
        app.router.add_get(f"{_STUDENT}/stuck", self.stuck)
        app.router.add_post(f"{_STUDENT}/consents", self.consent)

    async def sessions(self, request: web.Request) -> web.Response:
        """Sessions without what was said; `transcripts` tells whether the caller may read it."""
        scope = scope_of(await caller(request))
        student = await known_student(request, self.database, scope)
        page = read_page(request, usual=20, most=100)
        found = await list_sessions(
            self.database, scope, student=student, before=page.before, limit=page.limit + 1
        )
        here = found[: page.limit]
        following = cursor_at(here[-1].opened_at) if len(found) > page.limit else None
        return web.json_response(
            {
                **listed([_session(record) for record in here], following),
                "transcripts": await may_read(self.database, scope, student),
            }
        )

    async def transcript(self, request: web.Request) -> web.Response:
        """`limit` items from `cursor` on, oldest first."""
        scope = scope_of(await caller(request))
        student = await known_student(request, self.database, scope)
        page = read_page(request, usual=200, most=500)
        await require_reading(self.database, scope, student)
        session_id = SessionId(id_of(request, "session_id"))
        record = await get_session(self.database, scope, session_id)
        if record.student_id != student:
            raise NotFoundError("There is no such session.")
        said = await self.said.transcript(scope, session_id)
        end = page.offset + page.limit
        return web.json_response(
            {
                **_session(record),
                "student_id": student,
                "items": [items.show(item) for item in said[page.offset : end]],
                "next_cursor": str(end) if end < len(said) else None,
            }
        )

    async def stuck(self, request: web.Request) -> web.Response:
        """Where the student is now, and `limit` wrong answers, newest first."""
        scope = scope_of(await caller(request))
        student = await known_student(request, self.database, scope)
        page = read_page(request, usual=10, most=50)
        await require_reading(self.database, scope, student)
        where = await read_whereabouts(self.database, scope, student)
        found = await self.said.wrong_answers(scope, student, page)
        return web.json_response(
            {
                "student_id": student,
                "where": shown(where, self.now(), self.title),
                **self._answers(found, page),
            }
        )

    async def consent(self, request: web.Request) -> web.Response:
        """Harmless when repeated."""
        refusal = "Only a guardian or an operator may give or withdraw consent for a student."
        who = await require(request, CONSENTING, refusal=refusal)
        body, scope = await read_json(request, ConsentBody), scope_of(who)
        student = await known_student(request, self.database, scope)
        change = grant if body.granted else withdraw
        await change(self.database, scope, person=student, purpose=body.purpose, now=self.now())
        log.info(
            "a consent was given" if body.granted else "a consent was withdrawn",
            extra={
                "student": student,
                "purpose": body.purpose.value,
                "by": who.person_id,
                "role": who.role,
            },
        )
        return web.json_response(
            {"student_id": student, "purpose": body.purpose.value, "granted": body.granted}
        )

    def _answers(self, found: tuple[LoggedFact, ...], page: Page) -> dict[str, JsonValue]:
        here = found[: page.limit]
        following = here[-1].student_seq if len(found) > page.limit else None
        return listed([self._answer(logged) for logged in here], following)

    def _answer(self, logged: LoggedFact) -> JsonValue:
        body, private = logged.fact.body, logged.fact.private
        lesson = body.get("lesson")
        return {
            "at": logged.at.isoformat(),
            "session": logged.session_id,
            **{name: body.get(name) for name in _OF_ATTEMPT},
            "lesson_title": self.title(lesson) if isinstance(lesson, str) else None,
            "answer": private.get("answer"),
        }


def _session(record: SessionRecord) -> dict[str, JsonValue]:
    return {
        "id": record.session_id,
        "opened_at": record.opened_at.isoformat(),
        "closed_at": time_text(record.closed_at),
        "events": record.last_seq,
    }
