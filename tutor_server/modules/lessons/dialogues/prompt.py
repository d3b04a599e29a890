"""The system prompt of a grounded conversation: profile, move and passage. Pure.

The first line is what the nano model knows already; do not reword it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Moved(StrEnum):
    """What the tutor is to do, as the prompt names it."""

    ANSWER = "answer the question from the passage"
    CORRECT = "put a wrong belief right"
    HINT = "give this hint and nothing beyond it"
    ATTEMPT = "ask for an own try, without a hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the model is told before a reply."""

    grade: int
    needs: str
    """In a few words, or "" for none."""
    title: str
    passage: str
    move: Moved
    material: str = ""
    """Of the move: a hint, a correction."""

    def text(self) -> str:
        """The system message."""
        lines = [f"You are a friendly tutor. Grade: {self.grade}."]
        lines += [f"Needs: {self.needs}."] if self.needs else []
        lines += [f"Lesson: {self.title}", f"Passage: {self.passage}", f"Move: {self.move.value}"]
        lines += [f"Material: {self.material}"] if self.material else []
        return "\n".join(lines)
