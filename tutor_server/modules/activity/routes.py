"""`GET /v1/me/activity`: the caller's own days."""

from aiohttp import web

from tutor_server.modules.activity.days import read_days
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.contracts import Query, Route
from tutor_server.web.paging import read_count

MAX_DAYS = 366
USUAL = 30
ROUTES = (
    Route(
        method="get", path="/v1/me/activity", about="The caller's days, newest first.",
        query=(Query(name="days", about="How many, 30 without it.", kind="integer"),),
    ),
)  # fmt: skip


class ActivityRoutes:
    """The route and the database it reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_get("/v1/me/activity", self.activity)

    async def activity(self, request: web.Request) -> web.Response:
        """As many as `days` says."""
        who = await caller(request)
        count = read_count(request, "days", usual=USUAL, most=MAX_DAYS)
        scope = Scope(tenant=who.tenant_id, role="student", person=who.person_id)
        days = await read_days(self._database, scope, limit=count)
        return web.json_response({"object": "list", "data": days})
