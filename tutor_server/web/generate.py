"""`POST /v1/generate` (JSON) and `POST /v1/generate/stream` (SSE): one prompt with a context.

A thin layer over the same guarded path as `/v1/chat/completions`: same tokens, same gate, same
models. A reply is shared with other callers only when both ask for it (`"cache": "shared"`).
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final

import msgspec
from aiohttp import web

from inference.contracts import Finished, JsonValue, LanguageModel, ModelEvent, TextDelta
from inference.errors import InferenceError
from tutor_server.clock import wall_clock
from tutor_server.web.auth import caller
from tutor_server.web.cached_reply import REPLIES, Asked, CachingModel
from tutor_server.web.contracts import PORTS, Caller, Route
from tutor_server.web.generate_shapes import GenerateBody, Wanted, read_generate
from tutor_server.web.grounded_model import GroundedModel
from tutor_server.web.guarded_reply import Guard
from tutor_server.web.requests import read_json

ROUTES: Final = (
    Route(
        method="post", path="/v1/generate",
        about="One reply to a prompt, for a grade, subject, learning style and accommodations.",
        body=GenerateBody,
    ),
    Route(
        method="post", path="/v1/generate/stream",
        about="The same as server-sent events: delta, then done or error.",
        body=GenerateBody,
    ),
)  # fmt: skip
SCOPE: Final = "generate"
"""Of kept replies."""
ENGLISH: Final = "en"
"""Of callers who have chosen no language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Generation:
    """One reply being made."""

    generation_id: str
    wanted: Wanted
    guard: Guard
    caching: CachingModel | None

    def head(self) -> dict[str, JsonValue]:
        """What every answer begins with."""
        return {
            "id": self.generation_id,
            "object": "generation",
            "created": int(wall_clock().timestamp()),
            "model": self.wanted.request.model,
        }

    def tail(self, end: Finished) -> dict[str, JsonValue]:
        """How it ended; only after the last event was taken."""
        return {
            "finish_reason": end.reason,
            "usage": {
                "prompt_tokens": end.prompt_tokens,
                "completion_tokens": end.completion_tokens,
                "total_tokens": end.prompt_tokens + end.completion_tokens,
            },
            "context": self.wanted.context(),
            "cached": self.caching is not None and self.caching.cached,
            "reply_id": None if self.caching is None else self.caching.reply_id,
        }

    async def events(self) -> AsyncGenerator[ModelEvent, None]:
        """The guarded reply."""
        async for event in self.guard.stream(self.wanted.request):
            yield event


async def generate(request: web.Request) -> web.Response:
    """The whole reply as JSON."""
    made = await _begin(request)
    text: list[str] = []
    end = Finished(reason="stop", prompt_tokens=0, completion_tokens=0)
    async with aclosing(made.events()) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                text.append(event.text)
            elif isinstance(event, Finished):
                end = event
    return web.json_response({**made.head(), "text": "".join(text), **made.tail(end)})


async def generate_stream(request: web.Request) -> web.StreamResponse:
    """Server-sent events (WHATWG HTML, section 9.2). A failure before the first event is a
    problem; later it becomes an `error` event, because the status is already sent."""
    made = await _begin(request)
    async with aclosing(made.events()) as events:
        event: ModelEvent | None = await anext(events)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        await _send(response, "start", made.head())
        end = Finished(reason="stop", prompt_tokens=0, completion_tokens=0)
        try:
            while event is not None:
                if isinstance(event, TextDelta):
                    await _send(response, "delta", {"text": event.text})
                elif isinstance(event, Finished):
                    end = event
                event = await anext(events, None)
        except InferenceError as error:
            failed: dict[str, JsonValue] = {"code": error.code, "retryable": error.retryable}
            await _send(response, "error", {**failed, "message": str(error)})
            return response
    await _send(response, "done", {"id": made.generation_id, **made.tail(end)})
    return response


async def _begin(request: web.Request) -> _Generation:
    ports = request.app[PORTS]
    who = await caller(request)
    wanted = read_generate(await read_json(request, GenerateBody), grade=who.grade)
    user = wanted.student_id or who.person_id
    wanted = replace(wanted, request=replace(wanted.request, user=user))
    llm = GroundedModel(llm=ports.llm, grounds=ports.grounds, grade=wanted.grade)
    caching = _caching(request, llm, wanted, who)
    return _Generation(
        generation_id=ports.fresh_id("gen"),
        wanted=wanted,
        guard=Guard(llm=caching or llm, gate=ports.gate, masker=ports.masker),
        caching=caching,
    )


def _caching(
    request: web.Request, llm: LanguageModel, wanted: Wanted, who: Caller
) -> CachingModel | None:
    """The model behind the cache, when the caller shares replies and a cache was joined."""
    replies = request.app.get(REPLIES)
    if replies is None or not wanted.shared:
        return None
    asked = Asked(
        tenant=who.tenant_id,
        student=who.person_id if who.role == "student" else None,
        scope=SCOPE,
        locale=who.locale or ENGLISH,
        grade=wanted.grade,
        item=wanted.item,
    )
    return CachingModel(llm, replies, asked)


async def _send(response: web.StreamResponse, name: str, body: dict[str, JsonValue]) -> None:
    await response.write(
        b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode(body) + b"\n\n"
    )
