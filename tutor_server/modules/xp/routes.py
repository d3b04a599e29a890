"""The routes of XP: the caller's own standing, history and choices, and the week's board."""

from datetime import date
from typing import Final

import msgspec
from aiohttp import web

from inference.contracts import JsonValue
from tutor_server.clock import WallClock
from tutor_server.errors import ForbiddenError, InvalidRequestError
from tutor_server.modules.xp.choices import set_time_zone, show_on_leaderboard
from tutor_server.modules.xp.leaderboard import NameOf, Page, read_places, shown, week_now
from tutor_server.modules.xp.reading import read_history, read_summary
from tutor_server.modules.xp.store import week_of
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.contracts import Caller
from tutor_server.web.openapi import Route
from tutor_server.web.requests import read_json

MAX_LIMIT: Final = 100
MAX_CURSOR: Final = 2**53

ROUTES = (
    Route(method="get", path="/v1/me/xp", about="The caller's XP, level, streak, achievements."),
    Route(method="get", path="/v1/me/xp/history", about="The caller's awards, newest first."),
    Route(
        method="put", path="/v1/me/timezone", about="The zone that the caller's days follow.",
        answers="204",
    ),
    Route(
        method="put", path="/v1/me/leaderboard", about="Be on the leaderboard, or not.",
        answers="204",
    ),
    Route(method="get", path="/v1/leaderboard", about="A week's XP of those who show it."),
)  # fmt: skip


class ZoneBody(msgspec.Struct):
    """`PUT /v1/me/timezone`."""

    timezone: str


class LeaderboardBody(msgspec.Struct):
    """`PUT /v1/me/leaderboard`."""

    show: bool


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
        data, place = await read_history(
            self._database, scope, before=_cursor(request), limit=_limit(request)
        )
        return web.json_response(_list(data, place))

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
        page = Page(
            week=_week(request) or await week_now(self._database, _own(who), now=self._now()),
            offset=_cursor(request) or 0,
            limit=_limit(request),
        )
        places = await read_places(self._database, scope, page)
        data = await shown(places[: page.limit], scope, name_of=self._name_of)
        place = page.offset + page.limit if len(places) > page.limit else None
        return web.json_response({"week": page.week.isoformat(), **_list(data, place)})


def _own(who: Caller) -> Scope:
    return Scope(tenant=who.tenant_id, role="student", person=who.person_id)


def _list(data: list[JsonValue], place: int | None) -> dict[str, JsonValue]:
    return {
        "object": "list",
        "data": data,
        "next_cursor": None if place is None else str(place),
    }


def _limit(request: web.Request) -> int:
    text = request.query.get("limit", "20")
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MAX_LIMIT):
        raise InvalidRequestError(f"limit must be 1 to {MAX_LIMIT}.", param="limit")
    return int(text)


def _cursor(request: web.Request) -> int | None:
    text = request.query.get("cursor")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 16 and int(text) < MAX_CURSOR):
        raise InvalidRequestError("cursor must be a next_cursor of this list.", param="cursor")
    return int(text)


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
