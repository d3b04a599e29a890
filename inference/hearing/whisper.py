"""faster-whisper as SpeechToText: free speech, many languages, words with times.

One model, one thread: finals go before partials, and a partial whose hearing has finished is not
computed. Partials are pulled: while nobody reads them none are made.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from faster_whisper import WhisperModel

from inference.contracts import HeardWord, Hearing, HearingLimits, HearingOptions, Transcript
from inference.errors import BadAudioError, ModelLoadError
from inference.hearing.agreement import Agreement, joined
from inference.hearing.buffer import UtteranceBuffer
from inference.hearing.models import folder, understood
from inference.hearing.worker import ModelWorker, Urgency

PARTIAL_EVERY_S = 0.7
MIN_AUDIO_S = 0.1
"""Shorter sound holds no word, and Whisper invents one."""
CUT_ABOVE_S = 15.0
"""Audio under recognition beyond which settled words are cut off: half of Whisper's window."""
CUT_MARGIN_S = 2.0
"""Settled words this near the end stay: Whisper needs the sound around a word."""
NO_SPEECH_ABOVE = 0.6
UNSURE_BELOW = -1.0
"""Mean log-probability per token. Whisper's own limits (Radford et al. 2022, section 4.5): text
that is both unsure and probably no speech is a hallucination."""
REPEATED_ABOVE = 2.4
"""gzip ratio of a text that repeats itself (same section)."""

Audio = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhisperSettings:
    """Which model, where and how."""

    model: str
    """A size (`base.en`), a hub repository, or a folder."""
    cache: Path
    """The hub's cache folder."""
    device: str = "cpu"
    compute_type: str = "int8"
    threads: int = 2
    partial_beam: int = 1
    final_beam: int = 5

    def __post_init__(self) -> None:
        if not 1 <= self.threads <= 64:
            raise ValueError(f"threads must be 1 to 64, is {self.threads}")
        if not 1 <= self.partial_beam <= self.final_beam <= 10:
            raise ValueError("1 <= partial_beam <= final_beam <= 10 must hold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What Whisper made of a stretch of audio; times count from the stretch's start."""

    words: tuple[HeardWord, ...]
    language: str


class Recogniser(Protocol):
    """A loaded model, called in its worker's thread only."""

    def listen(self, audio: Audio, options: HearingOptions, *, final: bool) -> Listened:
        """`audio` is float32 mono 16 kHz in -1 to 1."""


class WhisperRecogniser:
    """A Whisper model in memory (Recogniser)."""

    def __init__(self, settings: WhisperSettings) -> None:
        """Loads it: seconds. Raises ModelLoadError."""
        self._settings = settings
        place = folder(settings.model, settings.cache)
        if place is None:
            raise ModelLoadError(f"no Whisper model {settings.model!r} on this disk")
        try:
            self._model = WhisperModel(
                str(place),
                device=settings.device,
                compute_type=settings.compute_type,
                cpu_threads=settings.threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelLoadError(f"cannot load the Whisper model in {place}") from error

    def listen(self, audio: Audio, options: HearingOptions, *, final: bool) -> Listened:
        """See Recogniser. Raises BadAudioError for a language that the model does not know."""
        try:
            segments, info = self._model.transcribe(
                audio,
                language=self._language(options),
                beam_size=self._settings.final_beam if final else self._settings.partial_beam,
                # A second try at a higher temperature costs as much again: finals only.
                temperature=(0.0, 0.4) if final else 0.0,
                word_timestamps=True,
                vad_filter=False,
                condition_on_previous_text=False,
                hotwords=" ".join(options.expected.terms) or None,
            )
            kept = [segment for segment in segments if is_speech(segment)]
        except ValueError as error:
            raise BadAudioError(f"whisper refuses this audio: {error}") from error
        return Listened(words=tuple(_words(kept)), language=info.language)

    def _language(self, options: HearingOptions) -> str | None:
        if not self._model.model.is_multilingual:
            return "en"
        return options.language.lower().split("-")[0] if options.language else None


class Segment(Protocol):
    """What is used of faster_whisper.transcribe.Segment."""

    words: "list[Word] | None"
    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float


class Word(Protocol):
    """What is used of faster_whisper.transcribe.Word."""

    word: str
    start: float
    end: float
    probability: float


def is_speech(segment: Segment) -> bool:
    """False for what Whisper writes into silence (`Thanks for watching!`) or repeats."""
    silent = segment.no_speech_prob > NO_SPEECH_ABOVE and segment.avg_logprob < UNSURE_BELOW
    return not silent and segment.compression_ratio <= REPEATED_ABOVE


def _words(segments: Iterable[Segment]) -> Iterable[HeardWord]:
    for segment in segments:
        for word in segment.words or ():
            yield HeardWord(
                text=word.word, start_s=word.start, end_s=word.end, confidence=word.probability
            )


class WhisperSpeechToText:
    """SpeechToText over one recogniser. `async with` it."""

    def __init__(self, load: "Loader", *, name: str) -> None:
        """`load` is called in the worker's thread when the context is entered."""
        self._load = load
        self._name = name
        self._worker = ModelWorker("whisper")
        self._model: Recogniser | None = None

    async def __aenter__(self) -> "WhisperSpeechToText":
        """Loads the model. Raises ModelLoadError."""
        try:
            self._model = await self._worker.run(Urgency.FINAL, self._load)
        except ModelLoadError:
            await asyncio.to_thread(self._worker.close)
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self._worker.close)

    def open(self, options: HearingOptions) -> AbstractAsyncContextManager[Hearing]:
        """See SpeechToText."""
        return self._hearing(options)

    async def limits(self) -> HearingLimits:
        """See SpeechToText."""
        return HearingLimits(
            engine="faster-whisper",
            model=self._name,
            free_speech=True,
            languages=understood(self._name),
        )

    @asynccontextmanager
    async def _hearing(self, options: HearingOptions) -> AsyncIterator["WhisperHearing"]:
        if self._model is None:
            raise ModelLoadError("enter the recogniser's context first")
        hearing = WhisperHearing(self._model, self._worker, options)
        try:
            yield hearing
        finally:
            hearing.close()


class Loader(Protocol):
    """Loads a model; blocking."""

    def __call__(self) -> Recogniser: ...


class WhisperHearing:
    """One utterance (contracts.Hearing)."""

    def __init__(self, model: Recogniser, worker: ModelWorker, options: HearingOptions) -> None:
        self._model = model
        self._worker = worker
        self._options = options
        self._audio = UtteranceBuffer()
        self._heard = Agreement()
        self._tried_s = 0.0
        self._grown = asyncio.Event()
        self._ended = False
        self._final: Transcript | None = None

    async def push(self, pcm: bytes) -> None:
        """See Hearing. Raises BadAudioError beyond a minute."""
        self._audio.add(pcm)
        if self._due():
            self._grown.set()

    async def partials(self) -> AsyncIterator[Transcript]:
        """See Hearing. Each costs one pass over the audio that is not settled yet."""
        while not self._ended:
            await self._grown.wait()
            self._grown.clear()
            if self._ended or not self._due():
                continue
            self._tried_s = self._audio.seconds
            heard = await self._worker.run(Urgency.PARTIAL, self._partial)
            if heard is not None and not self._ended:
                yield self._agreed(heard)

    async def finish(self) -> Transcript:
        """See Hearing. A second call returns the same."""
        self.close()
        if self._final is None:
            self._final = await self._worker.run(Urgency.FINAL, self._finished)
        return self._final

    def close(self) -> None:
        """Ends the partials; a second call does nothing."""
        self._ended = True
        self._grown.set()

    def _due(self) -> bool:
        return self._audio.seconds - self._tried_s >= PARTIAL_EVERY_S

    def _partial(self) -> Listened | None:
        """In the worker's thread. Nothing when the final was asked for meanwhile."""
        return None if self._ended else self._listen(final=False)

    def _listen(self, *, final: bool) -> Listened:
        start_s = self._heard.cut_s
        audio = _floats(self._audio.since_s(start_s))
        if len(audio) < MIN_AUDIO_S * 16_000:
            return Listened(words=(), language=self._options.language or "en")
        heard = self._model.listen(audio, self._options, final=final)
        words = tuple(_later(word, start_s) for word in heard.words)
        return Listened(words=words, language=heard.language)

    def _agreed(self, heard: Listened) -> Transcript:
        """The partial after one more hypothesis; cuts what need not be heard again."""
        self._heard.update(heard.words)
        settled = joined(self._heard.settled())
        shown = _transcript(self._heard.words(), heard.language)
        if self._audio.seconds - self._heard.cut_s > CUT_ABOVE_S:
            self._heard.cut(self._audio.seconds - CUT_MARGIN_S)
        return Transcript(
            text=shown.text,
            words=shown.words,
            language=shown.language,
            confidence=shown.confidence,
            stable_chars=len(settled),
        )

    def _finished(self) -> Transcript:
        """In the worker's thread."""
        heard = self._listen(final=True)
        self._heard.update(heard.words)
        return _transcript(self._heard.words(), heard.language, final=True)


def _transcript(words: tuple[HeardWord, ...], language: str, *, final: bool = False) -> Transcript:
    sure = sum(word.confidence for word in words) / len(words) if words else 0.0
    return Transcript(
        text=joined(words), words=words, language=language, confidence=sure, final=final
    )


def _later(word: HeardWord, by_s: float) -> HeardWord:
    return HeardWord(
        text=word.text,
        start_s=word.start_s + by_s,
        end_s=word.end_s + by_s,
        confidence=word.confidence,
    )


def _floats(pcm: bytes) -> Audio:
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)
