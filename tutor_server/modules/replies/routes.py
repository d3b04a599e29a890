"""`POST /v1/replies/{reply_id}/rating`: a thumb for a kept reply; down removes it for all."""

import re
from typing import Final, Literal

from aiohttp import web
from msgspec import Struct

from tutor_server.errors import NotFoundError
from tutor_server.modules.replies.cache import ReplyCache
from tutor_server.modules.replies.sharing import SharedReplies, Versions
from tutor_server.web.auth import caller
from tutor_server.web.cached_reply import REPLIES
from tutor_server.web.openapi import Route
from tutor_server.web.requests import read_json

_ID: Final = re.compile(r"reply_[0-9a-f]{24}")


class RatingBody(Struct):
    """A thumb."""

    thumbs: Literal[-1, 1]


ROUTES: Final = (
    Route(
        method="post",
        path="/v1/replies/{reply_id}/rating",
        about="A thumb (1 or -1) for a shared reply; down removes it for everybody.",
        answers="204",
        body=RatingBody,
    ),
)


class RepliesRoutes:
    """The route, and the cache that the web layer finds."""

    def __init__(self, cache: ReplyCache, versions: Versions) -> None:
        self._cache, self._versions = cache, versions

    def register(self, app: web.Application) -> None:
        """Add the route and join the cache to `/v1/generate`."""
        app[REPLIES] = SharedReplies(self._cache, self._versions)
        app.router.add_post("/v1/replies/{reply_id}/rating", self.rate)

    async def rate(self, request: web.Request) -> web.Response:
        """204 whether or not the reply is still there: it may have been removed by another."""
        who = await caller(request)
        reply_id = request.match_info["reply_id"]
        if not _ID.fullmatch(reply_id):
            raise NotFoundError("There is no such reply.")
        body = await read_json(request, RatingBody)
        await self._cache.rate(who.tenant_id, reply_id, good=body.thumbs == 1)
        return web.Response(status=204)
