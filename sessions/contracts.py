"""What a session needs from its host: Protocols and frozen values, nothing concrete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from inference.contracts import (
    EndOfTurn,
    EndOfTurnDetector,
    JsonValue,
    LanguageModel,
    Masker,
    SafetyGate,
    SpeechToText,
    TextToSpeech,
    VoiceActivity,
)
from media.contracts import Playout, PlayoutListener, ScreenFrame
from sessions.grounding import Grounds
from sessions.ids import SessionId, StudentId, TenantId
from sessions.items import Item
from sessions.outputs import Output
from sessions.teaching.lesson import Item as LessonItem
from sessions.teaching.lesson import Outcome


class FactKind(StrEnum):
    """Kinds of committed facts. Never audio, never token deltas."""

    SESSION_OPENED = "session.opened"
    STUDENT_TURN = "student.turn"
    ITEM_ADDED = "item.added"
    ITEM_DELETED = "item.deleted"
    REPLY_STARTED = "reply.started"
    REPLY_DONE = "reply.done"
    ITEM_TRUNCATED = "item.truncated"
    SAFETY = "safety"
    LESSON_STARTED = "lesson.started"
    ITEM_ATTEMPTED = "item.attempted"
    HINT_GIVEN = "hint.given"
    LESSON_FINISHED = "lesson.finished"
    DECISION_MADE = "decision.made"
    VOTE_CAST = "vote.cast"
    RATING_GIVEN = "rating.given"
    SESSION_CLOSED = "session.closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened and must last.

    `fact_id` makes a retried append harmless. `body` is plain data; `private` holds whatever a
    child said or heard, and is encrypted with the student's key.
    """

    fact_id: str
    kind: FactKind
    body: Mapping[str, JsonValue]
    private: Mapping[str, JsonValue] = field(default_factory=dict)


class SessionLog(Protocol):
    """The session's part of the append-only event log, bound to one owner epoch."""

    async def append(self, facts: Sequence[Fact]) -> int:
        """Commit in order; returns the last sequence number. A fact_id already there is
        skipped. Raises FencedError (another owner), LogUnavailableError (try again)."""


class Clock(Protocol):
    """Monotonic seconds."""

    def __call__(self) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a session belongs to."""

    tenant_id: TenantId
    student_id: StudentId
    session_id: SessionId
    display_name: str = ""
    grade: int = 5
    """School grade 1 to 12; steers the reply's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechEdge:
    """Where speech began (`speech`) or ended, as a 16 kHz sample since the segmenter's first."""

    speech: bool
    sample: int


class Segmenter(Protocol):
    """Turns speech probabilities of 512-sample frames into edges, with hysteresis."""

    def push(self, probability: float, *, tutor_speaking: bool) -> SpeechEdge | None:
        """One frame further; stricter while the tutor speaks."""

    @property
    def stirring(self) -> bool:
        """No speech yet, but the newest frame sounds like it."""

    def reset(self) -> None:
        """Forget everything; the next frame is the first."""


class TurnPhrases(Protocol):
    """Knows whole utterances that are not turns. Both take masked text and never raise."""

    def wants_to_think(self, text: str) -> bool:
        """`let me think`, `hold on`."""

    def is_backchannel(self, text: str) -> bool:
        """`mm-hm`, `okay`."""


class AnswerChecker(Protocol):
    """Tells by code whether a text answers an item."""

    async def check(self, item: LessonItem, text: str) -> Outcome:
        """The same answer always gives the same outcome. Raises when it cannot check at all
        (a student's code cannot be confined here)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything concrete a session uses, joined by tutor_server.app."""

    stt: SpeechToText
    tts: TextToSpeech
    llm: LanguageModel
    gate: SafetyGate
    masker: Masker
    vad: VoiceActivity
    segmenter: Segmenter
    """This session's own, like `vad`."""
    end_of_turn: EndOfTurn
    phrases: TurnPhrases
    checker: AnswerChecker
    log: SessionLog
    clock: Clock
    detector: EndOfTurnDetector | None = None
    """None, or a failure: `end_of_turn` decides."""
    grounds: Grounds | None = None
    """None: the model alone answers."""


class Publish(Protocol):
    """Takes outputs in order. Called on the loop; must not block or raise."""

    def __call__(self, output: Output) -> None: ...


class PlayoutFactory(Protocol):
    """Makes the session's playout, told who listens."""

    def __call__(self, listener: PlayoutListener) -> Playout: ...


class LiveSession(Protocol):
    """What transports see of a session (implemented by sessions.session.Session)."""

    @property
    def identity(self) -> Identity: ...

    @property
    def playout(self) -> Playout: ...

    @property
    def items(self) -> tuple[Item, ...]:
        """The conversation so far, oldest first, including the item in flight."""

    @property
    def screen(self) -> ScreenFrame | None:
        """The latest frame of the shared screen."""

    def post(self, command: object) -> None:
        """Hand over a sessions.commands.Command. A full inbox answers with
        Refused(`too_many_commands`); after Closed it does nothing."""

    def hear(self, pcm: bytes) -> None:
        """int16 mono 16 kHz, any length. At most 30 s wait; then the oldest are dropped."""

    def show(self, frame: ScreenFrame | None) -> None:
        """The latest screen frame, or None when sharing ended."""
