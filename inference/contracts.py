"""What the rest of the server may ask of models: Protocols and frozen values, nothing concrete.

Audio into models is always int16 little-endian mono at 16 kHz; audio out of them is always
int16 little-endian mono at 24 kHz. Nothing here knows processes, sockets or sessions.
"""

import math
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType, Protocol, TypeAlias

IN_RATE_HZ = 16_000
"""Sample rate of all audio that goes into VAD and STT."""
OUT_RATE_HZ = 24_000
"""Sample rate of all audio that comes out of TTS."""

AdapterName = NewType("AdapterName", str)
"""An immutable adapter name, `<opaque student>-v<N>-<sha8>`."""

MAX_PASSAGE_CHARS = 900
"""Of a passage's text: about 250 tokens in the prompt."""

JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None


# --- hearing -----------------------------------------------------------------


class AnswerKind(StrEnum):
    """What the tutor's last question expects; steers recognition and end of turn."""

    ANY = "any"
    YES_NO = "yes_no"
    NUMBER = "number"
    EXPLAIN = "explain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the student is likely to say next; `terms` are the lesson's own words."""

    kind: AnswerKind = AnswerKind.ANY
    terms: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    """What is right, where the tutor knows: `3/4`, `b e d`. It tells when an answer is whole; the
    recogniser is not told, for it would hear what is wished for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """One recognised word with its place in the utterance."""

    text: str
    start_s: float
    end_s: float
    confidence: float
    """0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was heard: a partial (may still change after `stable_chars`) or the final text."""

    text: str
    words: tuple[HeardWord, ...] = ()
    language: str = "en"
    confidence: float = 1.0
    final: bool = False
    stable_chars: int = 0
    """Length of the prefix that local agreement has fixed."""
    rejected: bool = False
    """Speech was heard, but outside what this recogniser can understand; `text` is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingOptions:
    """One utterance's recognition options."""

    language: str | None = None
    """BCP 47 tag, or None to detect."""
    expected: Expected = field(default_factory=Expected)


class Hearing(Protocol):
    """One utterance being recognised."""

    async def push(self, pcm: bytes) -> None:
        """Add int16 mono 16 kHz samples (any length)."""

    def partials(self) -> AsyncIterator[Transcript]:
        """Partials as they come; ends when the hearing is finished or closed."""

    async def finish(self) -> Transcript:
        """The final transcript of everything pushed. Raises SpeechUnavailableError."""


class SpeechToText(Protocol):
    """Opens one hearing per utterance."""

    def open(self, options: HearingOptions) -> AbstractAsyncContextManager[Hearing]:
        """Leaving the context discards an unfinished hearing."""

    async def limits(self) -> "HearingLimits":
        """What this recogniser can do; the page's badge and `tutor doctor` show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingLimits:
    """What a recogniser can do."""

    engine: str
    """`faster-whisper` or `pocketsphinx`."""
    model: str
    free_speech: bool
    """False: only expected short answers are caught."""
    advice: str = ""
    """How to get full recognition, in plain words; empty when free_speech."""
    languages: tuple[str, ...] = ()
    """Primary tags that it understands; empty: many, and it finds out which."""


class VoiceActivity(Protocol):
    """Speech probability of a stream, one 32 ms frame (512 samples at 16 kHz) at a time."""

    def probability(self, frame: bytes) -> float:
        """`frame` is 512 int16 samples; returns 0 to 1. Keeps state between frames."""

    def reset(self) -> None:
        """Forget the stream's state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEvidence:
    """What is known while a student pauses."""

    silence_s: float
    speech_s: float
    """Length of the student's speech in this turn, without pauses."""
    text: str
    """Best partial transcript so far, may be empty."""
    expected: Expected
    patience: float
    """0.5 (quick) to 3 (very patient); multiplies the waiting time."""


class EndOfTurn(Protocol):
    """Decides how long a pause must last before the turn is over."""

    def wait_s(self, evidence: TurnEvidence) -> float:
        """Silence in seconds, counted from the end of speech, after which the turn ends."""


OUTLOOK_STEP_S = 0.1
Outlook: TypeAlias = tuple[float, ...]
"""How likely a paused turn is over, 0 to 1, if the silence goes on: element k once it is
k * OUTLOOK_STEP_S longer than when it was judged; the last element holds from there on."""


class EndOfTurnDetector(Protocol):
    """Says how likely a paused turn is over, from sound and words. Our own small model, an ONNX
    file and a served model plug in here; when one fails, EndOfTurn's rule decides."""

    async def outlook(self, sound: bytes, evidence: TurnEvidence) -> Outlook:
        """At least one probability. `sound` is the turn's newest 8 s at most, int16 mono 16 kHz,
        and ends when `evidence` was taken. Raises InferenceError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseWaits:
    """How long a pause must last, given the probability that the turn is over.

    The defaults are fitted to our own detector by `inference.hearing.endpoint.train`.
    """

    shortest_s: float = 0.2
    """When the turn is surely over."""
    explaining_s: float = 0.4
    """The same when an explanation was asked for: people think while they explain."""
    doubt: float = 0.4
    """A probability that is so much below 1 waits a second longer than a sure one."""
    sharpness: float = 3.0
    """Above 1 smaller doubts cost little time and larger ones much."""
    longest_s: float = 4.0
    """Whatever the doubt."""
    limit_s: float = 4.0
    """After patience, too."""

    def __post_init__(self) -> None:
        if not 0 <= self.shortest_s <= self.explaining_s <= self.longest_s <= self.limit_s:
            raise ValueError("waits must grow from 0: shortest, explaining, longest, limit")
        if not 0.0 < self.doubt <= 1.0:
            raise ValueError(f"doubt must be above 0 up to 1, is {self.doubt}")
        if not 0.1 <= self.sharpness <= 10.0:
            raise ValueError(f"sharpness must be 0.1 to 10, is {self.sharpness}")

    def wait_s(self, probability: float, kind: AnswerKind, patience: float) -> float:
        """Silence in seconds, counted from the end of speech, after which the turn ends."""
        first_s = self.explaining_s if kind is AnswerKind.EXPLAIN else self.shortest_s
        doubt = 1.0 - max(0.0, min(1.0, probability))
        longer_s: float = math.pow(doubt / self.doubt, self.sharpness)
        base_s = min(self.longest_s, first_s + longer_s)
        return min(self.limit_s, base_s * max(0.5, min(3.0, patience)))

    def of_outlook_s(
        self, outlook: Outlook, *, silence_s: float, kind: AnswerKind, patience: float
    ) -> float:
        """The same of an outlook that was given at `silence_s`: the first silence that is as long
        as its own probability asks for."""
        for step, probability in enumerate(outlook):
            wait_s = self.wait_s(probability, kind, patience)
            at_s = silence_s + step * OUTLOOK_STEP_S
            if wait_s <= at_s + OUTLOOK_STEP_S or step == len(outlook) - 1:
                return max(wait_s, at_s)
        return self.limit_s


# --- thinking ----------------------------------------------------------------


class Role(StrEnum):
    """Who said a message."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A tool call the model made; `arguments` is JSON text."""

    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One chat message in the OpenAI chat shape."""

    role: Role
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSpec:
    """A function the model may call; `parameters` is a JSON Schema object."""

    name: str
    description: str = ""
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How tokens are drawn. Temperature 0 is greedy."""

    max_tokens: int = 256
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 0
    stop: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.max_tokens <= 8192:
            raise ValueError(f"max_tokens must be 1 to 8192, is {self.max_tokens}")
        if not 0.0 <= self.temperature <= 2.0:
            raise ValueError(f"temperature must be 0 to 2, is {self.temperature}")
        if not 0.0 < self.top_p <= 1.0:
            raise ValueError(f"top_p must be above 0 up to 1, is {self.top_p}")


class Priority(StrEnum):
    """Who goes first in every queue: voice before text before batch."""

    VOICE = "voice"
    TEXT = "text"
    BATCH = "batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What a lesson says about a question."""

    title: str
    """Of the lesson."""
    text: str
    """Markdown, at most MAX_PASSAGE_CHARS: what a reply may say."""
    said: str
    """The sentences of it that answer best, for who has no words of their own."""


class Library(Protocol):
    """Looks questions up in the lessons."""

    async def find(self, question: str, *, grade: int) -> Passage | None:
        """The passage at the reading level of the grade, or None when no lesson says enough.
        Never raises; answers within its deadline, with what it has by then."""


class FactCheck(Protocol):
    """Compares a sentence with the material it should stand on. Pure and quick."""

    def doubt(self, sentence: str, material: str, *, known: str) -> str:
        """Why the sentence is not supported (`number`, `negation`, `term`, ...), or "". `known`:
        the student's words and what was said before; they need no support."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """One completion to stream."""

    messages: tuple[Message, ...]
    model: str = "tutor"
    """A tier's name, or `tutor` for the routed tutor."""
    adapter: AdapterName | None = None
    sampling: Sampling = field(default_factory=Sampling)
    tools: tuple[ToolSpec, ...] = ()
    tool_choice: str = "auto"
    """`auto`, `none`, `required`, or the name of the one tool that must be called."""
    priority: Priority = Priority.TEXT
    deadline_s: float = 20.0
    """Seconds until the whole completion must be finished."""
    user: str = ""
    """Whose completion it is, for fair shares of our own engine only; never sent elsewhere."""
    background: tuple[str, ...] = ()
    """What is known from earlier talks, best first: each tier takes as many lines as its budget
    allows (inference.remembering) and sends none as such."""
    passage: Passage | None = None
    """Material for the reply; tiers that read what they are given get it in their prompt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDelta:
    """Some more of the reply's text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCallDelta:
    """Some more of a tool call; `name` comes with the first delta of a `call_id`."""

    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The end of a completion. reason: `stop`, `length` or `tool_calls`."""

    reason: str
    prompt_tokens: int
    completion_tokens: int


ModelEvent: TypeAlias = TextDelta | ToolCallDelta | Finished


class LanguageModel(Protocol):
    """Streams one completion; closing the iterator cancels it at the next token."""

    def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        """Ends with exactly one Finished. Raises ModelUnavailableError, ModelRefusedError,
        ModelTimeoutError (all in inference.errors)."""

    async def models(self) -> tuple[str, ...]:
        """Names that `ChatRequest.model` may hold. Raises ModelUnavailableError."""


# --- speaking ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMark:
    """When a word of the caption is spoken: characters [start, end) of the caption text that
    was given to `speak`, and the sample (24 kHz, from the clip's start) where it begins."""

    start: int
    end: int
    sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechChunk:
    """Some more of a spoken sentence: int16 mono 24 kHz, and the marks that begin in it."""

    pcm: bytes
    marks: tuple[WordMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOptions:
    """How a sentence is spoken."""

    voice: str = "default"
    language: str = "en"
    speed: float = 1.0
    """0.5 to 2; 1 is the voice's own pace."""


class TextToSpeech(Protocol):
    """Speaks one sentence of caption text (maths is verbalised inside, marks refer to the
    caption); closing the iterator aborts the synthesis."""

    def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        """Raises SpeechUnavailableError, UnknownVoiceError."""

    async def voices(self) -> tuple[str, ...]:
        """Names for `VoiceOptions.voice`; the first is `default`."""


# --- safety ------------------------------------------------------------------


class Direction(StrEnum):
    """Which way a sentence travels."""

    FROM_STUDENT = "from_student"
    TO_STUDENT = "to_student"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The gate's decision on one sentence or student turn."""

    allowed: bool
    category: str = ""
    """`hazard`, `self_harm`, `gate_failed`, ... ; empty when allowed."""
    replacement: str = ""
    """What the tutor says instead, in plain words; empty when allowed."""
    alert: bool = False
    """A human must be told (self-harm protocol)."""


class SafetyGate(Protocol):
    """Judges text before it is acted on or spoken. A raise or time-out counts as not allowed."""

    async def judge(self, direction: Direction, text: str) -> Verdict:
        """`text` is already masked."""


class Masker(Protocol):
    """Removes personal data before anything else sees the text."""

    def mask(self, text: str) -> str:
        """`call me at 555 010 0199` -> `call me at [phone]`. Never raises."""
