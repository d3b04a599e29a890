"""espeak-ng voices: one owned thread synthesises, sessions take turns clause by clause.

Knows threads, voices and the way back to the event loop. Synthesis is about a thousand times
faster than speech, so a clause is handed over whole and the thread never waits for a listener.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from inference.contracts import SpeechChunk, VoiceOptions, WordMark
from inference.errors import InferenceError, SpeechUnavailableError, UnknownVoiceError
from inference.speaking.clause_voice import ClauseVoice
from inference.speaking.clauses import clauses
from inference.speaking.espeak_library import Manner, Samples, Sink, WordEvent
from inference.speaking.espeak_process import EspeakProcess
from inference.speaking.languages import PREFIX, voice_by_name, voice_for_language
from inference.speaking.sayable import sayable
from inference.speaking.spans import Spoken
from inference.speaking.verbalise import utterance, verbalise

_log = logging.getLogger(__name__)
_JOBS = 256
"""Clauses waiting; full means over a second behind, and the speaker is told to retry."""
_CHUNKS = 2048
"""Chunks of one clause; a clause has at most 300 words' worth, so full means runaway text."""
_CLOSE_S = 5.0
_Item: TypeAlias = SpeechChunk | InferenceError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceDefaults:
    """What `default` sounds like."""

    variant: str = "+f5"
    """Laid over every language's own voice.

    Word errors of pocketsphinx (free speech, 42 tutoring sentences of about 270 words, noise at
    -26 dB), calm pace of 158 words a minute: f5 57%, adam 59%, plain en-us 61%; f2 65% at 154.
    At 166 to 175 words a minute: adam 48%, en-us 52%, f5 53%, f2 60%. The standard error is 3%,
    so f5, adam and en-us are not told apart. A first round (12 sentences, 23 variants) left out
    those above 60%, klatt4 (54%, but it clips) and klatt (59%, 9 dB quieter). f5 was taken for
    its headroom (peak 22,701 of 32,768; the others 26,400 and more) and its female pitch; no
    person has judged it yet.
    """
    rate_wpm: int = 130
    """espeak-ng's measure; heard it is about 160 words a minute (129 was measured as 158)."""


class Library(Protocol):
    """espeak-ng, wherever it runs. Called by one thread at a time."""

    voices: Mapping[str, str]
    variants: frozenset[str]

    def start(self) -> None:
        """Raises SpeechUnavailableError."""

    def synthesise(self, text: str, manner: Manner, sink: Sink) -> None:
        """Raises UnknownVoiceError, SpeechUnavailableError."""

    def close(self) -> None:
        """Once, after the last synthesis."""


class _Job:
    """One clause to say, and the way back to the event loop that waits for it."""

    def __init__(self, pieces: tuple[Spoken, ...], manner: Manner) -> None:
        self._pieces = pieces
        self._manner = manner
        self._loop = asyncio.get_running_loop()
        self._out: asyncio.Queue[_Item] = asyncio.Queue(_CHUNKS)
        self._stopped = False

    def stop(self) -> None:
        """Any thread: the synthesis ends at its next callback."""
        self._stopped = True

    def refuse(self) -> None:
        """Any thread: the speaker is told that there is no voice."""
        self._offer(SpeechUnavailableError("the voice was closed"))

    async def chunks(self) -> AsyncIterator[SpeechChunk]:
        """Event loop: the clause's chunks. Raises what the synthesis raised."""
        while (item := await self._out.get()) is not None:
            if isinstance(item, InferenceError):
                raise item
            yield item

    def run(self, library: Library) -> None:
        """Synthesis thread: say it all, or until stopped."""
        if self._stopped:
            return
        text, starts = utterance(self._pieces)
        voice = ClauseVoice(self._pieces, starts)

        def sink(samples: Samples, words: list[WordEvent]) -> bool:
            if self._stopped or voice.too_long():
                return False
            self._offer(voice.push(samples, words))
            return True

        try:
            library.synthesise(text, self._manner, sink)
        except InferenceError as error:
            self._offer(error)
            return
        self._offer(voice.finish())
        self._post(None)

    def _offer(self, item: _Item) -> None:
        if item is not None:
            self._post(item)

    def _post(self, item: _Item) -> None:
        if self._stopped:
            return
        try:
            self._loop.call_soon_threadsafe(self._put, item)
        except RuntimeError:  # the loop closed under us: nobody listens any more
            self._stopped = True

    def _put(self, item: _Item) -> None:
        if self._out.full():
            self._stopped = True
            self._out.get_nowait()
            item = SpeechUnavailableError("the sentence is too long to speak")
        self._out.put_nowait(item)


def _later(chunk: SpeechChunk, offset: int) -> SpeechChunk:
    """The chunk of a later clause, with marks counted from the clip's start."""
    if not offset:
        return chunk
    moved = tuple(
        WordMark(start=mark.start, end=mark.end, sample=mark.sample + offset)
        for mark in chunk.marks
    )
    return SpeechChunk(pcm=chunk.pcm, marks=moved)


def _language(options: VoiceOptions) -> str:
    """A voice that is named speaks its own language."""
    if options.voice.startswith(PREFIX):
        return options.voice.removeprefix(PREFIX).partition("+")[0]
    return options.language


def _sayable_pieces(caption: str, language: str) -> tuple[Spoken, ...]:
    pieces = (
        Spoken(text=sayable(piece.text, language).strip(), start=piece.start, end=piece.end)
        for piece in verbalise(caption, language)
    )
    return tuple(piece for piece in pieces if piece.text)


class EspeakTts:
    """TextToSpeech by espeak-ng. Use as an async context manager; closing ends every sentence
    in progress with SpeechUnavailableError."""

    def __init__(
        self, library: Library | None = None, *, default: VoiceDefaults | None = None
    ) -> None:
        self._library: Library = library or EspeakProcess()
        self._default = default or VoiceDefaults()
        self._jobs: queue.Queue[_Job | None] = queue.Queue(_JOBS)
        self._thread: threading.Thread | None = None
        self._closed = False
        self._live: set[_Job] = set()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._library.start)
        self._thread = threading.Thread(target=self._work, name="espeak", daemon=True)
        self._thread.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Exactly once, from any state."""
        if self._closed:
            return
        self._closed = True
        for job in tuple(self._live):
            job.refuse()
            job.stop()
        if self._thread is not None:
            await asyncio.to_thread(self._end_thread)

    def _end_thread(self) -> None:
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(_CLOSE_S)
            self._library.close()

    async def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        """See TextToSpeech."""
        self._check_open()
        manner, language = self._manner(options), _language(options)
        offset = 0
        for pieces in clauses(_sayable_pieces(text, language)):
            job, sent = self._submit(pieces, manner), 0
            try:
                async for chunk in job.chunks():
                    yield _later(chunk, offset)
                    sent += len(chunk.pcm) // 2
            finally:
                job.stop()
                self._live.discard(job)
            offset += sent

    async def voices(self) -> tuple[str, ...]:
        """See TextToSpeech."""
        return ("default", *(PREFIX + name for name in sorted(self._library.voices)))

    def _check_open(self) -> None:
        if self._closed or self._thread is None:
            raise SpeechUnavailableError("the voice is not running")

    def _manner(self, options: VoiceOptions) -> Manner:
        """Raises UnknownVoiceError."""
        voices, default = self._library.voices, self._default
        if options.voice == "default":
            identifier = voice_for_language(options.language, voices) + default.variant
        elif options.voice.startswith(PREFIX):
            name = options.voice.removeprefix(PREFIX)
            identifier = voice_by_name(name, voices, self._library.variants)
        else:
            raise UnknownVoiceError(f"no voice is called {options.voice!r}")
        speed = min(max(options.speed, 0.5), 2.0)
        return Manner(identifier=identifier, rate_wpm=round(default.rate_wpm * speed))

    def _submit(self, pieces: tuple[Spoken, ...], manner: Manner) -> _Job:
        self._check_open()
        job = _Job(pieces, manner)
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            raise SpeechUnavailableError("too many sentences are waiting") from None
        self._live.add(job)
        return job

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job.run(self._library)
            except Exception:  # noqa: BLE001  supervisor: one bad sentence must not end the voice
                _log.exception("a sentence could not be spoken")
                job.refuse()
