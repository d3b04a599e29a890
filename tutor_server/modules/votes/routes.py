"""The routes of votes: the ranking for staff, examples for operators, one's own votes."""

import asyncio
from typing import Final

from aiohttp import web

from inference.contracts import JsonValue
from tutor_server.errors import ForbiddenError, InvalidRequestError
from tutor_server.modules.votes.example_set import ExampleReader
from tutor_server.modules.votes.examples import as_json
from tutor_server.modules.votes.reading import Wanted, read_evidence, read_own, read_topics
from tutor_server.modules.votes.report import build
from tutor_server.storage.keys import KeyVault
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.openapi import Route

MAX_LIMIT: Final = 100
MAX_CURSOR: Final = 2**53
_STAFF: Final = frozenset({"teacher", "operator", "service"})
_TRAINERS: Final = frozenset({"operator", "service"})

ROUTES = (
    Route(method="get", path="/v1/votes/ranking", about="Sources by strength, for staff."),
    Route(
        method="get", path="/v1/votes/examples",
        about="Consented training examples, newest first; operators and services.",
    ),
    Route(method="get", path="/v1/me/votes", about="The caller's votes, newest first."),
)  # fmt: skip


class VotesRoutes:
    """The routes, and the database and keys they read with."""

    def __init__(self, database: Database, keys: KeyVault) -> None:
        self._database = database
        self._examples = ExampleReader(database, keys)

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/v1/votes/ranking", self.ranking)
        app.router.add_get("/v1/votes/examples", self.examples)
        app.router.add_get("/v1/me/votes", self.own)

    async def ranking(self, request: web.Request) -> web.Response:
        """Of all votes of the tenant, of one `topic`, or of `consented` ones only."""
        scope = await _scope(request, _STAFF)
        wanted = Wanted(topic=request.query.get("topic"), consented=_flag(request, "consented"))
        evidence = await read_evidence(self._database, scope, wanted)
        report = await asyncio.to_thread(build, evidence)
        topics = await read_topics(self._database, scope)
        head = {"object": "ranking", "topic": wanted.topic, "consented": wanted.consented}
        return web.json_response({**head, **report, "topics": topics})

    async def examples(self, request: web.Request) -> web.Response:
        """`limit` examples before `cursor`; the first page also measures the newest set."""
        scope = await _scope(request, _TRAINERS)
        before = _cursor(request)
        found, place = await self._examples.page(scope, before=before, limit=_limit(request))
        body = _list([as_json(example) for example in found], place)
        if before is None:
            body["set"] = (await self._examples.newest(scope)).as_json()
        return web.json_response(body)

    async def own(self, request: web.Request) -> web.Response:
        """`limit` votes before `cursor`."""
        who = await caller(request)
        scope = Scope(tenant=who.tenant_id, role="student", person=who.person_id)
        data, place = await read_own(
            self._database, scope, before=_cursor(request), limit=_limit(request)
        )
        return web.json_response(_list(data, place))


async def _scope(request: web.Request, roles: frozenset[str]) -> Scope:
    who = await caller(request)
    if who.role not in roles:
        raise ForbiddenError
    return Scope(tenant=who.tenant_id, role=who.role, person=who.person_id)


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


def _flag(request: web.Request, name: str) -> bool:
    text = request.query.get(name, "false")
    if text not in {"true", "false"}:
        raise InvalidRequestError(f"{name} must be true or false.", param=name)
    return text == "true"
