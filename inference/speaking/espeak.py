"""espeak-ng in process: one owned thread synthesises, sessions take turns clause by clause.

Knows threads, resampling and word marks. Synthesis is about a thousand times faster than
speech, so a clause's audio is handed over whole and the thread never waits for a listener.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeAlias

import numpy as np
import soxr

from inference.contracts import OUT_RATE_HZ, SpeechChunk, VoiceOptions, WordMark
from inference.errors import InferenceError, SpeechUnavailableError, UnknownVoiceError
from inference.speaking.clauses import clauses
from inference.speaking.espeak_library import (
    RATE_HZ,
    EspeakLibrary,
    Manner,
    Samples,
    WordEvent,
)
from inference.speaking.languages import PREFIX, voice_by_name, voice_for_language
from inference.speaking.marks import MarkTracker
from inference.speaking.silence import SilenceShaper
from inference.speaking.spans import Spoken
from inference.speaking.verbalise import utterance, verbalise

_log = logging.getLogger(__name__)
_JOBS = 256
"""Clauses waiting; full means over a second behind, and the speaker is told to retry."""
_CHUNKS = 2048
"""Chunks of one clause; a clause has at most 300 words' worth, so full means runaway text."""
_CLAUSE_MAX_S = 120
"""A clause that sounds longer than this (one endless "word") is cut there."""
_CLOSE_S = 5.0
_Item: TypeAlias = SpeechChunk | InferenceError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceDefaults:
    """What `default` sounds like."""

    variant: str = "+f5"
    """Laid over every language's own voice.

    Word errors of pocketsphinx (free speech, 42 tutoring sentences, noise at -26 dB) when each
    voice speaks at 158 words a minute: f5 57%, adam 59%, plain en-us 61%, f2 65%; in a first
    round of 23 variants f1, f3, f4, m1, m3, m5, m7, klatt2, linda, steph, Annie had 64 to 99%.
    The best three differ by less than the error (3%); f5 has the most headroom (peak 22,701 of
    32,768 at -20.5 dBFS) and, being a female voice, is nearer to a primary teacher's.
    """
    rate_wpm: int = 130
    """espeak-ng's measure; heard it is 158 words a minute, pauses between words included."""


class _ClauseVoice:
    """One clause on its way: samples at 22,050 Hz in, chunks with marks at 24 kHz out. Lives on
    the synthesis thread."""

    def __init__(self, pieces: tuple[Spoken, ...], starts: tuple[int, ...]) -> None:
        self._marks = MarkTracker(pieces, starts)
        self._silence = SilenceShaper(RATE_HZ)
        self._resampler = soxr.ResampleStream(RATE_HZ, OUT_RATE_HZ, 1, dtype="int16")
        self._waiting: list[Samples] = []
        self._pending: list[WordMark] = []
        self._heard = 0
        self._sent = 0

    def push(self, samples: Samples, words: list[WordEvent]) -> SpeechChunk | None:
        """A chunk is ready when the next word begins, because only then is it known which
        words the voice skipped."""
        chunk = None
        marks = [mark for word in words for mark in self._marks.begin(*word)]
        if marks:
            self._pending += marks
            chunk = self._flush(last=False)
        self._heard += len(samples)
        self._waiting.append(self._silence.push(samples))
        return chunk

    def finish(self) -> SpeechChunk | None:
        """What is left, with the pause at the end."""
        self._pending += self._marks.finish(self._heard)
        self._waiting.append(self._silence.finish())
        return self._flush(last=True)

    def too_long(self) -> bool:
        return self._heard > _CLAUSE_MAX_S * RATE_HZ

    def _flush(self, *, last: bool) -> SpeechChunk | None:
        samples = np.concatenate([np.zeros(0, np.int16), *self._waiting])
        self._waiting.clear()
        pcm = self._resampler.resample_chunk(samples, last=last)
        self._sent += len(pcm)
        if not len(pcm) and not last:
            return None
        return SpeechChunk(pcm=pcm.astype("<i2", copy=False).tobytes(), marks=self._due(last))

    def _due(self, last: bool) -> tuple[WordMark, ...]:
        """Marks that begin in what was sent so far, moved to 24 kHz and the trimmed start."""
        placed = [
            (mark, max(0, mark.sample - self._silence.dropped) * OUT_RATE_HZ // RATE_HZ)
            for mark in self._pending
        ]
        due = [pair for pair in placed if last or pair[1] < self._sent]
        self._pending = self._pending[len(due) :]
        return tuple(WordMark(start=m.start, end=m.end, sample=sample) for m, sample in due)


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

    def run(self, library: EspeakLibrary) -> None:
        """Synthesis thread: say it all, or until stopped."""
        if self._stopped:
            return
        text, starts = utterance(self._pieces)
        voice = _ClauseVoice(self._pieces, starts)

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


class EspeakTts:
    """TextToSpeech by espeak-ng. Use as an async context manager; closing ends every sentence
    in progress with SpeechUnavailableError."""

    def __init__(self, default: VoiceDefaults | None = None) -> None:
        self._library = EspeakLibrary()
        self._default = default or VoiceDefaults()
        self._jobs: queue.Queue[_Job | None] = queue.Queue(_JOBS)
        self._thread: threading.Thread | None = None
        self._closed = False
        self._live: set[_Job] = set()

    async def __aenter__(self) -> Self:
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

    async def speak(self, text: str, options: VoiceOptions) -> AsyncIterator[SpeechChunk]:
        """See TextToSpeech."""
        manner = self._manner(options)
        offset = 0
        for pieces in clauses(verbalise(text, options.language)):
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
        if self._closed or self._thread is None:
            raise SpeechUnavailableError("the voice is not running")
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
