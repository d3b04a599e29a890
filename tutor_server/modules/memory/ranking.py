"""Which pieces are told to the model, and in what order. Pure; knows no storage.

Likeness of meaning decides, with some weight for shared words, because a sentence model sees
little in names, and for the kind of thing that is asked for ("what did we plan" wants a promise).
Age only parts equals. Weights were chosen on the generated set's first half (evaluate.py) and are
reported on its second.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp
from types import MappingProxyType
from typing import Final

from inference.remembering.digest import line_of
from inference.remembering.piece import Piece, PieceKind, content_words

BEST: Final = 3
"""Pieces that are told because they are like what was just said."""
LASTING: Final = 8
"""Newest pieces that are told whatever is said: about the student, hard for them, promised."""
FLOOR: Final = 0.1
"""A piece that is worth less has nothing to do with the question."""
WORDS_WEIGHT: Final = 0.2
KIND_WEIGHT: Final = 0.3
OWN_WEIGHT: Final = 0.05
AGE_WEIGHT: Final = 0.01
AGE_DAYS: Final = 30.0

_OWN: Final = re.compile(r"\b(?:i|my|me|mine|i'm)\b")
_CUES: Final[Mapping[PieceKind, re.Pattern[str]]] = MappingProxyType(
    {
        PieceKind.PROMISE: re.compile(
            r"\b(?:plan\w*|next time|going to (?:do|start)|start with|agree\w*|promis\w+|today|"
            r"said (?:that )?(?:we|i|you) would|want(?:ed)? to (?:do|look at|work on))\b"
        ),
        PieceKind.HARD: re.compile(
            r"\b(?:hard|hardest|difficult\w*|struggl\w+|confus\w+|wrong|tricky|stuck|trouble|"
            r"(?:not|don't|didn't) (?:get|understand))\b"
        ),
        PieceKind.WAY: re.compile(
            r"\b(?:helps? me|helpful|(?:the )?way (?:i|that)|allowed|i (?:\w+ )?(?:need|use)|"
            r"how (?:\w+ )?i (?:\w+ )?(?:learn|work)|"
            r"(?:learn|understand|work) (?:\w+ )?(?:best|easily|well))\b"
        ),
    }
)
"""Words of a question that name the kind of what is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A piece as it was kept."""

    piece: Piece
    at: datetime
    """When it was said last."""
    likeness: float = 0.0
    """Cosine to what was just said, -1 to 1."""


def score(remembered: Remembered, asked: str, now: datetime) -> float:
    """How much a piece has to do with what was just said; higher is more."""
    kind, said = remembered.piece.kind, asked.lower().replace("’", "'")
    words, wanted = content_words(remembered.piece.text), content_words(said)
    shared = len(words & wanted) / max(1, min(len(words), len(wanted)))
    days = max(0.0, (now - remembered.at).total_seconds() / 86_400)
    cue = kind in _CUES and _CUES[kind].search(said) is not None
    own = kind in (PieceKind.WAY, PieceKind.ABOUT) and _OWN.search(said) is not None
    return (
        remembered.likeness
        + WORDS_WEIGHT * shared
        + KIND_WEIGHT * cue
        + OWN_WEIGHT * own
        + AGE_WEIGHT * exp(-days / AGE_DAYS)
    )


def ranked(near: Sequence[Remembered], asked: str, now: datetime) -> list[Remembered]:
    """The best of them, the best first."""
    scored = sorted(((score(one, asked, now), one) for one in near), key=lambda pair: -pair[0])
    return [one for worth, one in scored if worth >= FLOOR][:BEST]


def lines(
    near: Sequence[Remembered], lasting: Sequence[Remembered], asked: str, now: datetime
) -> tuple[str, ...]:
    """What the model is told, the most useful first; a tier takes as many as its budget allows.
    `lasting` comes newest first."""
    best = ranked(near, asked, now)
    return tuple(dict.fromkeys(_line(one) for one in (*best, *lasting[:LASTING])))


def _line(one: Remembered) -> str:
    return line_of(one.piece, one.at.date().isoformat())
