"""Fakes of what a session hears with."""

import asyncio
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from inference.contracts import HearingLimits, HearingOptions, Outlook, Transcript, TurnEvidence
from inference.errors import ModelUnavailableError, SpeechUnavailableError
from sessions.contracts import SpeechEdge
from tests.fakes.words import read_text


class FakeVad:
    """A frame with sound in it is speech."""

    def probability(self, frame: bytes) -> float:
        return 0.95 if max(array("h", frame)) > 500 else 0.02

    def reset(self) -> None:
        pass


class FakeSegmenter:
    """Speech after two frames, silence after three."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._frames = 0
        self._same = 0
        self._speech = False

    def push(self, probability: float, *, tutor_speaking: bool) -> SpeechEdge | None:
        del tutor_speaking
        self._frames += 1
        changed = (probability > 0.5) is not self._speech
        self._same = self._same + 1 if changed else 0
        if self._same < (3 if self._speech else 2):
            return None
        self._speech = not self._speech
        first = (self._frames - self._same) * 512
        self._same = 0
        return SpeechEdge(speech=self._speech, sample=first)

    @property
    def stirring(self) -> bool:
        return self._same > 0 and not self._speech


class FakeEndOfTurn:
    """Short answers end quickly, a trailing "because" slowly."""

    base_s = 0.6

    def wait_s(self, evidence: TurnEvidence) -> float:
        last = evidence.text.split()[-1:] or [""]
        if last[0] == "because":
            return 2.0 * evidence.patience
        if 0 < len(evidence.text.split()) <= 2:
            return 0.3 * evidence.patience
        return self.base_s * evidence.patience


@dataclass
class FakeDetector:
    """Sure that more follows after these last words, and sure of the end after any other."""

    goes_on: tuple[str, ...] = ("umm", "no", "three", "a", "half", "sheep", "because")
    delay_s: float = 0.01
    broken: bool = False
    answer: float | None = None
    asked: list[tuple[str, float]] = field(default_factory=list)
    """Words, and seconds of sound."""

    async def outlook(self, sound: bytes, evidence: TurnEvidence) -> Outlook:
        self.asked.append((evidence.text, len(sound) / 32_000))
        await asyncio.sleep(self.delay_s)
        if self.broken:
            raise ModelUnavailableError("fake")
        if self.answer is not None:
            return (self.answer,)
        last = evidence.text.split()[-1:] or [""]
        return (0.05 if last[0] in self.goes_on else 0.97 if evidence.text else 0.5,)


class FakePhrases:
    """Whole utterances."""

    def wants_to_think(self, text: str) -> bool:
        return text.lower().strip(".! ") in {"let me think", "hold on", "wait"}

    def is_backchannel(self, text: str) -> bool:
        return text.lower().strip(".! ") in {"mm-hm", "uh-huh", "okay", "yeah"}


@dataclass
class FakeStt:
    """Reads the words off the samples. Times and faults can be set at any moment."""

    final_s: float = 0.08
    partial_s: float = 0.1
    partials_on: bool = True
    broken: int = 0
    """So many finishes fail with SpeechUnavailableError."""
    reject: bool = False
    silent: bool = False
    """Nothing is ever understood."""
    hang: bool = False
    opened: int = 0
    open_now: int = 0
    finished: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def open(self, options: HearingOptions) -> AsyncIterator["FakeHearing"]:
        del options
        self.opened += 1
        self.open_now += 1
        hearing = FakeHearing(self)
        try:
            yield hearing
        finally:
            self.open_now -= 1
            hearing.over.set()

    async def limits(self) -> HearingLimits:
        return HearingLimits(engine="fake", model="fake", free_speech=True)


class FakeHearing:
    """One utterance."""

    def __init__(self, stt: FakeStt) -> None:
        self._stt = stt
        self._pcm = bytearray()
        self._grown = asyncio.Event()
        self.over = asyncio.Event()

    async def push(self, pcm: bytes) -> None:
        self._pcm += pcm
        self._grown.set()

    async def partials(self) -> AsyncIterator[Transcript]:
        said = ""
        while self._stt.partials_on and not self.over.is_set():
            await self._grown.wait()
            self._grown.clear()
            await asyncio.sleep(self._stt.partial_s)
            text = self._text()
            if text and text != said:
                said = text
                yield Transcript(text=text, stable_chars=0)

    async def finish(self) -> Transcript:
        if self._stt.hang:
            await asyncio.Event().wait()
        await asyncio.sleep(self._stt.final_s)
        if self._stt.broken:
            self._stt.broken -= 1
            raise SpeechUnavailableError("fake")
        text = self._text()
        self._stt.finished.append(text)
        return Transcript(text=text, final=True, rejected=self._stt.reject)

    def _text(self) -> str:
        if self._stt.silent or self._stt.reject:
            return ""
        words = read_text(bytes(self._pcm)).split()
        return " ".join(word for word in words if not word.startswith("*"))
