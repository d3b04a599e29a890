"""OpenAI's chat bodies to and from our contracts. Pure; knows JSON, not HTTP.

Tolerant on the way in: servers differ in what they leave out.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inference.contracts import (
    ChatRequest,
    Finished,
    JsonValue,
    Message,
    ModelEvent,
    TextDelta,
    ToolCallDelta,
    ToolSpec,
)
from inference.errors import (
    AdapterLoadError,
    InferenceError,
    ModelOverloadedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    UnknownModelError,
)

_BY_CODE: Mapping[str, type[InferenceError]] = {
    kind.code: kind
    for kind in (
        ModelOverloadedError,
        ModelRefusedError,
        ModelTimeoutError,
        ModelUnavailableError,
        UnknownModelError,
        AdapterLoadError,
    )
} | {"context_too_long": ModelRefusedError}
NOT_FOUND = 404
_BY_STATUS: Mapping[int, type[InferenceError]] = {
    400: ModelRefusedError,
    NOT_FOUND: UnknownModelError,
    408: ModelTimeoutError,
    413: ModelRefusedError,
    422: ModelRefusedError,
    429: ModelOverloadedError,
    504: ModelTimeoutError,
}
"""Everything else, wrong keys included, is a server that cannot help now: another may."""


def request_body(request: ChatRequest, *, model: str, native: bool) -> dict[str, JsonValue]:
    """The body of a streamed chat request. `native` adds the fields that only our engine knows:
    to vLLM `priority` is a number, and whose a request is is nobody else's business."""
    sampling = request.sampling
    body: dict[str, JsonValue] = {
        "model": model,
        "messages": [_message(message) for message in request.messages],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
    }
    if sampling.stop:
        body["stop"] = list(sampling.stop)
    if request.tools:
        body["tools"] = [_tool(tool) for tool in request.tools]
        body["tool_choice"] = _choice(request.tool_choice)
    if native:
        body |= {"priority": request.priority.value, "deadline_s": request.deadline_s}
        body |= {"user": request.user} if request.user else {}
    return body


def _message(message: Message) -> JsonValue:
    body: dict[str, JsonValue] = {"role": message.role.value, "content": message.content}
    if message.tool_calls:
        body["tool_calls"] = [
            {
                "id": call.call_id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in message.tool_calls
        ]
    if message.tool_call_id is not None:
        body["tool_call_id"] = message.tool_call_id
    return body


def _tool(tool: ToolSpec) -> JsonValue:
    function: dict[str, JsonValue] = {
        "name": tool.name,
        "description": tool.description,
        "parameters": dict(tool.parameters) or {"type": "object", "properties": {}},
    }
    return {"type": "function", "function": function}


def _choice(choice: str) -> JsonValue:
    if choice in ("auto", "none", "required"):
        return choice
    return {"type": "function", "function": {"name": choice}}


def error_of(status: int, body: str) -> InferenceError:
    """The error that an HTTP answer means: our own codes first, then the status. A 404 without an
    error object is not about a model: a proxy or a wrong URL answered."""
    message, code = f"the model server answered {status}", ""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    told = told if isinstance(told, dict) else {}
    if status == NOT_FOUND and "error" not in told and told.get("object") != "error":
        return ModelUnavailableError(f"{message}: no model server is at this URL")
    if isinstance(error := told.get("error"), dict):
        message, code = str(error.get("message") or message), str(error.get("code") or "")
    kind = _BY_CODE.get(code) or _BY_STATUS.get(status, ModelUnavailableError)
    return kind(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Usage:
    prompt: int = 0
    completion: int = 0


class ReplyReader:
    """Reads the events of one streamed reply."""

    def __init__(self) -> None:
        self._calls: dict[int, str] = {}
        self._reason: str | None = None
        self._usage: _Usage | None = None
        self._deltas = 0
        self._done = False

    @property
    def done(self) -> bool:
        """Whether the server said `[DONE]`."""
        return self._done

    def read(self, data: str) -> Iterator[ModelEvent]:
        """The deltas in one event. Raises InferenceError when it is an error or not a chunk."""
        if data.strip() == "[DONE]":
            self._done = True
            return
        chunk = _object(data)
        if isinstance(error := chunk.get("error"), dict | str):
            raise error_of(500, json.dumps({"error": error if isinstance(error, dict) else {}}))
        self._read_usage(chunk.get("usage"))
        choices = chunk.get("choices")
        if not isinstance(choices, list):
            raise ModelUnavailableError("the model server sent something that is not a chunk")
        for choice in choices[:1]:
            if isinstance(choice, dict):
                yield from self._choice(choice)

    def finish(self) -> Finished:
        """What ends the reply. Raises ModelUnavailableError when the stream broke off before."""
        if self._reason is None and not self._done:
            raise ModelUnavailableError("the model server's stream broke off")
        usage = self._usage or _Usage(completion=self._deltas)
        return Finished(
            reason=self._reason or "stop",
            prompt_tokens=usage.prompt,
            completion_tokens=usage.completion,
        )

    def _choice(self, choice: dict[str, JsonValue]) -> Iterator[ModelEvent]:
        delta = choice.get("delta")
        if isinstance(delta, dict):
            if isinstance(text := delta.get("content"), str) and text:
                self._deltas += 1
                yield TextDelta(text=text)
            calls = delta.get("tool_calls")
            for call in calls if isinstance(calls, list) else []:
                if isinstance(call, dict):
                    yield self._call(call)
        reason = choice.get("finish_reason")
        if reason == "content_filter":
            raise ModelRefusedError("the model server's filter stopped the reply")
        if isinstance(reason, str):
            self._reason = "tool_calls" if self._calls and reason != "length" else _plain(reason)

    def _call(self, call: dict[str, JsonValue]) -> ToolCallDelta:
        self._deltas += 1
        index = call.get("index")
        place = index if isinstance(index, int) else len(self._calls)
        function = call.get("function")
        told = function if isinstance(function, dict) else {}
        name, arguments = told.get("name"), told.get("arguments")
        if place not in self._calls:
            self._calls[place] = str(call.get("id") or f"call_{place}")
        else:
            name = ""
        if not isinstance(arguments, str):
            arguments = json.dumps(arguments) if arguments else ""
        return ToolCallDelta(call_id=self._calls[place], name=str(name or ""), arguments=arguments)

    def _read_usage(self, usage: JsonValue) -> None:
        if isinstance(usage, dict):
            prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
            self._usage = _Usage(
                prompt=prompt if isinstance(prompt, int) else 0,
                completion=completion if isinstance(completion, int) else self._deltas,
            )


def model_names(body: str) -> tuple[str, ...]:
    """The ids in the answer of `GET /v1/models`. Raises ModelUnavailableError."""
    listed = _object(body).get("data")
    models = listed if isinstance(listed, list) else []
    names = (model.get("id") for model in models if isinstance(model, dict))
    return tuple(name for name in names if isinstance(name, str))


def _plain(reason: str) -> str:
    return "length" if reason == "length" else "stop"


def _object(data: str) -> dict[str, JsonValue]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ModelUnavailableError("the model server sent what is not JSON") from error
    if not isinstance(value, dict):
        raise ModelUnavailableError("the model server sent something that is not a chunk")
    return value
