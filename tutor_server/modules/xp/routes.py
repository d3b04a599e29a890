"""The routes of XP: the caller's own standing, history and choices, and the week's board."""

from datetime import date
from typing import Final

import msgspec
from aiohttp import web

from tutor_server.clock import WallClock
from tutor_server.errors import ForbiddenError, InvalidRequestError
from tutor_server.modules.xp.choices import set_time_zone, show_on_leaderboard
from tutor_server.modules.xp.leaderboard import NameOf, read_places, shown, week_now
from tutor_server.modules.xp.reading import read_history, read_summary
from tutor_server.modules.xp.store import week_of
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.contracts import Caller, Query
from tutor_server.web.openapi import Route
from tutor_server.web.paging import PAGE, listed, read_page
from tutor_server.web.requests import read_json

MAX_LIMIT: Final = 100
USUAL: Final = 20


class ZoneBody(msgspec.Struct):
    """`PUT /v1/me/timezone`."""

    timezone: str


class LeaderboardBody(msgspec.Struct):
    """`PUT /v1/me/leaderboard`."""

    show: bool


ROUTES = (
    Route(method="get", path="/v1/me/xp", about="The caller's XP, level, streak, achievements."),
    Route(
        method="get", path="/v1/me/xp/history", about="The caller's awards, newest first.",
        query=PAGE,
    ),
    Route(
        method="put", path="/v1/me/timezone", about="The zone that the caller's days follow.",
        answers="204", body=ZoneBody,
    ),
    Route(
        method="put", path="/v1/me/leaderboard", about="Be on the leaderboard, or not.",
        answers="204", body=LeaderboardBody,
    ),
    Route(
        method="get", path="/v1/leaderboard", about="A week's XP of those who show it.",
        query=(*PAGE, Query(name="week", about="A date of the week; this week without it.")),
    ),
)  # fmt: skip


class XpRoutes:
    """The routes, the database they read, and who knows names."""

    def __init__(self, database: Database, *, name_of: NameOf, now: WallClock) -> None:
        self._database = database
        self._name_of = name_of
        self._now = now

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/v1/me/xp", self.summary)
        app.router.add_get("/v1/me/xp/history", self.history)
        app.router.add_put("/v1/me/timezone", self.time_zone)
        app.router.add_put("/v1/me/leaderboard", self.choose)
        app.router.add_get("/v1/leaderboard", self.leaderboard)

    async def summary(self, request: web.Request) -> web.Response:
        """Where the caller stands now."""
        scope = _own(await caller(request))
        return web.json_response(await read_summary(self._database, scope, now=self._now()))

    async def history(self, request: web.Request) -> web.Response:
        """`limit` awards before `cursor`."""
        scope = _own(await caller(request))
        page = read_page(request, usual=USUAL, most=MAX_LIMIT)
        data, following = await read_history(
            self._database, scope, before=page.cursor, limit=page.limit
        )
        return web.json_response(listed(data, following))

    async def time_zone(self, request: web.Request) -> web.Response:
        """The caller's days follow this zone from now on."""
        scope = _own(await caller(request))
        body = await read_json(request, ZoneBody)
        await set_time_zone(self._database, scope, zone=body.timezone, now=self._now())
        return web.Response(status=204)

    async def choose(self, request: web.Request) -> web.Response:
        """Students decide for themselves; nobody else is on a board."""
        who = await caller(request)
        if who.role != "student":
            raise ForbiddenError("Only students are on the leaderboard.")
        body = await read_json(request, LeaderboardBody)
        await show_on_leaderboard(self._database, _own(who), show=body.show)
        return web.Response(status=204)

    async def leaderboard(self, request: web.Request) -> web.Response:
        """The week of `week` (any of its dates, the present one without it)."""
        who = await caller(request)
        scope = Scope(tenant=who.tenant_id, role=who.role, person=who.person_id)
        page = read_page(request, usual=USUAL, most=MAX_LIMIT)
        week = _week(request) or await week_now(self._database, _own(who), now=self._now())
        places = await read_places(self._database, scope, week, page)
        data = await shown(places[: page.limit], scope, name_of=self._name_of)
        return web.json_response(
            {"week": week.isoformat(), **listed(data, page.following(len(places)))}
        )


def _own(who: Caller) -> Scope:
    return Scope(tenant=who.tenant_id, role="student", person=who.person_id)


def _week(request: web.Request) -> date | None:
    text = request.query.get("week")
    if text is None:
        return None
    try:
        return week_of(date.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise InvalidRequestError(
            "week must be a date such as 2026-05-04.", param="week"
        ) from error
