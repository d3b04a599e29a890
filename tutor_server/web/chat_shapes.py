"""The chat completion request as OpenAI writes it, and its reading into a ChatRequest.

Source: OpenAI API reference, chat completions.
"""

from typing import Any, Literal

from msgspec import Struct, field

from inference.contracts import (
    ChatRequest,
    Message,
    Priority,
    Role,
    Sampling,
    ToolCall,
    ToolSpec,
)
from tutor_server.errors import InvalidRequestError

MAX_MESSAGES = 500
MAX_CHARS = 200_000


class Part(Struct):
    """One part of a message's content; only text is understood."""

    type: str
    text: str = ""


class Function(Struct):
    """A called function."""

    name: str
    arguments: str = "{}"


class Call(Struct):
    """A tool call in an assistant message."""

    id: str
    function: Function
    type: str = "function"


class ChatMessage(Struct):
    """One message."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None
    tool_calls: list[Call] = field(default_factory=list)
    tool_call_id: str | None = None
    name: str | None = None


class FunctionDef(Struct):
    """A function the model may call."""

    name: str
    description: str = ""
    # JSON Schema; the engine checks it.
    parameters: dict[str, Any] = field(default_factory=dict)


class Tool(Struct):
    """A tool; only functions exist here."""

    type: str
    function: FunctionDef


class ChosenFunction(Struct):
    """The forced function's name."""

    name: str


class Choice(Struct):
    """A forced function."""

    function: ChosenFunction
    type: str = "function"


class StreamOptions(Struct):
    """`include_usage` adds a last chunk with the token counts."""

    include_usage: bool = False


class ChatBody(Struct):
    """`POST /v1/chat/completions`. Unknown fields are ignored."""

    messages: list[ChatMessage]
    model: str = "tutor"
    stream: bool = False
    stream_options: StreamOptions | None = None
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    seed: int | None = None
    stop: str | list[str] | None = None
    n: int | None = None
    tools: list[Tool] = field(default_factory=list)
    tool_choice: str | Choice | None = None


def _content(message: ChatMessage) -> str:
    if isinstance(message.content, str):
        return message.content
    for part in message.content or []:
        if part.type != "text":
            raise InvalidRequestError(f"{part.type} content is not offered.", param="messages")
    return "".join(part.text for part in message.content or [])


def _message(message: ChatMessage) -> Message:
    role = Role.SYSTEM if message.role == "developer" else Role(message.role)
    calls = tuple(
        ToolCall(call_id=call.id, name=call.function.name, arguments=call.function.arguments)
        for call in message.tool_calls
    )
    return Message(
        role=role,
        content=_content(message),
        tool_calls=calls,
        tool_call_id=message.tool_call_id,
    )


def _sampling(body: ChatBody) -> Sampling:
    stop = [body.stop] if isinstance(body.stop, str) else body.stop or []
    if len(stop) > 4:
        raise InvalidRequestError("At most 4 stop strings.", param="stop")
    limit = body.max_completion_tokens or body.max_tokens or 256
    try:
        return Sampling(
            max_tokens=limit,
            temperature=body.temperature or 0.0,
            top_p=1.0 if body.top_p is None else body.top_p,
            seed=body.seed or 0,
            stop=tuple(stop),
        )
    except ValueError as error:
        raise InvalidRequestError(str(error), param=str(error).split(" ", 1)[0]) from error


def _tools(body: ChatBody) -> tuple[ToolSpec, ...]:
    for tool in body.tools:
        if tool.type != "function":
            raise InvalidRequestError("Only function tools are offered.", param="tools")
    return tuple(
        ToolSpec(
            name=tool.function.name,
            description=tool.function.description,
            parameters=tool.function.parameters,
        )
        for tool in body.tools
    )


def _tool_choice(body: ChatBody) -> str:
    choice = body.tool_choice
    if choice is None:
        return "auto" if body.tools else "none"
    if isinstance(choice, Choice):
        names = {tool.function.name for tool in body.tools}
        if choice.function.name not in names:
            raise InvalidRequestError("tool_choice names no tool.", param="tool_choice")
        return choice.function.name
    if choice not in {"auto", "none", "required"}:
        raise InvalidRequestError(
            "tool_choice must be auto, none or required.", param="tool_choice"
        )
    return choice


def read_chat(body: ChatBody) -> ChatRequest:
    """The model's request. Raises InvalidRequestError naming the field."""
    if not body.messages or len(body.messages) > MAX_MESSAGES:
        raise InvalidRequestError(f"messages holds 1 to {MAX_MESSAGES}.", param="messages")
    if body.n not in {None, 1}:
        raise InvalidRequestError("Only one choice is offered.", param="n")
    messages = tuple(_message(message) for message in body.messages)
    if sum(len(message.content) for message in messages) > MAX_CHARS:
        raise InvalidRequestError("The messages are too long.", param="messages")
    return ChatRequest(
        messages=messages,
        model=body.model,
        sampling=_sampling(body),
        tools=_tools(body),
        tool_choice=_tool_choice(body),
        priority=Priority.TEXT,
    )
