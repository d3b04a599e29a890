"""What a live session tells its transports, in order. The wire turns these into events.

Every output that promises something durable (an item done, a reply done) is published only
after its facts are in the log. Audio to a WebSocket does not pass here: transports pull it from
the playout.
"""

from dataclasses import dataclass
from enum import StrEnum

from sessions.ballot import Ballot
from sessions.commands import ReplyOptions, TurnSettings
from sessions.ids import CallId, ItemId, ReplyId
from sessions.items import Item, Modality
from sessions.teaching.lesson import Item as LessonItem


class Phase(StrEnum):
    """States of the conversation (DESIGN section 4)."""

    LISTENING = "listening"
    STUDENT_SPEAKING = "student_speaking"
    MAYBE_DONE = "maybe_done"
    THINKING = "thinking"
    SPEAKING = "speaking"
    DUCKED = "ducked"
    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged:
    """`tutor.state`."""

    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted:
    """`input_audio_buffer.speech_started`; the item the turn will become."""

    item_id: ItemId
    audio_ms: int
    """Since the session's first audio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStopped:
    """`input_audio_buffer.speech_stopped`: the turn is over (not each pause inside it)."""

    item_id: ItemId
    audio_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioCommitted:
    """`input_audio_buffer.committed`."""

    item_id: ItemId
    after: ItemId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioCleared:
    """`input_audio_buffer.cleared`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAdded:
    """`conversation.item.added`."""

    item: Item
    after: ItemId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDone:
    """`conversation.item.done`: it is in the log."""

    item: Item
    after: ItemId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDeleted:
    """`conversation.item.deleted`."""

    item_id: ItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTruncated:
    """`conversation.item.truncated` and `tutor.heard`: the record now holds what was heard."""

    item_id: ItemId
    heard_ms: int
    text: str
    unheard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptPartial:
    """`conversation.item.input_audio_transcription.delta`: the whole best text so far."""

    item_id: ItemId
    text: str
    stable_chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptCompleted:
    """`conversation.item.input_audio_transcription.completed`."""

    item_id: ItemId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptFailed:
    """`conversation.item.input_audio_transcription.failed`. code: `not_understood` (outside
    what can be recognised), `nothing_heard`, `speech_unavailable`."""

    item_id: ItemId
    code: str
    message: str


class ReplyStatus(StrEnum):
    """OpenAI's response states."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    INCOMPLETE = "incomplete"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyCreated:
    """`response.created`."""

    reply_id: ReplyId
    modality: Modality
    options: ReplyOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyItemAdded:
    """`response.output_item.added` (+ `conversation.item.added`, + `content_part.added`
    for a message)."""

    reply_id: ReplyId
    item: Item
    index: int
    after: ItemId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyText:
    """`response.output_text.delta`, or `response.output_audio_transcript.delta` for voice.
    Only text that passed the safety gate; `text` is appended to the item."""

    reply_id: ReplyId
    item_id: ItemId
    index: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionWord:
    """One word: characters [start, end) of the item's text, heard from `at_ms` on
    (milliseconds of the reply's played voice)."""

    start: int
    end: int
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """`tutor.caption`: when the words of a sentence will be heard."""

    reply_id: ReplyId
    item_id: ItemId
    words: tuple[CaptionWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDelta:
    """`response.function_call_arguments.delta`."""

    reply_id: ReplyId
    item_id: ItemId
    call_id: CallId
    index: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyItemDone:
    """`response.output_item.done` with the `.done` events of its parts, and
    `conversation.item.done`."""

    reply_id: ReplyId
    item: Item
    index: int
    after: ItemId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one reply."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDone:
    """`response.done`, always exactly once per ReplyCreated. reason: `turn_detected`,
    `client_cancelled`, `max_output_tokens`, `content_filter`, or an error code."""

    reply_id: ReplyId
    status: ReplyStatus
    reason: str
    items: tuple[Item, ...]
    usage: Usage
    options: ReplyOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceStarted:
    """`output_audio_buffer.started`: the first sample of the reply was played."""

    reply_id: ReplyId


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceStopped:
    """`output_audio_buffer.stopped`: the whole reply was played."""

    reply_id: ReplyId


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceCleared:
    """`output_audio_buffer.cleared`: the voice was cut; players flush what they hold."""

    reply_id: ReplyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Ducked:
    """`tutor.duck`: players of buffered audio lower (True) or restore their volume."""

    ducked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged:
    """`session.updated`."""

    settings: TurnSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTimings:
    """`tutor.timing`, /metrics and the log: one turn's legs, in milliseconds from the end of
    the student's speech; None where a leg did not happen."""

    reply_id: ReplyId
    end_of_turn_ms: int | None
    transcript_ms: int | None
    first_token_ms: int | None
    first_audio_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`tutor.notice`: something the student should know, in plain words. Codes:
    `storage_unavailable`, `storage_back`, `model_unavailable`, `speech_unavailable`,
    `not_understood`, `nothing_heard`, `safety`."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonShown:
    """`tutor.lesson`: where the lesson stands now, after each change."""

    lesson_id: str
    run: str
    title: str
    format: str
    part: str
    """`explain`, `item`, `probe`, `finished` or `left`."""
    item: LessonItem | None
    """What is posed; the wire shows only what a student may see of it."""
    done: int
    """Items behind the student."""
    total: int
    hints: int
    """Rungs given for the posed item."""
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptChecked:
    """`tutor.progress`: one answer was checked and is in the log."""

    run: str
    item_id: str
    correct: bool
    aided: bool
    attempt: int
    error: str
    """The error's name, or empty."""
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HintShown:
    """`tutor.hint`: a rung of the ladder was given."""

    run: str
    item_id: str
    rung: int
    text: str
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFinished:
    """`tutor.lesson.finished`: the whole lesson is done and in the log."""

    run: str
    lesson_id: str
    xp: int
    right: int
    total: int
    unaided_right: int
    unaided_total: int
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """`tutor.paused`: a teacher asked for quiet, or let the talk go on."""

    paused: bool
    whole_class: bool = False
    """Everybody in the class is quiet."""
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteAsked:
    """`tutor.vote.request`: two explanations side by side, their sources hidden."""

    ballot: Ballot


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteTaken:
    """`tutor.vote.done`: the vote is in the log."""

    pair: str
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingTaken:
    """`tutor.rating.done`: the rating is in the log."""

    item_id: ItemId
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """`error`: a command was refused; the session lives."""

    code: str
    message: str
    event_id: str | None
    param: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """For operators only, never sent to the student: a human must look (self-harm)."""

    category: str
    item_id: ItemId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """`tutor.session.closed`: the last output."""

    reason: str


Output = (
    PhaseChanged
    | SpeechStarted
    | SpeechStopped
    | AudioCommitted
    | AudioCleared
    | ItemAdded
    | ItemDone
    | ItemDeleted
    | ItemTruncated
    | TranscriptPartial
    | TranscriptCompleted
    | TranscriptFailed
    | ReplyCreated
    | ReplyItemAdded
    | ReplyText
    | Caption
    | CallDelta
    | ReplyItemDone
    | ReplyDone
    | VoiceStarted
    | VoiceStopped
    | VoiceCleared
    | Ducked
    | SettingsChanged
    | TurnTimings
    | Notice
    | LessonShown
    | AttemptChecked
    | HintShown
    | LessonFinished
    | Paused
    | VoteAsked
    | VoteTaken
    | RatingTaken
    | Refused
    | Alert
    | Closed
)
