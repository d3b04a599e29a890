"""Did the student say what the grammar heard, or something the grammar cannot say?

Pure: two alignments of the same frames in, one verdict out. Knows no recogniser.

A grammar always finds its best sentence, however little it resembles the sound. So the same sound
is also read by a free loop of phones, which can follow anything. Where the words are right, they
fit about as well as free phones; where they are wrong, at least one word or a quarter of a second
fits far worse. (Utterance verification by a likelihood ratio; Sukkar and Lee, IEEE Transactions on
Speech and Audio Processing 4(6), 1996.) The mean over the utterance is weaker than the worst word:
at 92% of right answers kept it rejected 84% of other sentences, the worst word 89%.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FRAME_S = 0.01
WINDOW_FRAMES = 25
MIN_WORD_FIT = -3.0
"""Nats per frame. Of generated sentences -2.4, -2.8, -3.2 kept 78, 88, 94% of the right answers
and took in 3, 11, 14% of talk about other things; read-aloud and command speech was never taken
in."""
MIN_WINDOW_FIT = -4.2
"""Nats per frame over the worst quarter second; catches a word swallowed by its neighbours."""
LONE_WORD_FIT = -3.6
LONE_WINDOW_FIT = -5.0
"""For a whole utterance of one word. Other speech is seldom heard as one word (13 of 150, 5 of
them above this), and a short answer lost is worse than one misheard: 75 of 76 lie above."""
MIN_SPEECH_FRAMES = 12
"""Less than 120 ms of phones is a click or a breath, not a word."""

Frames = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One aligned word or phone: frames `first` to `last` inclusive, 10 ms each."""

    label: str
    first: int
    last: int
    score: float
    """Acoustic log-likelihood in nats over all its frames, relative to each frame's best state."""
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well the words fit, in nats per frame above (below, if negative) free phones."""

    words: tuple[float, ...]
    """One per word that is not silent, in order."""
    window: float
    """The worst quarter second of speech."""

    @property
    def believable(self) -> bool:
        """Every word, and every quarter second, was really said."""
        if len(self.words) == 1:
            return self.words[0] >= LONE_WORD_FIT and self.window >= LONE_WINDOW_FIT
        return min(self.words) >= MIN_WORD_FIT and self.window >= MIN_WINDOW_FIT


def has_speech(phones: Sequence[Piece]) -> bool:
    """The free phones found enough sound that is not silence."""
    spoken = sum(piece.last - piece.first + 1 for piece in phones if not piece.silent)
    return spoken >= MIN_SPEECH_FRAMES


def fit(words: Sequence[Piece], phones: Sequence[Piece]) -> Fit | None:
    """Compares the two alignments; None when there are no words or no phones."""
    spoken = [word for word in words if not word.silent]
    if not spoken or not phones:
        return None
    frames = 1 + max(piece.last for piece in (*words, *phones))
    gain = _per_frame(words, frames) - _per_frame(phones, frames)
    speech = _speech(words, frames) | _speech(phones, frames)
    fits = tuple(float(gain[w.first : w.last + 1].mean()) for w in spoken)
    return Fit(words=fits, window=_worst_window(np.where(speech, gain, 0.0)))


def confidence(word_fit: float) -> float:
    """0 to 1: the chance that a word of this fit was said; 0.5 near the rejection threshold.

    The slope is the logistic regression's on 124 right and 136 wrong utterances.
    """
    return float(1.0 / (1.0 + np.exp(-1.8 * (word_fit - MIN_WORD_FIT))))


def _per_frame(pieces: Sequence[Piece], frames: int) -> Frames:
    scores = np.zeros(frames)
    for piece in pieces:
        span = piece.last - piece.first + 1
        scores[piece.first : piece.last + 1] = piece.score / max(span, 1)
    return scores


def _speech(pieces: Sequence[Piece], frames: int) -> npt.NDArray[np.bool_]:
    speech = np.zeros(frames, bool)
    for piece in pieces:
        if not piece.silent:
            speech[piece.first : piece.last + 1] = True
    return speech


def _worst_window(gain: Frames) -> float:
    width = min(WINDOW_FRAMES, len(gain))
    return float(np.convolve(gain, np.ones(width) / width, "valid").min())
