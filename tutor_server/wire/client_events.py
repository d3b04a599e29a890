"""Events a client may send: OpenAI Realtime (GA) names plus `tutor.*`.

Each is a msgspec struct tagged by `type`; unknown fields are ignored as OpenAI does, wrong types
are refused with the field's path. Audio is base64 in JSON and raw bytes in msgpack: msgspec's
`bytes` reads both. Source: the OpenAI Realtime API reference, client events.
"""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, field

from sessions.ballot import Choice


class ClientEvent(Struct, tag_field="type", kw_only=True, frozen=True):
    """Root of every client event; `event_id` comes back in errors."""

    event_id: str | None = None


class FormatSpec(Struct, kw_only=True, frozen=True):
    """`audio/pcm` at 24 kHz, or `audio/opus` (20 ms packets, ours)."""

    type: str = "audio/pcm"
    rate: int | None = None


class TurnDetectionSpec(Struct, kw_only=True, frozen=True):
    """`server_vad` or `semantic_vad`."""

    type: Literal["server_vad", "semantic_vad"] = "server_vad"
    silence_duration_ms: int | None = None
    eagerness: Literal["low", "medium", "high", "auto"] | None = None
    create_response: bool | None = None
    interrupt_response: bool | None = None


class TranscriptionSpec(Struct, kw_only=True, frozen=True):
    """Transcription of the student's audio; null switches it off."""

    model: str | None = None
    language: str | None = None
    prompt: str | None = None


class InputSpec(Struct, kw_only=True, frozen=True):
    """`session.audio.input`."""

    format: FormatSpec | UnsetType = UNSET
    transcription: TranscriptionSpec | UnsetType | None = UNSET
    turn_detection: TurnDetectionSpec | UnsetType | None = UNSET


class OutputSpec(Struct, kw_only=True, frozen=True):
    """`session.audio.output`."""

    format: FormatSpec | UnsetType = UNSET
    voice: str | UnsetType = UNSET
    speed: float | UnsetType = UNSET


class AudioSpec(Struct, kw_only=True, frozen=True):
    """`session.audio`."""

    input: InputSpec | UnsetType = UNSET
    output: OutputSpec | UnsetType = UNSET


class ToolDef(Struct, kw_only=True, frozen=True):
    """A function tool; other tool types are refused by the session."""

    type: str
    name: str = ""
    description: str = ""
    # A recursive alias is beyond msgspec; the engine checks the schema.
    parameters: dict[str, Any] = field(default_factory=dict)


class NamedTool(Struct, kw_only=True, frozen=True):
    """`tool_choice` that forces one function."""

    name: str
    type: str = "function"


class ExpectedSpec(Struct, kw_only=True, frozen=True):
    """What the lesson expects to hear next (ours)."""

    kind: Literal["any", "yes_no", "number", "explain"] = "any"
    terms: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """What is right, such as `3/4` or the text to be read aloud: it tells when an answer is whole.
    A session object never shows it."""


class TutorSpec(Struct, kw_only=True, frozen=True):
    """`session.tutor`: what a tutor's session adds."""

    patience: float | UnsetType = UNSET
    language: str | UnsetType = UNSET
    expected: ExpectedSpec | UnsetType = UNSET


class SessionSpec(Struct, kw_only=True, frozen=True):
    """A session object as sent by `session.update`; only fields present are changed."""

    type: str = "realtime"
    model: str | UnsetType = UNSET
    instructions: str | UnsetType = UNSET
    output_modalities: list[Literal["text", "audio"]] | UnsetType = UNSET
    audio: AudioSpec | UnsetType = UNSET
    tools: list[ToolDef] | UnsetType = UNSET
    tool_choice: str | NamedTool | UnsetType = UNSET
    max_output_tokens: int | Literal["inf"] | UnsetType | None = UNSET
    tutor: TutorSpec | UnsetType = UNSET


class SessionUpdate(ClientEvent, tag="session.update", kw_only=True, frozen=True):
    """Change the session's settings."""

    session: SessionSpec


class AudioAppend(ClientEvent, tag="input_audio_buffer.append", kw_only=True, frozen=True):
    """Some of the student's voice in the session's input format."""

    audio: bytes


class AudioCommit(ClientEvent, tag="input_audio_buffer.commit", kw_only=True, frozen=True):
    """The student's turn ends now."""


class AudioClear(ClientEvent, tag="input_audio_buffer.clear", kw_only=True, frozen=True):
    """Forget the open turn's audio."""


class Content(Struct, kw_only=True, frozen=True):
    """One content part of an item."""

    type: str
    text: str | None = None
    transcript: str | None = None


class ItemSpec(Struct, kw_only=True, frozen=True):
    """A conversation item as a client writes it."""

    type: Literal["message", "function_call", "function_call_output"]
    id: str | None = None
    role: Literal["user", "assistant", "system"] | None = None
    content: list[Content] = field(default_factory=list)
    call_id: str | None = None
    name: str | None = None
    arguments: str | None = None
    output: str | None = None


class ItemCreate(ClientEvent, tag="conversation.item.create", kw_only=True, frozen=True):
    """Add an item."""

    item: ItemSpec
    previous_item_id: str | None = None


class ItemRetrieve(ClientEvent, tag="conversation.item.retrieve", kw_only=True, frozen=True):
    """Ask for an item."""

    item_id: str


class ItemDelete(ClientEvent, tag="conversation.item.delete", kw_only=True, frozen=True):
    """Remove an item from the conversation."""

    item_id: str


class ItemTruncate(ClientEvent, tag="conversation.item.truncate", kw_only=True, frozen=True):
    """The student heard only this much of the tutor's voice."""

    item_id: str
    content_index: int
    audio_end_ms: int


class ResponseSpec(Struct, kw_only=True, frozen=True):
    """Overrides of one response."""

    instructions: str | None = None
    output_modalities: list[Literal["text", "audio"]] | None = None
    tools: list[ToolDef] | None = None
    tool_choice: str | NamedTool | None = None
    max_output_tokens: int | Literal["inf"] | None = None
    conversation: str | None = None
    input: list[ItemSpec] | None = None
    metadata: dict[str, str] | None = None


class ResponseCreate(ClientEvent, tag="response.create", kw_only=True, frozen=True):
    """Ask for a reply."""

    response: ResponseSpec | None = None


class ResponseCancel(ClientEvent, tag="response.cancel", kw_only=True, frozen=True):
    """Stop a reply."""

    response_id: str | None = None


class VoiceClear(ClientEvent, tag="output_audio_buffer.clear", kw_only=True, frozen=True):
    """Stop the tutor's voice."""


class TutorMute(ClientEvent, tag="tutor.mute", kw_only=True, frozen=True):
    """The student's microphone went off or on."""

    muted: bool


class TutorPatience(ClientEvent, tag="tutor.patience", kw_only=True, frozen=True):
    """How long the tutor waits in a pause: 0.5 (quick) to 3 (very patient)."""

    patience: float


class TutorMode(ClientEvent, tag="tutor.mode", kw_only=True, frozen=True):
    """Hands-free (server turn detection) or push-to-talk."""

    hands_free: bool


class TutorPlayout(ClientEvent, tag="tutor.playout", kw_only=True, frozen=True):
    """What a WebSocket page has really played of an item."""

    item_id: str
    played_ms: int


class TutorAttempt(ClientEvent, tag="tutor.attempt", kw_only=True, frozen=True):
    """An answer to the item that the lesson poses."""

    item_id: str
    answer: str


class TutorHint(ClientEvent, tag="tutor.hint", kw_only=True, frozen=True):
    """The student wants a hint."""


class TutorNext(ClientEvent, tag="tutor.next", kw_only=True, frozen=True):
    """Go on in the lesson; a posed item is left out."""


class TutorLeave(ClientEvent, tag="tutor.lesson.leave", kw_only=True, frozen=True):
    """End the lesson before its end."""


class TutorVote(ClientEvent, tag="tutor.vote", kw_only=True, frozen=True):
    """Which explanation of the pair was better."""

    pair: str
    choice: Choice


class TutorRating(ClientEvent, tag="tutor.rating", kw_only=True, frozen=True):
    """Thumbs (-1 or 1) or stars (1 to 5) for one of the tutor's messages."""

    item_id: str
    thumbs: Literal[-1, 1] | None = None
    stars: int | None = None


AnyClientEvent = (
    SessionUpdate
    | AudioAppend
    | AudioCommit
    | AudioClear
    | ItemCreate
    | ItemRetrieve
    | ItemDelete
    | ItemTruncate
    | ResponseCreate
    | ResponseCancel
    | VoiceClear
    | TutorMute
    | TutorPatience
    | TutorMode
    | TutorPlayout
    | TutorAttempt
    | TutorHint
    | TutorNext
    | TutorLeave
    | TutorVote
    | TutorRating
)
