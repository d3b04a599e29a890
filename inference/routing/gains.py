"""What votes and outcomes say about how much an abler tier gains. Pure.

A gain is what the abler of two tiers does better at one question: 1 when only it was right or
preferred, -1 when only the lesser one was, 0 when they did alike. Knows no storage.
"""

from dataclasses import dataclass

from inference.routing.tier import TIER_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One question and what an able model gained at it."""

    text: str
    gain: float
    """-1 to 1."""

    def __post_init__(self) -> None:
        if not -1 <= self.gain <= 1:
            raise ValueError(f"gain must be -1 to 1, is {self.gain}")


def from_outcomes(text: str, *, lesser_right: bool, abler_right: bool) -> Example:
    """Both tiers' answers to one question, judged."""
    return Example(text=text, gain=float(abler_right) - float(lesser_right))


def from_vote(text: str, *, left: str, right: str, choice: str) -> Example | None:
    """A vote (`left`, `right` or `tie`) between two tiers' answers; None when it says nothing,
    because the answers are of one tier or of none."""
    if left == right or left not in TIER_NAMES or right not in TIER_NAMES:
        return None
    if choice not in ("left", "right", "tie"):
        raise ValueError(f"choice must be left, right or tie, is {choice!r}")
    if choice == "tie":
        return Example(text=text, gain=0.0)
    abler = "left" if TIER_NAMES.index(left) > TIER_NAMES.index(right) else "right"
    return Example(text=text, gain=1.0 if choice == abler else -1.0)
