"""`GET /v1/sessions/{session_id}/waterfall.svg`: where the time of each turn went, as a picture.

From the session's flight record where one is kept, else from what a live session published of its
turns. It names replies and milliseconds, no word; still only staff may see it, teachers with the
student's consent. The row policies say it again.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from sessions.flight.picture import render
from sessions.flight.waterfall import Waterfall
from sessions.ids import SessionId
from tutor_server.errors import ForbiddenError, NotFoundError
from tutor_server.modules.flight.reading import Flights, turns
from tutor_server.modules.flight.timings import LiveTimings
from tutor_server.storage.consents import Purpose, allowed
from tutor_server.storage.pool import Database, Scope
from tutor_server.storage.session_list import get_session
from tutor_server.web.auth import caller
from tutor_server.web.contracts import PORTS, Caller, Route
from tutor_server.web.forward import to_owner

log = logging.getLogger(__name__)

_PATH: Final = "/v1/sessions/{session_id}/waterfall.svg"
ROUTES: Final = (
    Route(
        method="get", path=_PATH,
        about="Where the time of each turn went (SVG); staff, teachers with consent.",
    ),
)  # fmt: skip
_STAFF: Final = frozenset({"teacher", "operator", "service"})


@dataclass(frozen=True, slots=True)
class FlightRoutes:
    """The route and what it reads; register() also watches the hub's outputs."""

    database: Database
    flights: Flights
    live: LiveTimings = field(default_factory=LiveTimings)

    def register(self, app: web.Application) -> None:
        """Add the route."""
        app[PORTS].hub.watchers.append(self.live.watch)
        app.router.add_get(_PATH, self.waterfall)

    async def waterfall(self, request: web.Request) -> web.Response:
        """The picture. Raises NotFoundError when there is nothing to draw from."""
        who = await caller(request)
        if who.role not in _STAFF:
            raise ForbiddenError("Only teachers, operators and services may see this.")
        scope = Scope(tenant=who.tenant_id, role=who.role, person=who.person_id)
        session_id = _session_id(request)
        await self._require(scope, session_id)
        found = await self._turns(request, scope, session_id)
        picture = render(found, about=f"Turns of {session_id}")
        _note(who, session_id)
        return web.Response(
            text=picture, content_type="image/svg+xml", headers={"Cache-Control": "no-store"}
        )

    async def _require(self, scope: Scope, session_id: SessionId) -> None:
        record = await get_session(self.database, scope, session_id)
        if scope.role == "teacher" and not await allowed(
            self.database, scope.tenant, person=record.student_id, purpose=Purpose.TEACHER_VIEW
        ):
            raise ForbiddenError("This student has not allowed teachers to look so closely.")

    async def _turns(
        self, request: web.Request, scope: Scope, session_id: SessionId
    ) -> tuple[Waterfall, ...]:
        try:
            flown = await self.flights.of(scope, session_id)
            return await asyncio.to_thread(turns, flown)
        except NotFoundError:
            if live := self.live.of(scope.tenant, session_id):
                return live
            await to_owner(request, session_id)  # who serves it knows its turns
            raise


def _session_id(request: web.Request) -> SessionId:
    """Raises NotFoundError for characters that Postgres does not take, such as NUL."""
    text = request.match_info["session_id"]
    if not text.isprintable():
        raise NotFoundError
    return SessionId(text)


def _note(who: Caller, session_id: SessionId) -> None:
    log.info(
        "a waterfall was looked at",
        extra={"session": session_id, "by": who.person_id, "role": who.role},
    )
