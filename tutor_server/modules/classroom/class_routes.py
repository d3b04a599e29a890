"""The class as a teacher sees it, and asking a student's tutor, or everybody's, for quiet."""

import logging
from dataclasses import dataclass
from typing import Final

import msgspec
from aiohttp import web

from inference.contracts import JsonValue
from sessions.ids import StudentId
from tutor_server.clock import WallClock
from tutor_server.errors import ErasedError, NotFoundError
from tutor_server.modules.classroom.pauses import Pauses
from tutor_server.modules.classroom.reading import Pupil, read_class
from tutor_server.modules.classroom.rights import STAFF, known_student, require, scope_of
from tutor_server.modules.classroom.showing import TitleOf, shown
from tutor_server.modules.classroom.standing import Who, class_pause, stand, stand_class, standing
from tutor_server.modules.classroom.stuck import Urgency, urgency
from tutor_server.storage.people import People
from tutor_server.storage.pool import Database
from tutor_server.web.contracts import PORTS, Caller
from tutor_server.web.openapi import Route
from tutor_server.web.paging import PAGE, listed, read_page
from tutor_server.web.requests import read_json

log = logging.getLogger(__name__)


class PauseBody(msgspec.Struct, frozen=True):
    """`POST /v1/students/{student_id}/pause` and `POST /v1/class/pause`."""

    paused: bool


ROUTES: Final = (
    Route(
        method="get", path="/v1/class", about="The class, who needs help first; staff.",
        query=PAGE,
    ),
    Route(
        method="post", path="/v1/class/pause",
        about="Pause every student's tutor, or let all go on: eyes on the teacher; staff.",
        body=PauseBody,
    ),
    Route(
        method="post", path="/v1/students/{student_id}/pause",
        about="Pause a student's tutor until it is let go on, in every session; staff.",
        body=PauseBody,
    ),
)  # fmt: skip
_NOT_STAFF: Final = "Only teachers, operators and services may {}."


@dataclass(frozen=True, slots=True)
class ClassRoutes:
    """The routes and what they read."""

    database: Database
    people: People
    pauses: Pauses
    title: TitleOf
    now: WallClock

    def add(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/v1/class", self.classroom)
        app.router.add_post("/v1/class/pause", self.pause_class)
        app.router.add_post("/v1/students/{student_id}/pause", self.pause)

    async def classroom(self, request: web.Request) -> web.Response:
        """`limit` students from `cursor` on. `paused` of a row is a student's own pause, and
        `class_pause` everybody's; `live` is null while a worker is not heard of."""
        who = await require(request, STAFF, refusal=_NOT_STAFF.format("see the class"))
        page, now = read_page(request, usual=50, most=200), self.now()
        pupils = await read_class(self.database, scope_of(who))
        paused = await standing(self.database, scope_of(who))
        presence = await request.app[PORTS].workers.present()

        def place(pupil: Pupil) -> tuple[Urgency, str]:
            live = presence.live(pupil.who) is True
            return urgency(pupil.where, now, live=live), pupil.student

        end = page.offset + page.limit
        ranked = sorted(pupils, key=place)[page.offset : end]
        data: list[JsonValue] = []
        for pupil in ranked:
            if (name := await self._name(pupil.who)) is not None:
                row: dict[str, JsonValue] = {"student_id": pupil.student, "name": name}
                row |= shown(pupil.where, now, self.title)
                row |= {"live": presence.live(pupil.who), "paused": pupil.student in paused}
                row |= {"connection": presence.links.get(pupil.who)}
                data.append(row)
        found = listed(data, end if end < len(pupils) else None)
        return web.json_response({**found, "class_pause": await self._class_pause(who)})

    async def pause(self, request: web.Request) -> web.Response:
        """Holds for every session of the student, now and later, until it is lifted. `sessions`:
        how many live in this process and were asked at once; other processes follow."""
        who = await require(request, STAFF, refusal=_NOT_STAFF.format("pause a student's tutor"))
        body = await read_json(request, PauseBody)
        scope = scope_of(who)
        student = await known_student(request, self.database, scope)
        await stand(self.database, scope, student, paused=body.paused, now=self.now())
        rooms = await self.pauses.ask({(who.tenant_id, student)})
        log.info(
            "a student's tutor was paused" if body.paused else "a student's tutor goes on",
            extra={"student": student, "by": who.person_id, "role": who.role, "rooms": rooms},
        )
        return web.json_response({"student_id": student, "paused": body.paused, "sessions": rooms})

    async def pause_class(self, request: web.Request) -> web.Response:
        """Holds for every session of every student, now and later, until it is lifted or ends by
        itself; who is paused alone stays so. `sessions`: as for one student."""
        who = await require(request, STAFF, refusal=_NOT_STAFF.format("pause the class"))
        body = await read_json(request, PauseBody)
        await stand_class(self.database, scope_of(who), paused=body.paused, now=self.now())
        here = {one for one in self.pauses.live() if one[0] == who.tenant_id}
        rooms = await self.pauses.ask(here)
        log.info(
            "the class was paused" if body.paused else "the class goes on",
            extra={"by": who.person_id, "role": who.role, "rooms": rooms},
        )
        return web.json_response(
            {
                "paused": body.paused,
                "class_pause": await self._class_pause(who),
                "sessions": rooms,
            }
        )

    async def _class_pause(self, who: Caller) -> JsonValue:
        found = await class_pause(self.database, scope_of(who), self.now())
        if found is None:
            return None
        by = StudentId(found.set_by)
        return {
            "set_by": {"id": by, "name": await self._name((who.tenant_id, by)) if by else None},
            "at": found.at.isoformat(),
            "until": found.until.isoformat(),
        }

    async def _name(self, who: Who) -> str | None:
        """None for somebody who was erased in between."""
        try:
            return (await self.people.get(*who)).display_name
        except (NotFoundError, ErasedError):
            return None
