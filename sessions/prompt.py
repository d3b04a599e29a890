"""Turns a conversation into the messages a model is given.

Of the tutor's own words only what the student heard is told. The first line of the system
prompt is what our nano model was trained with; do not reword it.
"""

from collections.abc import Iterable

from inference.contracts import Message, Role, ToolCall
from sessions.items import CallItem, CallOutputItem, Item, ItemStatus, MessageItem, Speaker

MAX_ITEMS = 60
"""Newest items that are told; the engine shortens further to its own context."""
CUT_OFF = "[interrupted]"
"""Tells the model that its words were cut off here; never shown and never spoken."""

_ROLES = {Speaker.STUDENT: Role.USER, Speaker.TUTOR: Role.ASSISTANT, Speaker.SYSTEM: Role.SYSTEM}


def messages(items: Iterable[Item], *, grade: int, instructions: str = "") -> tuple[Message, ...]:
    """The system prompt and the newest items; calls without an output are left out, because
    OpenAI-compatible servers refuse them."""
    window = tuple(items)[-MAX_ITEMS:]
    calls = {i.call_id for i in window if isinstance(i, CallItem)}
    outputs = {i.call_id for i in window if isinstance(i, CallOutputItem)}
    told: list[Message] = [Message(role=Role.SYSTEM, content=_system(grade, instructions))]
    for item in window:
        if isinstance(item, MessageItem):
            if not item.aside:
                told.append(_message(item))
        elif item.call_id in calls & outputs:
            _add_tool(told, item)
    return tuple(told)


def _system(grade: int, instructions: str) -> str:
    first = f"You are a friendly tutor. Grade: {grade}."
    return f"{first}\n{instructions}" if instructions else first


def _message(item: MessageItem) -> Message:
    text = item.text
    cut = item.speaker is Speaker.TUTOR and item.status is ItemStatus.INCOMPLETE and item.unheard
    return Message(role=_ROLES[item.speaker], content=f"{text} {CUT_OFF}" if cut else text)


def _add_tool(told: list[Message], item: CallItem | CallOutputItem) -> None:
    if isinstance(item, CallOutputItem):
        told.append(Message(role=Role.TOOL, content=item.output, tool_call_id=item.call_id))
        return
    call = ToolCall(call_id=item.call_id, name=item.name, arguments=item.arguments)
    last = told[-1]
    if last.role is Role.ASSISTANT:  # parallel calls, or a call after words, are one message
        calls = (*last.tool_calls, call)
        told[-1] = Message(role=Role.ASSISTANT, content=last.content, tool_calls=calls)
    else:
        told.append(Message(role=Role.ASSISTANT, content="", tool_calls=(call,)))
