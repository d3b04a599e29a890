"""OpenAI response bodies made from the contract's events. Knows JSON shapes; knows no HTTP."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from inference.contracts import Finished, JsonValue, ModelEvent, TextDelta
from inference.errors import InferenceError

STATUS = {
    "model_refused": 400,
    "context_too_long": 400,
    "unknown_model": 404,
    "adapter_load_failed": 422,
    "model_overloaded": 429,
    "model_unavailable": 503,
    "model_timeout": 504,
}
"""HTTP status of each stable error code."""

_KINDS = {400: "invalid_request_error", 404: "invalid_request_error", 429: "rate_limit_error"}

Body: TypeAlias = dict[str, JsonValue]


def error_body(message: str, *, code: str, status: int) -> Body:
    """`{"error": {...}}` as OpenAI's clients read it."""
    kind = _KINDS.get(status, "invalid_request_error" if status < 500 else "server_error")
    return {"error": {"message": message, "type": kind, "code": code, "param": None}}


def error_of(error: InferenceError) -> Body:
    """The body for one of our errors."""
    return error_body(str(error), code=error.code, status=STATUS.get(error.code, 500))


def sse(body: Body) -> bytes:
    """One server-sent event (WHATWG HTML, section 9.2)."""
    return b"data: " + msgspec.json.encode(body) + b"\n\n"


DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What all bodies of one completion share."""

    kind: str
    """`chat.completion` or `text_completion`."""
    model: str
    created: int
    """Seconds since 1970."""
    reply_id: str

    @property
    def is_chat(self) -> bool:
        """Chat bodies hold messages, plain ones text."""
        return self.kind == "chat.completion"

    def body(self, choices: list[JsonValue], *, chunk: bool) -> Body:
        """The frame around some choices."""
        kind = f"{self.kind}.chunk" if chunk and self.is_chat else self.kind
        return {
            "id": self.reply_id,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "choices": choices,
        }


def new_shape(kind: str, *, model: str, created: float) -> Shape:
    """A shape with an id of its own."""
    prefix = "chatcmpl" if kind == "chat.completion" else "cmpl"
    reply_id = f"{prefix}-{secrets.token_hex(12)}"
    return Shape(kind=kind, model=model, created=int(created), reply_id=reply_id)


def usage(finished: Finished) -> Body:
    """Token counts."""
    return {
        "prompt_tokens": finished.prompt_tokens,
        "completion_tokens": finished.completion_tokens,
        "total_tokens": finished.prompt_tokens + finished.completion_tokens,
    }


class ChunkWriter:
    """Streamed bodies of one completion."""

    def __init__(self, shape: Shape, *, with_usage: bool) -> None:
        self._shape, self._with_usage = shape, with_usage
        self._calls: list[str] = []
        self._role: Body = {"role": "assistant"}

    def write(self, event: ModelEvent) -> Iterator[Body]:
        """The chunks that one event makes."""
        if isinstance(event, Finished):
            yield self._chunk({}, finish=event.reason)
            if self._with_usage:
                yield self._shape.body([], chunk=True) | {"usage": usage(event)}
            return
        if isinstance(event, TextDelta):
            delta: Body = {"content": event.text}
        else:
            if first := event.call_id not in self._calls:
                self._calls.append(event.call_id)
            call: Body = {"index": self._calls.index(event.call_id)}
            if first:
                call |= {"id": event.call_id, "type": "function"}
            named: Body = {"name": event.name} if event.name else {}
            call["function"] = named | {"arguments": event.arguments}
            delta = {"tool_calls": [call]}
        yield self._chunk(delta, finish=None)

    def _chunk(self, delta: Body, *, finish: str | None) -> Body:
        choice: Body = {"index": 0, "finish_reason": finish, "logprobs": None}
        if self._shape.is_chat:
            choice["delta"] = self._role | delta
            self._role = {}
        else:
            choice["text"] = delta.get("content", "")
        return self._shape.body([choice], chunk=True)


class WholeReply:
    """Collects a completion that is sent in one body."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._text = ""
        self._calls: dict[str, list[str]] = {}

    def add(self, event: ModelEvent) -> Body | None:
        """The body, once the event is the last one."""
        if isinstance(event, TextDelta):
            self._text += event.text
        elif isinstance(event, Finished):
            return self._body(event)
        else:
            call = self._calls.setdefault(event.call_id, [event.name, ""])
            call[1] += event.arguments
        return None

    def _body(self, finished: Finished) -> Body:
        choice: Body = {"index": 0, "finish_reason": finished.reason, "logprobs": None}
        if self._shape.is_chat:
            choice["message"] = self._message()
        else:
            choice["text"] = self._text
        return self._shape.body([choice], chunk=False) | {"usage": usage(finished)}

    def _message(self) -> Body:
        message: Body = {"role": "assistant", "content": self._text, "refusal": None}
        if self._calls:
            message["content"] = self._text or None
            message["tool_calls"] = [
                {"id": key, "type": "function", "function": {"name": name, "arguments": text}}
                for key, (name, text) in self._calls.items()
            ]
        return message
