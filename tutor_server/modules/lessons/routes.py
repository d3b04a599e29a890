"""The curriculum over HTTP: the path map, lessons, and progress of the caller or of a student."""

from typing import Final

from aiohttp import web

from inference.contracts import JsonValue
from sessions.teaching.lesson import Lesson
from tutor_server.errors import InvalidRequestError, NotFoundError
from tutor_server.modules.lessons.curriculum import Curriculum
from tutor_server.modules.lessons.public import (
    path_map,
    public_lesson,
    public_progress,
    state_of,
    summary,
)
from tutor_server.modules.lessons.reading import LessonProgress, read_lessons, read_progress
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.auth import caller
from tutor_server.web.contracts import Caller, Query
from tutor_server.web.openapi import Route
from tutor_server.web.paging import PAGE, read_count, read_limit

MAX_LESSONS: Final = 100
ROUTES: Final = (
    Route(method="get", path="/v1/paths", about="Every path, its lessons and where each stands."),
    Route(
        method="get", path="/v1/lessons",
        about="Lessons in order.",
        query=(
            *PAGE, Query(name="path", about="Of one path."),
            Query(name="grade", about="Of one grade.", kind="integer"),
        ),
    ),
    Route(
        method="get", path="/v1/lessons/{lesson_id}",
        about="One lesson in every format, without any answer.",
    ),
    Route(method="get", path="/v1/me/progress", about="The caller's lessons and results."),
    Route(
        method="get", path="/v1/students/{student_id}/progress",
        about="A student's lessons and results, for teachers, guardians and operators.",
    ),
)  # fmt: skip


class LessonRoutes:
    """The routes, the curriculum and the database they read."""

    def __init__(self, database: Database, curriculum: Curriculum) -> None:
        self._database = database
        self._curriculum = curriculum

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/v1/paths", self.paths)
        app.router.add_get("/v1/lessons", self.lessons)
        app.router.add_get("/v1/lessons/{lesson_id}", self.lesson)
        app.router.add_get("/v1/me/progress", self.my_progress)
        app.router.add_get("/v1/students/{student_id}/progress", self.student_progress)

    async def paths(self, request: web.Request) -> web.Response:
        """The whole map."""
        begun = await self._begun(await caller(request))
        return web.json_response({"object": "list", "data": path_map(self._curriculum, begun)})

    async def lessons(self, request: web.Request) -> web.Response:
        """A page of summaries; `next_cursor` is the `cursor` of the following page."""
        who = await caller(request)
        found = self._chosen(request)
        limit = read_limit(request, usual=20, most=MAX_LESSONS)
        page = found[_start(found, request.query.get("cursor")) :]
        begun = await self._begun(who)
        data: list[JsonValue] = [summary(one, state_of(one, begun)) for one in page[:limit]]
        more = len(page) > limit
        return web.json_response(
            {
                "object": "list",
                "data": data,
                "next_cursor": page[limit - 1].lesson_id if more else None,
            }
        )

    async def lesson(self, request: web.Request) -> web.Response:
        """One lesson; a locked one may be looked at, its state says so."""
        who = await caller(request)
        lesson = self._curriculum.lesson(request.match_info["lesson_id"])
        if lesson is None:
            raise NotFoundError("There is no such lesson.")
        state = state_of(lesson, await self._begun(who))
        return web.json_response(public_lesson(lesson, state))

    async def my_progress(self, request: web.Request) -> web.Response:
        """The caller's own."""
        who = await caller(request)
        progress = await read_progress(self._database, _own(who), who.person_id)
        return web.json_response(public_progress(progress, self._curriculum))

    async def student_progress(self, request: web.Request) -> web.Response:
        """A student's, as far as the row policies let the caller see it: a teacher sees where a
        student is stuck only with the consent that opens the transcripts."""
        who = await caller(request)
        scope = Scope(tenant=who.tenant_id, role=who.role, person=who.person_id)
        student = request.match_info["student_id"]
        progress = await read_progress(self._database, scope, student)
        found = public_progress(progress, self._curriculum)
        return web.json_response({"student_id": student, **found})

    def _chosen(self, request: web.Request) -> list[Lesson]:
        path = request.query.get("path")
        if path is not None and self._curriculum.path(path) is None:
            raise InvalidRequestError("There is no such path.", param="path")
        grade = read_count(request, "grade", usual=0, most=12) or None
        return [
            lesson
            for lessons in self._curriculum.by_path.values()
            for lesson in lessons
            if path in (None, lesson.path) and grade in (None, lesson.grade)
        ]

    async def _begun(self, who: Caller) -> dict[str, LessonProgress]:
        async with self._database.scoped(_own(who)) as connection:
            return await read_lessons(connection, who.person_id)


def _own(who: Caller) -> Scope:
    return Scope(tenant=who.tenant_id, role="student", person=who.person_id)


def _start(lessons: list[Lesson], cursor: str | None) -> int:
    """The place behind the lesson that a cursor names."""
    if cursor is None:
        return 0
    for place, lesson in enumerate(lessons, 1):
        if lesson.lesson_id == cursor:
            return place
    raise InvalidRequestError("cursor must come from this list.", param="cursor")
