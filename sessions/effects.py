"""What the reducer asks the rim to do. Plain values; the rim obeys in order.

`StopVoice` and `AskEnd` are answered at once, before any other event is reduced.
"""

from dataclasses import dataclass
from enum import StrEnum

from inference.contracts import ChatRequest, Direction, Expected, TurnEvidence, VoiceOptions
from sessions.contracts import Fact
from sessions.grounding import Ask
from sessions.outputs import Output
from sessions.teaching.lesson import Item as LessonItem


class TimerName(StrEnum):
    """What a timer is for."""

    END_OF_TURN = "end_of_turn"
    TRANSCRIPT = "transcript"
    OVERLAP = "overlap"
    FALSE_INTERRUPTION = "false_interruption"
    LONG_TURN = "long_turn"
    WAITING = "waiting"
    INSIST = "insist"
    """Only wakes the reducer: a typed turn has waited long enough."""
    DETACHED = "detached"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """Tell the transports."""

    output: Output


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Recognise the student's voice from 16 kHz sample `from_sample` on, as it comes.
    A newer revision replaces the older one of the same turn."""

    turn: int
    revision: int
    from_sample: int
    language: str
    """BCP 47; empty: the recogniser finds out."""
    expected: Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribe:
    """Everything up to `to_sample` was said: give the final transcript."""

    turn: int
    revision: int
    to_sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlisten:
    """Discard the recognition of a turn."""

    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deafen:
    """Ignore the microphone (True) or listen again."""

    deaf: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAudio:
    """The audio buffer was committed or cleared: "was anything loud" starts anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEnd:
    """How long must this pause last? Answered by EndJudged, or by EndWait where no detector can
    say; the turn's sound is that of the 16 kHz samples [from_sample, to_sample)."""

    turn: int
    revision: int
    evidence: TurnEvidence
    from_sample: int = 0
    to_sample: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Let the safety gate judge: a student's turn (`turn` set) or sentence `index` of reply
    number `response`."""

    direction: Direction
    text: str
    turn: int = 0
    revision: int = 0
    response: int = 0
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Let the checker say whether `text` answers the item. Answered by Checked."""

    number: int
    """Tag of this check."""
    item: LessonItem
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Think:
    """Start the model for reply number `response`."""

    response: int
    request: ChatRequest
    ask: Ask | None = None
    """What the reply should be grounded in; None: nothing is looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speak:
    """Speak sentence `index` of a reply into the playout, after those before it."""

    response: int
    index: int
    text: str
    options: VoiceOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelReplyWork:
    """Stop the model and the synthesis of a reply."""

    response: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelThinking:
    """Stop only the model of a reply."""

    response: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Let a held reply be heard."""

    response: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishVoice:
    """No more voice will come for this reply."""

    response: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopVoice:
    """Drop a reply's voice; answered by VoiceCut."""

    response: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGain:
    """The tutor's volume, 0 to 1."""

    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """Append to the log; answered by Committed(number)."""

    number: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTimer:
    """Ring at `due_s`; replaces the timer of the same name and tag."""

    name: TimerName
    tag: int
    due_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The session has ended: nothing more will be asked."""


Effect = (
    Publish
    | Listen
    | Transcribe
    | Unlisten
    | Deafen
    | MarkAudio
    | AskEnd
    | Judge
    | Check
    | Think
    | Speak
    | CancelReplyWork
    | CancelThinking
    | Release
    | FinishVoice
    | StopVoice
    | SetGain
    | Commit
    | SetTimer
    | Stop
)
