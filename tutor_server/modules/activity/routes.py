"""`GET /v1/me/activity`: the caller's own days."""

from aiohttp import web

from tutor_server.errors import InvalidRequestError
from tutor_server.modules.activity.days import read_days
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.openapi import Route

MAX_DAYS = 366
ROUTES = (Route(method="get", path="/v1/me/activity", about="The caller's days, newest first."),)


class ActivityRoutes:
    """The route and the database it reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_get("/v1/me/activity", self.activity)

    async def activity(self, request: web.Request) -> web.Response:
        """`days` is how many, 30 unless asked."""
        who = await caller(request)
        text = request.query.get("days", "30")
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MAX_DAYS):
            raise InvalidRequestError(f"days must be 1 to {MAX_DAYS}.", param="days")
        scope = Scope(tenant=who.tenant_id, role="student", person=who.person_id)
        days = await read_days(self._database, scope, limit=int(text))
        return web.json_response({"object": "list", "data": days})
