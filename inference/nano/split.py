"""Decides by content which numbers and which wordings are held out of training.

Knows strings, hashes and the wordings that everybody uses; knows nothing about skills or models.
"""

import hashlib
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

HELDOUT_SHARE = 0.08
"""Share of number keys that training never sees."""

_SALT = "nano-1"


class Split(StrEnum):
    """Which side of the hold-out a sample belongs to."""

    TRAIN = "train"
    HELDOUT = "heldout"


def position(text: str) -> float:
    """Map a text to a stable position in [0, 1)."""
    digest = hashlib.sha256(f"{_SALT}:{text}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def split_of(key: str) -> Split:
    """Return the side on which a content key (a skill and its numbers) lies."""
    return Split.HELDOUT if position(key) < HELDOUT_SHARE else Split.TRAIN


@cache
def common() -> frozenset[str]:
    """Read the wordings that are never held out."""
    text = files(__package__).joinpath("common.toml").read_text(encoding="utf-8")
    return frozenset(wording for group in tomllib.loads(text).values() for wording in group)


@lru_cache(maxsize=4096)
def _halves(wordings: tuple[str, ...], share: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ranked = sorted(wordings, key=position)
    count = max(1, round(len(ranked) * share)) if len(ranked) > 1 else 0
    held = tuple(w for w in ranked[:count] if w not in common())
    return held, tuple(w for w in ranked if w not in held)


def side(wordings: Sequence[str], split: Split, *, share: float = 0.15) -> tuple[str, ...]:
    """Return the wordings of one side; where only common ones were held out, both are alike."""
    held, kept = _halves(tuple(wordings), share)
    return held if split is Split.HELDOUT and held else kept
