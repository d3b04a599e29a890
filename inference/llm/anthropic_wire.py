"""Anthropic's Messages bodies to and from our contracts. Pure; knows JSON, not HTTP.

Source: Anthropic API reference, Messages and streaming, version 2023-06-01. Their rules that ours
do not have: the system prompt stands apart, roles alternate and begin with the user, no text block
is empty, a tool's result is the user's, and temperature and top_p are not sent together.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from inference.contracts import (
    ChatRequest,
    Finished,
    JsonValue,
    Message,
    ModelEvent,
    Role,
    Sampling,
    TextDelta,
    ToolCallDelta,
    ToolSpec,
)
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    UnknownModelError,
)

VERSION: Final = "2023-06-01"
BEGIN: Final = "Hello."
"""Said for the user when a conversation begins with the tutor."""
_Object = dict[str, JsonValue]

_BY_TYPE: Mapping[str, type[InferenceError]] = {
    "invalid_request_error": ModelRefusedError,
    "request_too_large": ModelRefusedError,
    "not_found_error": UnknownModelError,
    "rate_limit_error": ModelOverloadedError,
    "overloaded_error": ModelOverloadedError,
    "timeout_error": ModelTimeoutError,
}
NOT_FOUND: Final = 404
_BY_STATUS: Mapping[int, type[InferenceError]] = {
    400: ModelRefusedError,
    NOT_FOUND: UnknownModelError,
    408: ModelTimeoutError,
    413: ModelRefusedError,
    422: ModelRefusedError,
    429: ModelOverloadedError,
    504: ModelTimeoutError,
    529: ModelOverloadedError,
}
"""Everything else, wrong keys included, is a server that cannot help now: another may."""
_REASONS: Mapping[str, str] = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
}


def request_body(request: ChatRequest, *, model: str) -> _Object:
    """The body of a streamed message request."""
    body: _Object = {
        "model": model,
        "max_tokens": request.sampling.max_tokens,
        "stream": True,
        "messages": _messages(request.messages),
        **_sampling(request.sampling),
    }
    system = [m.content for m in request.messages if m.role is Role.SYSTEM and m.content.strip()]
    if system:
        body["system"] = "\n\n".join(system)
    # A conversation that holds calls must name tools, even when none may be called now.
    if request.tools:
        body["tools"] = [_tool(tool) for tool in request.tools]
        body["tool_choice"] = _choice(request.tool_choice)
    return body


def _sampling(sampling: Sampling) -> _Object:
    body: _Object = {}
    if sampling.top_p < 1.0 and sampling.temperature > 0.0:
        body["top_p"] = sampling.top_p
    else:
        body["temperature"] = min(1.0, sampling.temperature)  # theirs ends at 1, ours at 2
    stop = [text for text in sampling.stop if text.strip()]
    if stop:
        body["stop_sequences"] = list[JsonValue](stop)
    return body


def _messages(messages: tuple[Message, ...]) -> list[JsonValue]:
    told: list[tuple[str, list[JsonValue]]] = []
    for message in messages:
        if message.role is Role.SYSTEM:
            continue
        role = "assistant" if message.role is Role.ASSISTANT else "user"
        if not told and role == "assistant":
            told.append(("user", [_text(BEGIN)]))
        blocks = _blocks(message)
        if told and told[-1][0] == role:
            told[-1][1].extend(blocks)
        elif blocks:
            told.append((role, blocks))
    return [{"role": role, "content": blocks} for role, blocks in told]


def _blocks(message: Message) -> list[JsonValue]:
    if message.role is Role.TOOL:
        result: _Object = {"type": "tool_result", "tool_use_id": message.tool_call_id or ""}
        return [result | {"content": message.content}]
    text = message.content.rstrip() if message.role is Role.ASSISTANT else message.content
    blocks: list[JsonValue] = [_text(text)] if text.strip() else []
    for call in message.tool_calls:
        block: _Object = {"type": "tool_use", "id": call.call_id, "name": call.name}
        blocks.append(block | {"input": _arguments(call.arguments)})
    return blocks


def _text(text: str) -> _Object:
    return {"type": "text", "text": text}


def _arguments(text: str) -> _Object:
    """A call's arguments as an object; what is none was never one and is told as it was."""
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {"arguments": text}


def _tool(tool: ToolSpec) -> JsonValue:
    schema: _Object = {"type": "object", "properties": {}, **tool.parameters}
    return {"name": tool.name, "description": tool.description, "input_schema": schema}


def _choice(choice: str) -> JsonValue:
    if choice in ("auto", "none"):
        return {"type": choice}
    return {"type": "any"} if choice == "required" else {"type": "tool", "name": choice}


def error_of(status: int, body: str) -> InferenceError:
    """The error that an HTTP answer means: the type it names, then the status. A 404 without an
    error is not about a model: a proxy or a wrong URL answered."""
    told = _try_object(body)
    message, kind = f"the model server answered {status}", ""
    if status == NOT_FOUND and "error" not in told:
        return ModelUnavailableError(f"{message}: no model server is at this URL")
    if isinstance(error := told.get("error"), dict):
        message, kind = str(error.get("message") or message), str(error.get("type") or "")
    return (_BY_TYPE.get(kind) or _BY_STATUS.get(status, ModelUnavailableError))(message)


@dataclass(slots=True)
class _Block:
    call_id: str = ""
    """Empty for text and for what is not told (thinking)."""
    name: str = ""
    told: bool = False
    """Whether its beginning was yielded."""


class MessageReader:
    """Reads the events of one streamed message."""

    def __init__(self) -> None:
        self._blocks: dict[int, _Block] = {}
        self._reason = ""
        self._prompt = self._completion = 0
        self._done = False

    @property
    def done(self) -> bool:
        """Whether the server said `message_stop`."""
        return self._done

    def read(self, data: str) -> Iterator[ModelEvent]:
        """The deltas in one event. Raises InferenceError when it is an error or not an event.
        Kinds that are not known are passed over, as their versioning asks for."""
        event = _try_object(data)
        kind = event.get("type")
        if not isinstance(kind, str):
            raise ModelUnavailableError("the model server sent something that is not an event")
        if kind == "error":
            raise error_of(500, data)
        if kind == "message_start":
            self._count(_part(_part(event, "message"), "usage"))
        elif kind == "content_block_start":
            yield from self._begin(_place(event), _part(event, "content_block"))
        elif kind == "content_block_delta":
            yield from self._more(_place(event), _part(event, "delta"))
        elif kind == "content_block_stop":
            yield from self._end(_place(event))
        elif kind == "message_delta":
            self._reason = str(_part(event, "delta").get("stop_reason") or self._reason)
            self._count(_part(event, "usage"))
        elif kind == "message_stop":
            self._done = True

    def finish(self) -> Finished:
        """What ends the reply. Raises ModelUnavailableError when the stream broke off before,
        ModelRefusedError when the model declined."""
        if not self._done or not self._reason:
            raise ModelUnavailableError("the model server's stream broke off")
        if self._reason == "refusal":
            raise ModelRefusedError("the model declined to answer")
        return Finished(
            reason=_REASONS.get(self._reason, "stop"),
            prompt_tokens=self._prompt,
            completion_tokens=self._completion,
        )

    def _begin(self, place: int, block: _Object) -> Iterator[ModelEvent]:
        if block.get("type") == "tool_use":
            name, call_id = str(block.get("name") or ""), str(block.get("id") or f"call_{place}")
            self._blocks[place] = _Block(call_id=call_id, name=name)
            if isinstance(given := block.get("input"), dict) and given:
                yield from self._call(place, json.dumps(given))
        elif block.get("type") == "text" and (text := block.get("text")):
            yield TextDelta(text=str(text))

    def _more(self, place: int, delta: _Object) -> Iterator[ModelEvent]:
        text, arguments = delta.get("text"), delta.get("partial_json")
        if delta.get("type") == "text_delta" and isinstance(text, str) and text:
            yield TextDelta(text=text)
        elif delta.get("type") == "input_json_delta" and isinstance(arguments, str) and arguments:
            yield from self._call(place, arguments)

    def _end(self, place: int) -> Iterator[ModelEvent]:
        """A call without arguments is told at its end, as an empty object."""
        block = self._blocks.get(place)
        if block is not None and not block.told:
            yield from self._call(place, "{}")

    def _call(self, place: int, arguments: str) -> Iterator[ModelEvent]:
        block = self._blocks.get(place)
        if block is None:
            raise ModelUnavailableError("the model server continued a call that never began")
        name = "" if block.told else block.name
        block.told = True
        yield ToolCallDelta(call_id=block.call_id, name=name, arguments=arguments)

    def _count(self, usage: _Object) -> None:
        """Counts are running totals; prompt tokens read from or written to a cache are apart."""
        keys = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
        prompt = sum(value for key in keys if isinstance(value := usage.get(key), int))
        self._prompt = prompt or self._prompt
        if isinstance(completion := usage.get("output_tokens"), int):
            self._completion = completion


def model_names(body: str) -> tuple[str, ...]:
    """The ids in the answer of `GET /v1/models`."""
    listed = _try_object(body).get("data")
    models = listed if isinstance(listed, list) else []
    names = (model.get("id") for model in models if isinstance(model, dict))
    return tuple(name for name in names if isinstance(name, str))


def _place(event: _Object) -> int:
    index = event.get("index")
    return index if isinstance(index, int) else 0


def _part(event: _Object, name: str) -> _Object:
    part = event.get(name)
    return part if isinstance(part, dict) else {}


def _try_object(data: str) -> _Object:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
