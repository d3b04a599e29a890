"""A choice that was made by chance or by a teacher, with the probabilities it was made with.

Logged with the lesson that it is for, so that policies can be evaluated offline (inverse
propensity scoring). Knows no policy.
"""

from dataclasses import dataclass

from inference.contracts import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Made before the command that carries it."""

    decision_id: str
    kind: str
    """`format` or `fix`."""
    skill: str
    state: str
    """The student's state as the policy saw it."""
    options: tuple[str, ...]
    chosen: str
    probabilities: tuple[float, ...]
    """In the order of `options`; they sum to 1."""
    source: str
    """`qlearning`, `bandit`, `teacher` or `frozen`."""

    def __post_init__(self) -> None:
        if self.chosen not in self.options:
            raise ValueError(f"chosen must be one of the options, is {self.chosen!r}")
        if len(self.probabilities) != len(self.options):
            raise ValueError("probabilities must be as many as options")
        if abs(sum(self.probabilities) - 1.0) > 1e-6 or min(self.probabilities) < 0.0:
            raise ValueError("probabilities must be 0 or more and sum to 1")

    def body(self, lesson_id: str) -> dict[str, JsonValue]:
        """The fact's plain body."""
        return {
            "decision": self.decision_id,
            "kind": self.kind,
            "lesson": lesson_id,
            "skill": self.skill,
            "state": self.state,
            "options": list(self.options),
            "chosen": self.chosen,
            "probabilities": list(self.probabilities),
            "source": self.source,
        }
