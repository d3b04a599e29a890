"""The model's input: sound, words, what was asked, and how long the pause is so far. Pure.

The silence is an input, so the same sound and words can be judged as if the pause had gone on.
"""

import math

import numpy as np
from numpy.typing import NDArray

from inference.contracts import TurnEvidence
from inference.hearing.endpoint import endings, prosody

NAMES = (*prosody.NAMES, *endings.NAMES, "silence_s", "speech_s")

SILENCE = NAMES.index("silence_s")
LONGEST_SILENCE_S = 3.2


def vector(sound: NDArray[np.float32], evidence: TurnEvidence) -> NDArray[np.float32]:
    """float32 [len(NAMES)]; `sound` is the turn's, 16 kHz, and ends when `evidence` was taken."""
    return joined(prosody.prosody(sound, evidence.silence_s), evidence)


def joined(heard: NDArray[np.float32], evidence: TurnEvidence) -> NDArray[np.float32]:
    """The same from what `prosody` measured."""
    times = (
        min(LONGEST_SILENCE_S, evidence.silence_s),
        math.log1p(min(20.0, evidence.speech_s)) / 2,
    )
    words = endings.endings(evidence.text, evidence.expected)
    return np.concatenate((heard, words, np.array(times, np.float32)))


def as_if(row: NDArray[np.float32], silences_s: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32 [silences, len(NAMES)]: the row at other lengths of the pause."""
    rows = np.repeat(row[None, :], len(silences_s), axis=0)
    rows[:, SILENCE] = np.minimum(LONGEST_SILENCE_S, silences_s)
    return rows
