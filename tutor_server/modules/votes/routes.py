"""The routes of votes: the ranking for staff, examples for operators, one's own votes."""

import asyncio
from typing import Final

from aiohttp import web

from tutor_server.errors import ForbiddenError, InvalidRequestError
from tutor_server.modules.votes.example_set import ExampleReader
from tutor_server.modules.votes.examples import as_json
from tutor_server.modules.votes.reading import Wanted, read_evidence, read_own, read_topics
from tutor_server.modules.votes.report import build
from tutor_server.storage.keys import KeyVault
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.contracts import Query
from tutor_server.web.openapi import Route
from tutor_server.web.paging import PAGE, listed, read_page

MAX_LIMIT: Final = 100
USUAL: Final = 20
_STAFF: Final = frozenset({"teacher", "operator", "service"})
_TRAINERS: Final = frozenset({"operator", "service"})

ROUTES = (
    Route(
        method="get", path="/v1/votes/ranking", about="Sources by strength, for staff.",
        query=(
            Query(name="topic", about="Of one topic."),
            Query(name="consented", about="true: of consented votes only.", kind="boolean"),
        ),
    ),
    Route(
        method="get", path="/v1/votes/examples",
        about="Consented training examples, newest first; operators and services.",
        query=PAGE,
    ),
    Route(
        method="get", path="/v1/me/votes", about="The caller's votes, newest first.", query=PAGE
    ),
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
        page = read_page(request, usual=USUAL, most=MAX_LIMIT)
        found, following = await self._examples.page(scope, before=page.cursor, limit=page.limit)
        body = listed([as_json(example) for example in found], following)
        if page.cursor is None:
            body["set"] = (await self._examples.newest(scope)).as_json()
        return web.json_response(body)

    async def own(self, request: web.Request) -> web.Response:
        """`limit` votes before `cursor`."""
        who = await caller(request)
        scope = Scope(tenant=who.tenant_id, role="student", person=who.person_id)
        page = read_page(request, usual=USUAL, most=MAX_LIMIT)
        data, following = await read_own(
            self._database, scope, before=page.cursor, limit=page.limit
        )
        return web.json_response(listed(data, following))


async def _scope(request: web.Request, roles: frozenset[str]) -> Scope:
    who = await caller(request)
    if who.role not in roles:
        raise ForbiddenError
    return Scope(tenant=who.tenant_id, role=who.role, person=who.person_id)


def _flag(request: web.Request, name: str) -> bool:
    text = request.query.get(name, "false")
    if text not in {"true", "false"}:
        raise InvalidRequestError(f"{name} must be true or false.", param=name)
    return text == "true"
