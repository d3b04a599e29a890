"""All routes of the module in one table, and their registration."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from tutor_server.clock import WallClock
from tutor_server.modules.classroom import class_routes, student_routes
from tutor_server.modules.classroom.assess import routes as assess_routes
from tutor_server.modules.classroom.class_routes import ClassRoutes
from tutor_server.modules.classroom.pauses import Pauses
from tutor_server.modules.classroom.said import Said
from tutor_server.modules.classroom.showing import TitleOf
from tutor_server.modules.classroom.student_routes import StudentRoutes
from tutor_server.storage.event_log import EventLog
from tutor_server.storage.people import People
from tutor_server.storage.pool import Database
from tutor_server.web.contracts import PORTS

ROUTES: Final = (*class_routes.ROUTES, *student_routes.ROUTES, *assess_routes.ROUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassroomRoutes:
    """The teacher's routes; register() also watches the hub, and follows pauses while it runs."""

    database: Database
    people: People
    log: EventLog
    title: TitleOf
    now: WallClock
    check: assess_routes.Check

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        pauses = Pauses(app[PORTS].hub, self.database, self.now)

        async def follow(_: web.Application) -> AsyncIterator[None]:
            async with pauses.following():
                yield

        app.cleanup_ctx.append(follow)
        ClassRoutes(self.database, self.people, pauses, self.title, self.now).add(app)
        StudentRoutes(self.database, Said(self.database, self.log), self.title, self.now).add(app)
        assess_routes.AssessRoutes(self.check).add(app)
