"""OpenAI request bodies: what they may hold, and what it means in our contracts.

Unknown fields are ignored, as OpenAI's servers do; known ones that we do not honour are refused.
Knows JSON and contracts; knows no HTTP.
"""

import secrets
from dataclasses import replace
from typing import Any, Literal, TypeVar

import msgspec

from inference.contracts import (
    AdapterName,
    ChatRequest,
    JsonValue,
    Message,
    Priority,
    Role,
    Sampling,
    ToolCall,
    ToolSpec,
)
from inference.engine.preparing import ChatTask
from inference.errors import ModelRefusedError

DEFAULT_MAX_TOKENS = 512
MAX_TOKENS = 8192
DEFAULT_DEADLINE_S = 60.0
MAX_DEADLINE_S = 600.0
_ROLES = {"developer": Role.SYSTEM} | {role.value: role for role in Role}

BodyT = TypeVar("BodyT", bound=msgspec.Struct)


class _Part(msgspec.Struct):
    type: str
    text: str = ""


class _Function(msgspec.Struct):
    name: str
    description: str | None = None
    # Any: msgspec cannot check the recursive JsonValue.
    parameters: dict[str, Any] | None = None
    arguments: str = ""


class _ToolCall(msgspec.Struct):
    function: _Function
    id: str = ""


class _Message(msgspec.Struct):
    role: str
    content: str | list[_Part] | None = None
    tool_calls: list[_ToolCall] | None = None
    tool_call_id: str | None = None


class _Tool(msgspec.Struct):
    function: _Function
    type: Literal["function"] = "function"


class _JsonSchema(msgspec.Struct):
    schema: dict[str, Any] | bool = True


class _ResponseFormat(msgspec.Struct):
    type: Literal["text", "json_object", "json_schema"]
    json_schema: _JsonSchema | None = None


class _StreamOptions(msgspec.Struct):
    include_usage: bool = False


class CommonBody(msgspec.Struct, kw_only=True):
    """What chat and plain completions share."""

    model: str
    stream: bool | None = False
    stream_options: _StreamOptions | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    """0 when absent: a tutor's answers should not depend on luck."""
    top_p: float | None = None
    seed: int | None = None
    stop: str | list[str] | None = None
    n: int | None = None
    logit_bias: dict[str, float] | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    priority: Priority | None = None
    """Ours: who goes first."""
    deadline_s: float | None = None
    """Ours: seconds until the completion must be finished."""
    user: str | None = None
    """Whose it is: students share the slots fairly."""

    @property
    def with_usage(self) -> bool:
        """Whether a stream ends with a usage chunk."""
        return self.stream_options is not None and self.stream_options.include_usage


class ChatBody(CommonBody, kw_only=True):
    """`POST /v1/chat/completions`."""

    messages: list[_Message]
    max_completion_tokens: int | None = None
    tools: list[_Tool] | None = None
    tool_choice: str | _Tool | None = None
    response_format: _ResponseFormat | None = None
    logprobs: bool | None = None


class PlainBody(CommonBody, kw_only=True):
    """`POST /v1/completions`."""

    prompt: str | list[str]
    logprobs: int | None = None
    echo: bool | None = None
    suffix: str | None = None
    best_of: int | None = None


def decode(data: bytes, kind: type[BodyT]) -> BodyT:
    """Parse and check a body. Raises ModelRefusedError saying which field is wrong."""
    try:
        body = msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ModelRefusedError(f"bad request body: {error}") from error
    for field, harmless in _REFUSED.items():
        if getattr(body, field, None) not in harmless:
            raise ModelRefusedError(f"{field} is not supported")
    return body


_REFUSED: dict[str, tuple[JsonValue, ...]] = {
    "n": (None, 1),
    "best_of": (None, 1),
    "logprobs": (None, False),
    "echo": (None, False),
    "suffix": (None, ""),
    "logit_bias": (None, {}),
    "presence_penalty": (None, 0.0),
    "frequency_penalty": (None, 0.0),
}
"""Fields that would change the reply and that we do not honour, with the values that do not."""


class LoadAdapterBody(msgspec.Struct, kw_only=True):
    """`POST /v1/load_lora_adapter`, as vLLM has it."""

    lora_name: str
    lora_path: str


class UnloadAdapterBody(msgspec.Struct, kw_only=True):
    """`POST /v1/unload_lora_adapter`, as vLLM has it."""

    lora_name: str


def chat_task(body: ChatBody, adapter: str | None = None) -> ChatTask:
    """The body in our contracts. Raises ModelRefusedError."""
    shape = body.response_format
    schema: JsonValue = None
    if shape is not None and shape.type == "json_schema":
        if shape.json_schema is None:
            raise ModelRefusedError("response_format json_schema lacks its json_schema")
        schema = shape.json_schema.schema
    request = _request(
        body,
        max_tokens=body.max_completion_tokens or body.max_tokens,
        messages=tuple(_message(message) for message in body.messages),
        tools=tuple(_tool(tool) for tool in body.tools or ()),
        tool_choice=_choice(body.tool_choice),
    )
    is_object = shape is not None and shape.type == "json_object"
    request = replace(request, adapter=None if adapter is None else AdapterName(adapter))
    return ChatTask(request=request, json_schema=schema, json_object=is_object)


def plain_request(body: PlainBody, adapter: str | None = None) -> tuple[str, ChatRequest]:
    """The prompt, and how to continue it. Raises ModelRefusedError."""
    prompts = [body.prompt] if isinstance(body.prompt, str) else body.prompt
    if len(prompts) != 1:
        raise ModelRefusedError("prompt must be one text")
    request = _request(body, max_tokens=body.max_tokens)
    return prompts[0], replace(request, adapter=None if adapter is None else AdapterName(adapter))


def _request(
    body: CommonBody,
    *,
    max_tokens: int | None,
    messages: tuple[Message, ...] = (),
    tools: tuple[ToolSpec, ...] = (),
    tool_choice: str = "auto",
) -> ChatRequest:
    deadline_s = DEFAULT_DEADLINE_S if body.deadline_s is None else body.deadline_s
    if not 0 < deadline_s <= MAX_DEADLINE_S:
        raise ModelRefusedError(f"deadline_s must be above 0 and up to {MAX_DEADLINE_S:g}")
    return ChatRequest(
        model=body.model,
        messages=messages,
        tools=tools,
        tool_choice=tool_choice,
        sampling=_sampling(body, max_tokens),
        priority=body.priority or Priority.TEXT,
        deadline_s=deadline_s,
        user=body.user or "",
    )


def _sampling(body: CommonBody, max_tokens: int | None) -> Sampling:
    stop = [body.stop] if isinstance(body.stop, str) else body.stop or []
    if len(stop) > 16 or any(len(text) > 256 for text in stop):
        raise ModelRefusedError("stop takes up to 16 texts of up to 256 characters")
    try:
        return Sampling(
            max_tokens=min(DEFAULT_MAX_TOKENS if max_tokens is None else max_tokens, MAX_TOKENS),
            temperature=0.0 if body.temperature is None else body.temperature,
            top_p=1.0 if body.top_p is None else body.top_p,
            seed=secrets.randbits(32) if body.seed is None else body.seed,
            stop=tuple(stop),
        )
    except ValueError as error:
        raise ModelRefusedError(str(error)) from error


def _message(message: _Message) -> Message:
    if message.role not in _ROLES:
        raise ModelRefusedError(f"role {message.role!r} is not supported")
    calls = tuple(
        ToolCall(call_id=call.id, name=call.function.name, arguments=call.function.arguments)
        for call in message.tool_calls or ()
    )
    return Message(
        role=_ROLES[message.role],
        content=_text(message.content),
        tool_calls=calls,
        tool_call_id=message.tool_call_id,
    )


def _text(content: str | list[_Part] | None) -> str:
    if not isinstance(content, list):
        return content or ""
    for part in content:
        if part.type != "text":
            raise ModelRefusedError(f"content of type {part.type!r} is not supported")
    return "\n".join(part.text for part in content)


def _tool(tool: _Tool) -> ToolSpec:
    function = tool.function
    if not 1 <= len(function.name) <= 64 or set('"\\') & set(function.name):
        raise ModelRefusedError("a tool's name must be 1 to 64 plain characters")
    return ToolSpec(
        name=function.name,
        description=function.description or "",
        parameters=function.parameters or {},
    )


def _choice(choice: str | _Tool | None) -> str:
    if isinstance(choice, _Tool):
        return choice.function.name
    if choice not in (None, "auto", "none", "required"):
        raise ModelRefusedError(f"tool_choice {choice!r} is not supported")
    return choice or "auto"
