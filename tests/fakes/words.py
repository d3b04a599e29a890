"""Speech that tests can read: every word is a stretch of samples of one value.

The student's words travel through the real ear into a fake recogniser that reads them off the
samples it was given, and the tutor's words through the real playout into a fake student's ear.
So a test sees which words were really there, not which ones somebody says were there.
"""

from array import array
from itertools import groupby

IN_WORD_SAMPLES = 16_000 // 5
"""A student's word lasts 200 ms."""
OUT_WORD_SAMPLES = 24_000 // 5
"""So does the tutor's."""
LEAST_RUN = 1_200
"""Shorter stretches of one value are ramps, fades or borders."""
_BORDER = 900


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
    return (body + array("h", [_BORDER] * 32)).tobytes()


def read_words(pcm: bytes, least: int = LEAST_RUN) -> list[tuple[str, int]]:
    """Words and how many samples of each are in the audio."""
    found: list[tuple[str, int]] = []
    for value, run in groupby(array("h", pcm)):
        length = sum(1 for _ in run)
        word = VOCABULARY.word(value) if length >= least else None
        if word is not None:
            found.append((word, length))
    return found


def read_text(pcm: bytes, least: int = LEAST_RUN) -> str:
    """The words alone."""
    return " ".join(word for word, _ in read_words(pcm, least))
