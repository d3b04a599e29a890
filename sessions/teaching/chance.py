"""Chance that a replay repeats: numbers that depend on nothing but words. Pure."""

import hashlib
from typing import Final

_RANGE: Final = 2**64


def draw(*parts: str) -> int:
    """A number from 0 to 2**64 - 1."""
    return int.from_bytes(hashlib.sha256(":".join(parts).encode()).digest()[:8], "big")


def share(*parts: str) -> float:
    """A number from 0 up to 1, 1 excluded."""
    return (draw(*parts) >> 11) / (_RANGE >> 11)
