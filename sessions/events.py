"""The reducer's inputs. Each carries `at_s` (monotonic seconds) and the tags of what it belongs
to: (turn, revision) for hearing, `response` for a reply. Stale tags are dropped by the reducer.
Text is already masked.
"""

from dataclasses import dataclass
from enum import StrEnum

from inference.contracts import Outlook, Verdict, WordMark
from sessions.commands import Command
from sessions.effects import TimerName
from sessions.teaching.lesson import Outcome


class Phrase(StrEnum):
    """What an utterance is, apart from its words."""

    EMPTY = "empty"
    WORDS = "words"
    BACKCHANNEL = "backchannel"
    THINKING = "thinking"
    """`let me think`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The session begins (or goes on with another owner)."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A transport's command."""

    at_s: float
    command: Command
    sample: int = 0
    """16 kHz samples heard so far."""
    loud: bool = False
    """Something louder than a quiet room came since the buffer was committed or cleared."""
    phrase: Phrase = Phrase.WORDS
    """Of the text in a Say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechBegan:
    """Voice activity began at `sample`; `now_sample` is the newest sample."""

    at_s: float
    sample: int
    now_sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechEnded:
    """Voice activity ended at `sample`."""

    at_s: float
    sample: int
    now_sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndJudged:
    """How likely the paused turn is over, judged at `silence_s`; how long to wait follows."""

    at_s: float
    turn: int
    revision: int
    silence_s: float
    outlook: Outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class EndWait:
    """The pause after which the turn ends, from the end of speech, as the rule on words says."""

    at_s: float
    turn: int
    revision: int
    wait_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardPartial:
    """The best text so far."""

    at_s: float
    turn: int
    revision: int
    text: str
    stable_chars: int
    phrase: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardFinal:
    """The final transcript. `failure` is empty, `nothing_heard`, `not_understood` or
    `speech_unavailable`."""

    at_s: float
    turn: int
    revision: int
    text: str = ""
    phrase: Phrase = Phrase.EMPTY
    failure: str = ""
    language: str = ""
    """What the recogniser took it for, BCP 47."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnJudged:
    """The gate's verdict on a student's turn."""

    at_s: float
    turn: int
    revision: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceJudged:
    """The gate's verdict on sentence `index` of a reply."""

    at_s: float
    response: int
    index: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought:
    """The model has written one more piece (a sentence or first clause)."""

    at_s: float
    response: int
    text: str
    first_token_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallGrew:
    """The model has written some more of a tool call."""

    at_s: float
    response: int
    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingDone:
    """The model has finished. reason: `stop`, `length` or `tool_calls`."""

    at_s: float
    response: int
    reason: str
    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingFailed:
    """The model failed; `code` is the error's."""

    at_s: float
    response: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """Some more of a sentence is in the playout; marks count from the sentence's start."""

    at_s: float
    response: int
    index: int
    samples: int
    marks: tuple[WordMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence is in the playout to its end; `failed`: from here on it was only shown."""

    at_s: float
    response: int
    index: int
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the checker found about check `number`; None when it could not check (its process
    is gone or the code could not be confined)."""

    at_s: float
    number: int
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceBegan:
    """The first audible frame of a reply left."""

    at_s: float
    response: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePlayed:
    """So many samples of a reply were played."""

    at_s: float
    response: int
    samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceDrained:
    """A finished reply was played to its end."""

    at_s: float
    response: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceCut:
    """A reply's voice was stopped after `samples`."""

    at_s: float
    response: int
    samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """All commits up to `number` are in the log."""

    at_s: float
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageLate:
    """The log has not answered for a second."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageBack:
    """The log answers again."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fenced:
    """Another owner has the session."""

    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang:
    """A timer is due."""

    at_s: float
    name: TimerName
    tag: int
    sample: int = 0
    """16 kHz samples heard so far."""
    stirring: bool = False
    """The newest sound is like speech; a frame or two later it is known."""


Event = (
    Opened
    | Asked
    | SpeechBegan
    | SpeechEnded
    | EndJudged
    | EndWait
    | HeardPartial
    | HeardFinal
    | TurnJudged
    | SentenceJudged
    | Checked
    | Thought
    | CallGrew
    | ThinkingDone
    | ThinkingFailed
    | Voiced
    | Spoken
    | VoiceBegan
    | VoicePlayed
    | VoiceDrained
    | VoiceCut
    | Committed
    | StorageLate
    | StorageBack
    | Fenced
    | Rang
)
