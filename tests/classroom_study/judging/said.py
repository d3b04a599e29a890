"""What the judge is given and what it finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn about an item: the student's words and all that the tutor answered and showed."""

    student: str
    tutor: str


Talk = tuple[Said, ...]
"""The turns since the item was put, oldest first; the last one is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A leak: how the answer was given away, and the words that do it."""

    how: str
    found: str
