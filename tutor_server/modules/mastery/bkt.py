"""Bayesian knowledge tracing of one skill: known or not, told from right and wrong answers.

A known skill is answered wrongly by a slip, an unknown one rightly by a guess; after each answer
an unknown skill may have become known, and it is never forgotten here (`fsrs` schedules that).
Source: Corbett and Anderson 1995. Knows no student and no storage.
"""

from dataclasses import dataclass
from typing import Final

MASTERED: Final = 0.95
"""p_known from which a skill counts as known."""
CERTAIN: Final = 0.995
"""The highest p_known: two wrong answers in a row can always end mastery."""
_CHOICES: Final = 4
"""Choices of a `choice` item, when nothing else is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillModel:
    """The four probabilities of a skill."""

    p_init: float
    """Known before the first answer."""
    learn: float
    """Becomes known between one answer and the next."""
    slip: float
    """A wrong answer though it is known."""
    guess: float
    """A right answer though it is not."""

    def __post_init__(self) -> None:
        if not all(0 < value < 1 for value in (self.p_init, self.learn, self.slip, self.guess)):
            raise ValueError("Each probability of a skill is between 0 and 1, without the ends.")
        if self.slip + self.guess >= 1:
            raise ValueError("slip + guess must be below 1, else a right answer tells the wrong.")

    def p_right(self, p_known: float, *, guess: float | None = None) -> float:
        """Probability that the next answer is right; `guess` replaces the skill's where it is
        easier."""
        guess = self.guess if guess is None else guess
        return p_known * (1 - self.slip) + (1 - p_known) * guess

    def known_after(self, p_known: float, *, right: bool, guess: float | None = None) -> float:
        """p_known with one more answer."""
        guess = self.guess if guess is None else guess
        if right:
            known, unknown = p_known * (1 - self.slip), (1 - p_known) * guess
        else:
            known, unknown = p_known * self.slip, (1 - p_known) * (1 - guess)
        seen = known / (known + unknown)
        return min(seen + (1 - seen) * self.learn, CERTAIN)


def guess_for(model: SkillModel, *, kind: str, attempt: int) -> float:
    """The chance of a lucky answer to an item: with choices at least one in those left over
    after the wrong ones of earlier attempts, but never so much that a right answer tells
    nothing."""
    if kind != "choice":
        return model.guess
    left = max(2, _CHOICES - attempt + 1)
    return min(max(model.guess, 1 / left), 0.9 * (1 - model.slip))
