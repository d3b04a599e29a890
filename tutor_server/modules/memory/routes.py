"""What is remembered of the caller: `GET /v1/me/memory`, and its forgetting, all or one piece."""

import re
from typing import Final

from aiohttp import web

from tutor_server.errors import InvalidRequestError, NotFoundError
from tutor_server.modules.memory.reading import OwnMemory, Page, Place
from tutor_server.storage.pool import Scope
from tutor_server.web.auth import caller
from tutor_server.web.openapi import Route
from tutor_server.web.paging import PAGE, read_limit

MAX_LIMIT: Final = 100
USUAL: Final = 20
_ID: Final = re.compile(r"mem_\d{1,16}_\d{1,4}", re.ASCII)
_CURSOR: Final = re.compile(r"(\d{1,16})\.(mem_\d{1,16}_\d{1,4})", re.ASCII)

ROUTES: Final = (
    Route(
        method="get", path="/v1/me/memory",
        about="What is remembered of the caller's talks: a summary, and pieces, newest first.",
        query=PAGE,
    ),
    Route(
        method="delete", path="/v1/me/memory",
        about="Forget everything that was said until now.", answers="204",
    ),
    Route(
        method="delete", path="/v1/me/memory/{piece_id}",
        about="Forget one piece.", answers="204",
    ),
)  # fmt: skip


class MemoryRoutes:
    """The routes and what they read."""

    def __init__(self, memory: OwnMemory) -> None:
        self._memory = memory

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/v1/me/memory", self.show)
        app.router.add_delete("/v1/me/memory", self.forget_all)
        app.router.add_delete("/v1/me/memory/{piece_id}", self.forget)

    async def show(self, request: web.Request) -> web.Response:
        """`limit` pieces before `cursor`."""
        scope = await _own(request)
        page = Page(
            limit=read_limit(request, usual=USUAL, most=MAX_LIMIT), before=_before(request)
        )
        return web.json_response(await self._memory.page(scope, page))

    async def forget_all(self, request: web.Request) -> web.Response:
        """Harmless when repeated."""
        await self._memory.forget_all(await _own(request))
        return web.Response(status=204)

    async def forget(self, request: web.Request) -> web.Response:
        """404 when it is not there (any more)."""
        scope, piece = await _own(request), request.match_info["piece_id"]
        if not _ID.fullmatch(piece) or not await self._memory.forget(scope, piece):
            raise NotFoundError("This is not remembered.")
        return web.Response(status=204)


async def _own(request: web.Request) -> Scope:
    who = await caller(request)
    return Scope(tenant=who.tenant_id, role="student", person=who.person_id)


def _before(request: web.Request) -> Place | None:
    text = request.query.get("cursor")
    if text is None:
        return None
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise InvalidRequestError("cursor must be a next_cursor of this list.", param="cursor")
    return Place(student_seq=int(match[1]), piece=match[2])
