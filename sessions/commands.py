"""What a transport may ask of a live session. All are plain values; the session stamps time.

Text of a student is masked (inference.contracts.Masker) by the session before the reducer sees
it; transports hand it over as it came.
"""

from dataclasses import dataclass, field

from inference.contracts import Expected, ToolSpec
from sessions.ballot import Choice
from sessions.decision import Decision
from sessions.ids import ItemId, ReplyId
from sessions.items import Item, Modality
from sessions.teaching.run import LessonRun


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSettings:
    """What `session.update` can change."""

    instructions: str = ""
    """Extra instructions, after the tutor's own system prompt."""
    modality: Modality = Modality.VOICE
    """What replies are: voice with captions, or text only."""
    hands_free: bool = True
    """Server-side turn detection; False is push-to-talk (`input_audio_buffer.commit`)."""
    auto_reply: bool = True
    """Reply when a turn ends (OpenAI `create_response`)."""
    interruptible: bool = True
    """The student's voice interrupts the tutor's (OpenAI `interrupt_response`)."""
    patience: float = 1.0
    """0.5 (quick) to 3 (very patient)."""
    voice: str = "default"
    speed: float = 1.0
    language: str = "en"
    """BCP 47 tag, or `auto`: found out turn by turn."""
    tools: tuple[ToolSpec, ...] = ()
    tool_choice: str = "auto"
    max_tokens: int = 256
    temperature: float = 0.0
    transcribe: bool = True
    """Show the student's own words."""
    expected: Expected = field(default_factory=Expected)
    """What the lesson expects to hear next."""

    def __post_init__(self) -> None:
        if not 0.5 <= self.patience <= 3.0:
            raise ValueError(f"patience must be 0.5 to 3, is {self.patience}")
        if not 0.5 <= self.speed <= 2.0:
            raise ValueError(f"speed must be 0.5 to 2, is {self.speed}")
        if not 1 <= self.max_tokens <= 4096:
            raise ValueError(f"max_tokens must be 1 to 4096, is {self.max_tokens}")
        if not 0.0 <= self.temperature <= 2.0:
            raise ValueError(f"temperature must be 0 to 2, is {self.temperature}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOptions:
    """Per-reply overrides of `response.create`; None keeps the session's setting."""

    instructions: str | None = None
    modality: Modality | None = None
    tools: tuple[ToolSpec, ...] | None = None
    tool_choice: str | None = None
    max_tokens: int | None = None
    out_of_band: bool = False
    """OpenAI `conversation: none`: the reply does not enter the history."""
    input_items: tuple[Item, ...] | None = None
    """OpenAI `input`: use these instead of the conversation."""
    metadata: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """The student typed `text` and wants an answer at once (the page's text box):
    an item and, when `auto_reply` is set, a reply. Interrupts the tutor's voice."""

    text: str
    item_id: ItemId | None = None
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem:
    """`conversation.item.create`; no reply follows by itself. A second output for the same
    call is refused with `duplicate_tool_output`, a known id with `duplicate_item`."""

    item: Item
    after: ItemId | None = None
    """`root` is the beginning; None the end."""
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteItem:
    """`conversation.item.delete`. Unknown id: `item_not_found`."""

    item_id: ItemId
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TruncateItem:
    """`conversation.item.truncate`: the student heard only `heard_ms` of the voice."""

    item_id: ItemId
    heard_ms: int
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitAudio:
    """`input_audio_buffer.commit`, or push-to-talk released: the turn ends now.
    Nothing heard: `input_audio_buffer_commit_empty`."""

    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearAudio:
    """`input_audio_buffer.clear`: forget the speech of the open turn."""

    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateReply:
    """`response.create`. One is in progress: `conversation_already_has_active_response`."""

    options: ReplyOptions = field(default_factory=ReplyOptions)
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelReply:
    """`response.cancel`; `None` is the current one. None active: `response_cancel_not_active`."""

    reply_id: ReplyId | None = None
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearVoice:
    """`output_audio_buffer.clear`: stop the tutor's voice (and the reply, if still going)."""

    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings:
    """`session.update`, already merged and validated by the wire."""

    settings: TurnSettings
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """The student's microphone is off (True) or on. An open turn ends when muted."""

    muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartLesson:
    """Begin a lesson, or begin it anew; one that is under way is left."""

    run: LessonRun
    """Fresh: nothing of it has happened."""
    decision: Decision | None = None
    """How its format was chosen; logged with the start."""
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """`tutor.attempt`: an answer to the item that is posed, as a turn of the student. No lesson:
    `no_lesson`. Another item: `item_not_posed`."""

    item_id: str
    answer: str
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHint:
    """`tutor.hint`: the next rung of the ladder, if the policy gives it. `no_lesson`."""

    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn:
    """`tutor.next`: go on to the next part or item; leaves the posed one out. `no_lesson`."""

    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveLesson:
    """`tutor.lesson.leave`: back to free talk; what was done stays recorded. `no_lesson`."""

    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A teacher asks for quiet (True), or lets the talk go on."""

    paused: bool
    whole_class: bool = False
    """Everybody in the class is asked: the student is told so."""
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote:
    """`tutor.vote`: which of two explanations was better. `vote_not_open`."""

    pair: str
    choice: Choice
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`tutor.rating`: thumbs (-1, 1) or stars (1 to 5) for one of the tutor's messages; rating
    it again replaces the rating. `item_not_found`, `invalid_value`."""

    item_id: ItemId
    thumbs: int | None = None
    stars: int | None = None
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceAttached:
    """A voice transport pulls from the playout from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceDetached:
    """No voice transport: the reply pauses; after 10 s it counts as interrupted there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """End the session. reason: `left`, `idle`, `drain`, `fenced`, `operator`, `failed`."""

    reason: str


Command = (
    Say
    | AddItem
    | DeleteItem
    | TruncateItem
    | CommitAudio
    | ClearAudio
    | CreateReply
    | CancelReply
    | ClearVoice
    | ChangeSettings
    | Mute
    | StartLesson
    | Attempt
    | AskHint
    | GoOn
    | LeaveLesson
    | Pause
    | CastVote
    | Rate
    | VoiceAttached
    | VoiceDetached
    | Close
)
