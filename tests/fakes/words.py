"""Speech that tests can read: every word is a stretch of samples of one value.

The student's words travel through the real ear into a fake recogniser that reads them off the
samples it was given, and the tutor's words through the real playout into a fake student's ear.
So a test sees which words were really there, not which ones somebody says were there.
"""

from array import array
from collections.abc import Iterator

import numpy as np

IN_WORD_SAMPLES = 16_000 // 5
"""A student's word lasts 200 ms."""
OUT_WORD_SAMPLES = 24_000 // 5
"""So does the tutor's."""
LEAST_RUN = 1_200
"""Shorter stretches of one value are ramps, fades or borders."""
LEAST_BORDER = 8
"""A ramp has each value for a sample or two."""
MIN_RUN = 100
"""Shorter runs are steps of a ramp."""
_BORDER = 900
WORD_BORDER = array("h", [_BORDER] * 32).tobytes()


class Vocabulary:
    """Gives every word a value and finds it again."""

    def __init__(self) -> None:
        self._values: dict[str, int] = {}

    def value(self, word: str) -> int:
        """2000 to 7999; unducked tutor samples are four times that."""
        return self._values.setdefault(word, 2_000 + len(self._values) % 6_000)

    def word(self, value: int) -> str | None:
        """The word of a value, ducked or not."""
        if value >= 8_000:
            value //= 4
        return next((word for word, known in self._values.items() if known == value), None)


VOCABULARY = Vocabulary()


def student_pcm(text: str, word_samples: int = IN_WORD_SAMPLES) -> bytes:
    """int16 mono 16 kHz."""
    samples = array("h")
    for word in text.split():
        samples.extend([VOCABULARY.value(word)] * (word_samples - 32))
        samples.extend([_BORDER] * 32)
    return samples.tobytes()


def tutor_pcm(word: str, samples: int = OUT_WORD_SAMPLES) -> bytes:
    """int16 mono 24 kHz of one word, with a border at its end."""
    body = array("h", [VOCABULARY.value(word) * 4]) * (samples - 32)
    return body.tobytes() + WORD_BORDER


def read_words(pcm: bytes, least: int = LEAST_RUN) -> list[tuple[str, int]]:
    """Words and how many samples of each are in the audio. Ramps and fades belong to the word
    they shape; a word that was ducked in the middle is one word."""
    found: list[tuple[str, int]] = []
    inside = False
    ramp = 0
    for value, length in _runs(pcm):
        word = VOCABULARY.word(value) if length >= MIN_RUN else None
        # A voice that waits where it is fades through these values and goes on with the same word.
        silent = value == 0 and length >= MIN_RUN
        if silent or (value in (_BORDER, _BORDER // 4) and length >= LEAST_BORDER):
            inside, ramp = False, 0
        elif inside and word in (None, found[-1][0]):
            found[-1] = (found[-1][0], found[-1][1] + length)
        elif word is not None:
            found.append((word, length + ramp))
            inside = True
        else:
            ramp += length
    return [(word, length) for word, length in found if length >= least]


def _runs(pcm: bytes) -> Iterator[tuple[int, int]]:
    samples = np.frombuffer(pcm, np.int16)
    starts = np.flatnonzero(np.diff(samples, prepend=samples[:1] ^ 1)) if len(samples) else []
    lengths = np.diff(starts, append=len(samples)) if len(samples) else []
    yield from zip((int(samples[at]) for at in starts), map(int, lengths), strict=True)


def read_text(pcm: bytes, least: int = LEAST_RUN) -> str:
    """The words alone."""
    return " ".join(word for word, _ in read_words(pcm, least))
