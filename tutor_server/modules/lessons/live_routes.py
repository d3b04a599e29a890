"""Lessons in a live session over HTTP: start, attempt, hint, next, vote, rate.

Each request becomes a command of the caller's own session and waits for its answer, so a classroom
app needs no WebSocket and everything still passes through one actor and one log. Knows no policy.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Literal

import msgspec
from aiohttp import web

from inference.contracts import JsonValue
from sessions.ballot import Choice
from sessions.commands import AskHint, Attempt, CastVote, Command, GoOn, Rate, StartLesson
from sessions.ids import ItemId, SessionId
from sessions.outputs import Output, Refused
from sessions.teaching.lesson import Format, Lesson
from tutor_server.attach.room import Room
from tutor_server.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    SessionBusyError,
    SessionRefusedError,
)
from tutor_server.modules.lessons.answers import Answers
from tutor_server.modules.lessons.curriculum import Curriculum
from tutor_server.web.auth import caller
from tutor_server.web.contracts import PORTS, Caller
from tutor_server.web.forward import to_owner
from tutor_server.web.openapi import Route
from tutor_server.web.opening import student_of
from tutor_server.web.requests import read_json
from tutor_server.wire.project import Projector

ANSWER_S = 12.0
"""A student's program may take 3 s, and the storage may be slow."""
MAX_ANSWER_CHARS = 8_000


class StartBody(msgspec.Struct, kw_only=True, frozen=True):
    """`POST /v1/lessons/{lesson_id}/start`."""

    session_id: str
    format: Format | None = None


class AttemptBody(msgspec.Struct, kw_only=True, frozen=True):
    """`POST /v1/sessions/{session_id}/attempts`."""

    item_id: str
    answer: str


class VoteBody(msgspec.Struct, kw_only=True, frozen=True):
    """`POST /v1/sessions/{session_id}/votes`."""

    pair: str
    choice: Choice


class MessageRatingBody(msgspec.Struct, kw_only=True, frozen=True):
    """`POST /v1/sessions/{session_id}/ratings`: a thumb, or 1 to 5 stars."""

    item_id: str
    thumbs: Literal[-1, 1] | None = None
    stars: int | None = None


ROUTES = (
    Route(
        method="post", path="/v1/lessons/{lesson_id}/start", answers="201",
        about="Begin a lesson in a live session; the format is chosen unless it is given.",
        body=StartBody,
    ),
    Route(
        method="post", path="/v1/sessions/{session_id}/attempts",
        about="An answer to the posed item, checked.",
        body=AttemptBody,
    ),
    Route(
        method="post", path="/v1/sessions/{session_id}/hints",
        about="The next rung of the hint ladder.",
    ),
    Route(
        method="post", path="/v1/sessions/{session_id}/next", about="Go on in the lesson.",
    ),
    Route(
        method="post", path="/v1/sessions/{session_id}/votes",
        about="Which explanation of an open pair was better.",
        body=VoteBody,
    ),
    Route(
        method="post", path="/v1/sessions/{session_id}/ratings",
        about="Thumbs or stars for one of the tutor's messages.",
        body=MessageRatingBody,
    ),
)  # fmt: skip

Begin = Callable[[Caller, Lesson, Format | None], Awaitable[StartLesson]]
"""Chooses the format, logs how, and makes the command (joined by app)."""


class LiveLessonRoutes:
    """The routes; register() also watches the hub's outputs."""

    def __init__(self, curriculum: Curriculum, begin: Begin) -> None:
        self._curriculum = curriculum
        self._begin = begin
        self._answers = Answers()

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app[PORTS].hub.watchers.append(self._answers.watch)
        session = "/v1/sessions/{session_id}"
        app.router.add_post("/v1/lessons/{lesson_id}/start", self.start)
        app.router.add_post(f"{session}/attempts", self.attempt)
        app.router.add_post(f"{session}/hints", self.hint)
        app.router.add_post(f"{session}/next", self.go_on)
        app.router.add_post(f"{session}/votes", self.vote)
        app.router.add_post(f"{session}/ratings", self.rate)

    async def start(self, request: web.Request) -> web.Response:
        """201 with the lesson's first state."""
        who = await caller(request)
        body = await read_json(request, StartBody)
        lesson = self._curriculum.lessons.get(request.match_info["lesson_id"])
        if lesson is None:
            raise NotFoundError("There is no such lesson.")
        room = await _room(request, who, body.session_id)
        command = await self._begin(who, lesson, body.format)
        event_id = _event_id()
        return await self._ask(
            request, room, replace(command, event_id=event_id), event_id, status=201
        )

    async def attempt(self, request: web.Request) -> web.Response:
        """What the checker found."""
        room = await _room(request, await caller(request), request.match_info["session_id"])
        body = await read_json(request, AttemptBody)
        if not body.answer.strip() or len(body.answer) > MAX_ANSWER_CHARS:
            text = f"answer must have 1 to {MAX_ANSWER_CHARS} characters."
            raise InvalidRequestError(text, param="answer")
        event_id = _event_id()
        command = Attempt(item_id=body.item_id, answer=body.answer, event_id=event_id)
        return await self._ask(request, room, command, event_id)

    async def hint(self, request: web.Request) -> web.Response:
        """The rung that was given."""
        room = await _room(request, await caller(request), request.match_info["session_id"])
        event_id = _event_id()
        return await self._ask(request, room, AskHint(event_id=event_id), event_id)

    async def go_on(self, request: web.Request) -> web.Response:
        """The lesson's next state."""
        room = await _room(request, await caller(request), request.match_info["session_id"])
        event_id = _event_id()
        return await self._ask(request, room, GoOn(event_id=event_id), event_id)

    async def vote(self, request: web.Request) -> web.Response:
        """The vote is in the log when this answers."""
        room = await _room(request, await caller(request), request.match_info["session_id"])
        body = await read_json(request, VoteBody)
        event_id = _event_id()
        command = CastVote(pair=body.pair, choice=body.choice, event_id=event_id)
        return await self._ask(request, room, command, event_id)

    async def rate(self, request: web.Request) -> web.Response:
        """The rating is in the log when this answers."""
        room = await _room(request, await caller(request), request.match_info["session_id"])
        body = await read_json(request, MessageRatingBody)
        event_id = _event_id()
        command = Rate(
            item_id=ItemId(body.item_id),
            thumbs=body.thumbs,
            stars=body.stars,
            event_id=event_id,
        )
        return await self._ask(request, room, command, event_id)

    async def _ask(
        self,
        request: web.Request,
        room: Room,
        command: Command,
        event_id: str,
        *,
        status: int = 200,
    ) -> web.Response:
        with self._answers.expect(room.identity.session_id, event_id) as answer:
            room.post(command)
            try:
                async with asyncio.timeout(ANSWER_S):
                    output = await asyncio.shield(answer)
            except TimeoutError as error:
                raise SessionBusyError from error
            except asyncio.CancelledError as error:
                if answer.cancelled():
                    raise ConflictError("The session has ended.") from error
                raise
        if isinstance(output, Refused):
            raise SessionRefusedError(output.message, code=output.code)
        return web.json_response(_shown(request, output), status=status)


def _shown(request: web.Request, output: Output) -> dict[str, JsonValue | bytes]:
    """The same object that the session's stream shows."""
    projector = Projector(conversation_id="", render=request.app[PORTS].render)
    (event,) = projector.events(output)
    return {name: value for name, value in event.items() if name != "client_event_id"}


async def _room(request: web.Request, who: Caller, session_id: str) -> Room:
    await to_owner(request, SessionId(session_id))
    room = request.app[PORTS].hub.find(student_of(who, request), SessionId(session_id))
    if room is None:
        raise NotFoundError("This session is not open here.")
    return room


def _event_id() -> str:
    return f"http_{secrets.token_urlsafe(9)}"
