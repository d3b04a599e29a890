"""What the leak gate finds: a sentence that gives the final answer away, and how."""

from dataclasses import dataclass
from enum import StrEnum


class LeakKind(StrEnum):
    """How an answer is given away."""

    NUMBER = "number"
    """Said as it is: digits, words, an ordinal."""
    EQUAL = "equal"
    """The same value in another way: 0.75 for 3/4."""
    SUM = "sum"
    """Something that works out to it: 50 - 2, one more than 47."""
    DIGITS = "digits"
    """Piece by piece: a four and then an eight; 3 on top, 4 below."""
    LIMITS = "limits"
    """More than 47, but less than 49."""
    EXPRESSION = "expression"
    CHOICE = "choice"
    """The right choice, its letter or its place."""
    ELIMINATION = "elimination"
    """All the others are ruled out."""
    ORDER = "order"
    CODE = "code"
    KEYS = "keys"
    """Own words that would be a right answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One leak; `found` is the piece of text, for the log of the gate."""

    kind: LeakKind
    found: str
