"""The peers' stub models: the same words, times and sound as tests/load/density/stub_models.py.

Runs in a peer's own environment, so it imports nothing of ours. The reply's 0.1 s of sound is the
file in TUTOR_BENCH_REPLY (int16 mono 24 kHz).
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np

RATE_HZ = 24_000
HEARD = "hello there teacher"
WORD_S = 0.02
SENTENCE_WORDS = 8
SENTENCE = ["Word", *["word"] * (SENTENCE_WORDS - 2), "word."]
WORDS = SENTENCE * 5


def word_sound() -> np.ndarray:
    """int16, [samples]; read again at each call, 4.8 kB."""
    return np.frombuffer(Path(os.environ["TUTOR_BENCH_REPLY"]).read_bytes(), np.int16)


async def written() -> AsyncIterator[str]:
    """The model's words as they come."""
    began_s = time.monotonic()
    for number, word in enumerate(WORDS, 1):
        await asyncio.sleep(max(0.0, began_s + number * WORD_S - time.monotonic()))
        yield word


def written_in_thread() -> Iterator[str]:
    """The same where the peer gives a thread to each reply."""
    began_s = time.monotonic()
    for number, word in enumerate(WORDS, 1):
        time.sleep(max(0.0, began_s + number * WORD_S - time.monotonic()))
        yield word


def spoken() -> list[np.ndarray]:
    """A sentence's sound, 0.1 s a piece, at once."""
    return [word_sound()] * SENTENCE_WORDS
