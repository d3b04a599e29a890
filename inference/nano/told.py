"""What the nano model is told beside the conversation: a lesson's passage and the tutor's move.

The server and the training data both write it here, so that the model reads at work what it has
learnt to read. Knows text only; knows nothing about lessons or requests.
"""

from enum import StrEnum


class Moved(StrEnum):
    """What the tutor is to do, as the prompt names it."""

    ANSWER = "answer the question from the passage"
    CORRECT = "put a wrong belief right"
    HINT = "give this hint and nothing beyond it"
    ATTEMPT = "ask for an own try, without a hint"


def told(
    head: str, *, title: str, passage: str, move: Moved = Moved.ANSWER, material: str = ""
) -> str:
    """The system message: what it is without a passage (`head`), then the passage and the move.
    `material` is of the move: a hint, a correction."""
    lines = [head] if head else []
    lines += [f"Lesson: {title}", f"Passage: {passage}", f"Move: {move.value}"]
    lines += [f"Material: {material}"] if material else []
    return "\n".join(lines)
