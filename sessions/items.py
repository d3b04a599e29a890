"""Conversation items: what was said, by whom, and how much of it was heard."""

from dataclasses import dataclass
from enum import StrEnum

from sessions.ids import CallId, ItemId


class Speaker(StrEnum):
    """Who said an item."""

    STUDENT = "student"
    TUTOR = "tutor"
    SYSTEM = "system"


class Modality(StrEnum):
    """How an item travels or travelled."""

    VOICE = "voice"
    TEXT = "text"


class ItemStatus(StrEnum):
    """OpenAI's item states."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageItem:
    """A message. For the tutor's voice, `text` is what was heard; `unheard` what was cut off."""

    item_id: ItemId
    speaker: Speaker
    text: str
    modality: Modality
    status: ItemStatus = ItemStatus.COMPLETED
    unheard: str = ""
    """The rest of the reply that the student did not hear; never part of the history."""
    heard_ms: int | None = None
    """Milliseconds of the tutor's voice that were played; None for text."""
    aside: bool = False
    """Said by the server itself ("I didn't catch that"): shown, but never given to the model."""
    source: str = ""
    """Of which explanation it is a part (`lesson:full`), as votes name them; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallItem:
    """A tool call made by the tutor; `arguments` is JSON text."""

    item_id: ItemId
    call_id: CallId
    name: str
    arguments: str
    status: ItemStatus = ItemStatus.COMPLETED


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOutputItem:
    """A tool call's result, recorded exactly once per call."""

    item_id: ItemId
    call_id: CallId
    output: str


Item = MessageItem | CallItem | CallOutputItem
