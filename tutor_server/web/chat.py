"""`POST /v1/chat/completions` and `GET /v1/models` (OpenAI API reference).

The bearer token is the API key. Replies pass the safety gate sentence by sentence.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace

import msgspec
from aiohttp import web

from inference.contracts import (
    ChatRequest,
    Finished,
    JsonValue,
    ModelEvent,
    TextDelta,
    ToolCallDelta,
)
from inference.errors import InferenceError
from tutor_server.clock import wall_clock
from tutor_server.web.auth import caller
from tutor_server.web.chat_shapes import ChatBody, read_chat
from tutor_server.web.contracts import PORTS
from tutor_server.web.grounded_model import GroundedModel
from tutor_server.web.guarded_reply import Guard
from tutor_server.web.requests import read_json

_SPEECH_MODELS = ("stt", "tts")


async def models(request: web.Request) -> web.Response:
    """`tutor` first, then the tiers, then `stt` and `tts`."""
    await caller(request)
    names = (*await request.app[PORTS].llm.models(), *_SPEECH_MODELS)
    data = [
        {"id": name, "object": "model", "created": 1_700_000_000, "owned_by": "tutor-server"}
        for name in names
    ]
    return web.json_response({"object": "list", "data": data})


async def completions(request: web.Request) -> web.StreamResponse:
    """A guarded reply, streamed or whole."""
    ports = request.app[PORTS]
    who = await caller(request)
    body = await read_json(request, ChatBody)
    wanted = replace(read_chat(body), user=who.person_id)
    llm = GroundedModel(llm=ports.llm, grounds=ports.grounds, grade=who.grade)
    guard = Guard(llm=llm, gate=ports.gate, masker=ports.masker)
    head = _Head(completion_id=ports.fresh_id("chatcmpl"), model=wanted.model)
    if body.stream:
        usage = body.stream_options is not None and body.stream_options.include_usage
        return await _stream(request, guard.stream(wanted), head, include_usage=usage)
    return await _whole(guard, wanted, head)


class _Head:
    """What every chunk of one completion repeats."""

    def __init__(self, *, completion_id: str, model: str) -> None:
        self._id = completion_id
        self._model = model
        self._created = int(wall_clock().timestamp())

    def body(self, kind: str, **more: JsonValue) -> dict[str, JsonValue]:
        """A response or chunk object."""
        return {
            "id": self._id,
            "object": kind,
            "created": self._created,
            "model": self._model,
            **more,
        }

    def chunk(self, delta: JsonValue, finish: str | None = None) -> dict[str, JsonValue]:
        """One streamed chunk."""
        choice: JsonValue = {
            "index": 0,
            "delta": delta,
            "logprobs": None,
            "finish_reason": finish,
        }
        return self.body("chat.completion.chunk", choices=[choice])


def _usage(event: Finished) -> dict[str, JsonValue]:
    return {
        "prompt_tokens": event.prompt_tokens,
        "completion_tokens": event.completion_tokens,
        "total_tokens": event.prompt_tokens + event.completion_tokens,
    }


class _Calls:
    """Numbers the tool calls of one completion as they stream."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}

    def delta(self, event: ToolCallDelta) -> JsonValue:
        first = event.call_id not in self._index
        index = self._index.setdefault(event.call_id, len(self._index))
        call: dict[str, JsonValue] = {
            "index": index,
            "function": {"arguments": event.arguments},
        }
        if first:
            call |= {"id": event.call_id, "type": "function"}
            call["function"] = {"name": event.name, "arguments": event.arguments}
        return {"tool_calls": [call]}


async def _whole(guard: Guard, wanted: ChatRequest, head: _Head) -> web.Response:
    text: list[str] = []
    calls: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    end = Finished(reason="stop", prompt_tokens=0, completion_tokens=0)
    async with aclosing(_events(guard.stream(wanted))) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                text.append(event.text)
            elif isinstance(event, ToolCallDelta):
                calls.setdefault(event.call_id, []).append(event.arguments)
                names.setdefault(event.call_id, event.name)
            else:
                end = event
    message: dict[str, JsonValue] = {"role": "assistant", "content": "".join(text) or None}
    if calls:
        message["tool_calls"] = [
            {
                "id": call_id,
                "type": "function",
                "function": {"name": names[call_id], "arguments": "".join(parts)},
            }
            for call_id, parts in calls.items()
        ]
    choice: JsonValue = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": end.reason,
    }
    return web.json_response(head.body("chat.completion", choices=[choice], usage=_usage(end)))


async def _events(events: AsyncIterator[ModelEvent]) -> AsyncGenerator[ModelEvent, None]:
    async for event in events:
        yield event


async def _stream(
    request: web.Request,
    events: AsyncIterator[ModelEvent],
    head: _Head,
    *,
    include_usage: bool,
) -> web.StreamResponse:
    """Server-sent events (WHATWG HTML, section 9.2). A failure before the first event is a
    problem; later it becomes an `error` chunk, because the status is already sent."""
    async with aclosing(_events(events)) as stream:
        first = await anext(stream)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        calls = _Calls()
        await _send(response, head.chunk({"role": "assistant", "content": ""}))
        await _send_event(response, head, calls, first, include_usage=include_usage)
        try:
            async for event in stream:
                await _send_event(response, head, calls, event, include_usage=include_usage)
        except InferenceError as error:
            failed: JsonValue = {
                "message": str(error),
                "type": "server_error",
                "param": None,
                "code": error.code,
            }
            await _send(response, {"error": failed})
            return response
    await response.write(b"data: [DONE]\n\n")
    return response


async def _send_event(
    response: web.StreamResponse,
    head: _Head,
    calls: _Calls,
    event: ModelEvent,
    *,
    include_usage: bool,
) -> None:
    if isinstance(event, TextDelta):
        await _send(response, head.chunk({"content": event.text}))
    elif isinstance(event, ToolCallDelta):
        await _send(response, head.chunk(calls.delta(event)))
    else:
        await _send(response, head.chunk({}, finish=event.reason))
        if include_usage:
            body = head.body("chat.completion.chunk", choices=[], usage=_usage(event))
            await _send(response, body)


async def _send(response: web.StreamResponse, body: JsonValue) -> None:
    await response.write(b"data: " + msgspec.json.encode(body) + b"\n\n")
