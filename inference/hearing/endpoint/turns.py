"""A labelled spoken turn as a recipe: what is said, where it pauses, who says it in which room.

Plain values without sound, so that a list of them can be written down and hashed before anything
is trained. Knows how they become lines of JSON; `sound.py` renders them.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from inference.contracts import AnswerKind


class Split(StrEnum):
    """What a turn is for. No speaker and no wording is in two of train/tune and test."""

    TRAIN = "train"
    TUNE = "tune"
    """Fits the waits and stops the training: other voices than TRAIN's."""
    TEST = "test"


class Tone(StrEnum):
    """How the voice ends a part."""

    FALL = "fall"
    RISE = "rise"
    HANG = "hang"
    """Cut out of the middle of a sentence: the voice neither falls nor rises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some words said in one breath; silence follows unless it is the last."""

    text: str
    pause_s: float = 0.0
    tone: Tone = Tone.FALL
    stretch: float = 1.0
    """The last syllable is so much longer."""
    file: str = ""
    """A recording under the data folder; empty: the synthetic voice says `text`."""
    sha256: str = ""
    """Of that file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A synthetic voice: what espeak-ng is told."""

    identifier: str
    rate_wpm: int
    pitch: int
    pitch_range: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn to render."""

    name: str
    split: Split
    source: str
    """`espeak`, or the data set of the recordings."""
    style: str
    """`short`, `hesitating`, `counting`, ..."""
    speaker: str
    kind: AnswerKind
    parts: tuple[Part, ...]
    answers: tuple[str, ...] = ()
    """What the tutor knows to be right (contracts.Expected)."""
    voice: Voice | None = None
    noise: str = ""
    """A recording of noise under the data folder; empty: only a quiet room's hiss."""
    snr_db: float = 40.0
    room: str = ""
    """A room's impulse response under the data folder; empty: none."""
    seed: int = 0


def lines(turns: Iterable[Turn]) -> str:
    """The manifest: one turn a line, keys sorted, so that equal turns give equal bytes."""
    return "".join(json.dumps(asdict(turn), sort_keys=True) + "\n" for turn in turns)
