"""One clause on its way from espeak-ng to a listener: resampled, its silence shaped, its words
marked. Knows samples and marks; knows no threads and no library calls."""

import numpy as np
import soxr

from inference.contracts import OUT_RATE_HZ, SpeechChunk, WordMark
from inference.speaking.espeak_library import RATE_HZ, Samples, WordEvent
from inference.speaking.marks import MarkTracker
from inference.speaking.silence import SilenceShaper
from inference.speaking.spans import Spoken

_CLAUSE_MAX_S = 120
"""A clause that sounds longer than this (one endless "word") is cut there."""


class ClauseVoice:
    """Samples at 22,050 Hz in, chunks with marks at 24 kHz out."""

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
        end = max(0, self._sent - 1)  # a word may begin in the silence that was cut at the end
        return tuple(WordMark(start=m.start, end=m.end, sample=min(at, end)) for m, at in due)
