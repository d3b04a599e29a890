"""Fakes of the model, the voice, the gate and the masker."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from inference.contracts import (
    ChatRequest,
    Direction,
    Finished,
    ModelEvent,
    SpeechChunk,
    TextDelta,
    ToolCallDelta,
    Verdict,
    VoiceOptions,
    WordMark,
)
from inference.errors import ModelUnavailableError, SpeechUnavailableError
from tests.fakes.words import tutor_pcm

Script = Callable[[ChatRequest], Sequence[ModelEvent | Exception]]


def text_events(text: str) -> list[ModelEvent | Exception]:
    """A text as a model streams it."""
    deltas: list[ModelEvent | Exception] = [
        TextDelta(text=part) for part in re.findall(r"\S+\s*", text)
    ]
    finish = Finished(reason="stop", prompt_tokens=10, completion_tokens=len(deltas))
    return [*deltas, finish]


def answer(request: ChatRequest) -> Sequence[ModelEvent | Exception]:
    """Repeats what was said last, in two sentences."""
    said = request.messages[-1].content.replace(".", "").replace("?", "")
    return text_events(f"You said {said} here. Now try the next one.")


def calls(name: str, arguments: str, text: str = "") -> Script:
    """A reply with a tool call."""

    def script(request: ChatRequest) -> Sequence[ModelEvent | Exception]:
        del request
        half = len(arguments) // 2
        return [
            *([TextDelta(text=text)] if text else []),
            ToolCallDelta(call_id="call_0", name=name, arguments=arguments[:half]),
            ToolCallDelta(call_id="call_0", name="", arguments=arguments[half:]),
            Finished(reason="tool_calls", prompt_tokens=7, completion_tokens=3),
        ]

    return script


@dataclass
class FakeLlm:
    """Plays a script token by token."""

    script: Script = answer
    first_s: float = 0.05
    token_s: float = 0.01
    down: bool = False
    requests: list[ChatRequest] = field(default_factory=list)
    running: int = 0

    async def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        self.requests.append(request)
        self.running += 1
        try:
            await asyncio.sleep(self.first_s)
            if self.down:
                raise ModelUnavailableError("fake")
            for event in self.script(request):
                await asyncio.sleep(self.token_s)
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            self.running -= 1

    async def models(self) -> tuple[str, ...]:
        return ("tutor",)


@dataclass
class FakeTts:
    """One chunk and one mark per word."""

    first_s: float = 0.03
    chunk_s: float = 0.005
    broken: int = 0
    """So many sentences fail before their first sound."""
    breaks_after: int | None = None
    """Words after which a sentence fails."""
    marks: bool = True
    spoken: list[str] = field(default_factory=list)
    running: int = 0

    async def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        del options
        self.running += 1
        try:
            await asyncio.sleep(self.first_s)
            if self.broken:
                self.broken -= 1
                raise SpeechUnavailableError("fake")
            self.spoken.append(text)
            sample = 0
            for number, match in enumerate(re.finditer(r"\S+", text)):
                if number == self.breaks_after:
                    raise SpeechUnavailableError("fake")
                pcm = tutor_pcm(match[0])
                mark = WordMark(start=match.start(), end=match.end(), sample=sample)
                # Marks count from the clip's start, as the contract says.
                sample += len(pcm) // 2
                yield SpeechChunk(pcm=pcm, marks=(mark,) if self.marks else ())
                await asyncio.sleep(self.chunk_s)
        finally:
            self.running -= 1

    async def voices(self) -> tuple[str, ...]:
        return ("default",)


@dataclass
class FakeGate:
    """Blocks what contains `forbidden`, and tells a human about `alarming`."""

    forbidden: str = "bomb"
    alarming: str = "hurt-myself"
    delay_s: float = 0.002
    broken: bool = False
    hang: bool = False
    judged: list[tuple[Direction, str]] = field(default_factory=list)

    async def judge(self, direction: Direction, text: str) -> Verdict:
        self.judged.append((direction, text))
        if self.hang:
            await asyncio.Event().wait()
        await asyncio.sleep(self.delay_s)
        if self.broken:
            raise RuntimeError("fake")
        if self.alarming in text:
            return Verdict(
                allowed=False,
                category="self_harm",
                replacement="Please tell a grown-up.",
                alert=True,
            )
        if self.forbidden in text:
            return Verdict(allowed=False, category="hazard", replacement="Let us stay safe.")
        return Verdict(allowed=True)


class FakeMasker:
    """Phone numbers."""

    def mask(self, text: str) -> str:
        return re.sub(r"\b\d{3} \d{4}\b", "[phone]", text)
