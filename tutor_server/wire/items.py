"""Conversation items between the core and OpenAI's shapes.

Source: OpenAI Realtime API reference, conversation items.
"""

from inference.contracts import JsonValue
from sessions.ids import CallId, ItemId
from sessions.items import (
    CallItem,
    CallOutputItem,
    Item,
    ItemStatus,
    MessageItem,
    Modality,
    Speaker,
)
from tutor_server.wire.client_events import Content, ItemSpec
from tutor_server.wire.errors import WireError

MAX_TEXT_CHARS = 20_000
_SPEAKERS = {"user": Speaker.STUDENT, "assistant": Speaker.TUTOR, "system": Speaker.SYSTEM}
_ROLES = {speaker: role for role, speaker in _SPEAKERS.items()}


def show(item: Item) -> dict[str, JsonValue]:
    """An item as the client sees it."""
    if isinstance(item, CallOutputItem):
        return {
            "id": item.item_id,
            "object": "realtime.item",
            "type": "function_call_output",
            "call_id": item.call_id,
            "output": item.output,
        }
    if isinstance(item, CallItem):
        return {
            "id": item.item_id,
            "object": "realtime.item",
            "type": "function_call",
            "status": item.status.value,
            "call_id": item.call_id,
            "name": item.name,
            "arguments": item.arguments,
        }
    return {
        "id": item.item_id,
        "object": "realtime.item",
        "type": "message",
        "role": _ROLES[item.speaker],
        "status": item.status.value,
        "content": [_show_part(item)],
    }


def _show_part(item: MessageItem) -> JsonValue:
    direction = "output" if item.speaker is Speaker.TUTOR else "input"
    if item.modality is Modality.VOICE:
        return {"type": f"{direction}_audio", "transcript": item.text}
    return {"type": f"{direction}_text", "text": item.text}


def part(item: MessageItem, text: str) -> JsonValue:
    """The content part of a reply, for `response.content_part.*`."""
    if item.modality is Modality.VOICE:
        return {"type": "audio", "transcript": text}
    return {"type": "text", "text": text}


def read(spec: ItemSpec, fresh_id: str) -> Item:
    """A client's item. Raises WireError `invalid_value`."""
    item_id = ItemId(spec.id or fresh_id)
    if not 1 <= len(item_id) <= 64:
        raise WireError("invalid_value", "An item's id has 1 to 64 characters.", param="item.id")
    if spec.type == "message":
        return _read_message(spec, item_id)
    if not spec.call_id:
        raise WireError("invalid_value", "call_id is missing.", param="item.call_id")
    if spec.type == "function_call_output":
        output = _bounded(spec.output or "", "item.output")
        return CallOutputItem(item_id=item_id, call_id=CallId(spec.call_id), output=output)
    if not spec.name:
        raise WireError("invalid_value", "name is missing.", param="item.name")
    return CallItem(
        item_id=item_id,
        call_id=CallId(spec.call_id),
        name=spec.name,
        arguments=_bounded(spec.arguments or "{}", "item.arguments"),
    )


def _read_message(spec: ItemSpec, item_id: ItemId) -> MessageItem:
    if spec.role is None:
        raise WireError("invalid_value", "A message needs a role.", param="item.role")
    texts = [_read_text(part) for part in spec.content]
    text = _bounded("\n".join(texts), "item.content")
    if not text.strip():
        raise WireError("invalid_value", "A message needs some text.", param="item.content")
    return MessageItem(
        item_id=item_id,
        speaker=_SPEAKERS[spec.role],
        text=text,
        modality=Modality.TEXT,
        status=ItemStatus.COMPLETED,
    )


def _read_text(content: Content) -> str:
    if content.type not in {"input_text", "text", "output_text", "input_audio", "output_audio"}:
        raise WireError(
            "invalid_value", f"{content.type} content is not offered.", param="item.content"
        )
    return content.text or content.transcript or ""


def _bounded(text: str, param: str) -> str:
    if len(text) > MAX_TEXT_CHARS:
        raise WireError(
            "invalid_value", f"At most {MAX_TEXT_CHARS} characters are accepted.", param=param
        )
    # Postgres stores no NUL, and lone surrogates cannot be encoded.
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
