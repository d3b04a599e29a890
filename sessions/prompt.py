"""Turns a conversation into the messages a model is given.

Of the tutor's own words only what the student heard is told. The first line of the system
prompt is what our nano model was trained with; do not reword it.
"""

from collections.abc import Iterable
from dataclasses import replace

from inference.contracts import Message, Role, ToolCall
from inference.languages.table import find
from sessions.items import CallItem, CallOutputItem, Item, ItemStatus, MessageItem, Speaker
from sessions.translate import ENGLISH

MAX_ITEMS = 600
"""Newest items that are handed over. A tier tells the newest of them word for word and the others
in a few lines (inference.remembering)."""
CUT_OFF = "[interrupted]"
"""Tells the model that its words were cut off here; never shown and never spoken."""

_ROLES = {Speaker.STUDENT: Role.USER, Speaker.TUTOR: Role.ASSISTANT, Speaker.SYSTEM: Role.SYSTEM}


def messages(items: Iterable[Item], *, grade: int, instructions: str = "") -> tuple[Message, ...]:
    """The system prompt and the newest items; calls without an output are left out, because
    OpenAI-compatible servers refuse them."""
    window = tuple(items)[-MAX_ITEMS:]
    outputs = {i.call_id: i.output for i in window if isinstance(i, CallOutputItem)}
    told: list[Message] = [Message(role=Role.SYSTEM, content=_system(grade, instructions))]
    for item in window:
        if isinstance(item, MessageItem) and not item.aside:
            told.append(_message(item))
        elif isinstance(item, CallItem) and item.call_id in outputs:
            _add_call(told, item, outputs[item.call_id])
    return tuple(told)


def in_language(instructions: str, language: str) -> str:
    """The instructions, and that replies are in a chosen language other than English. With `auto`
    nothing is added: models answer in the language that they are asked in."""
    chosen = find(language)
    if chosen is None or chosen.primary == ENGLISH:
        return instructions
    return f"{instructions}\nAnswer in {chosen.english}.".lstrip()


def _system(grade: int, instructions: str) -> str:
    first = f"You are a friendly tutor. Grade: {grade}."
    return f"{first}\n{instructions}" if instructions else first


def _message(item: MessageItem) -> Message:
    text = item.text
    cut = item.speaker is Speaker.TUTOR and item.status is ItemStatus.INCOMPLETE and item.unheard
    return Message(role=_ROLES[item.speaker], content=f"{text} {CUT_OFF}" if cut else text)


def _add_call(told: list[Message], item: CallItem, output: str) -> None:
    """A call joins the tutor's message before it (parallel calls are one message), and its
    result follows at once, whatever was said while the tool ran."""
    at = len(told) - 1
    while told[at].role is Role.TOOL:
        at -= 1
    call = ToolCall(call_id=item.call_id, name=item.name, arguments=item.arguments)
    if told[at].role is Role.ASSISTANT:
        calls = (*told[at].tool_calls, call)
        told[at] = replace(told[at], tool_calls=calls)
    else:
        told.append(Message(role=Role.ASSISTANT, content="", tool_calls=(call,)))
    told.append(Message(role=Role.TOOL, content=output, tool_call_id=item.call_id))
