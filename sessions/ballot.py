"""Two explanations of one lesson side by side: which pair, and on which side each stands.

Pure: the lesson and the id of the run decide, so a replay shows the same. Knows no votes of
others; ranking is `tutor_server.modules.votes`.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sessions.teaching.lesson import Lesson


class Choice(StrEnum):
    """What a student may say about a pair."""

    LEFT = "left"
    RIGHT = "right"
    TIE = "tie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One way of explaining, and where it came from."""

    source: str
    """`lesson:simple`, `lesson:full`, `lesson:worked_example`; never shown before the vote."""
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """An open vote."""

    pair: str
    """Unique id."""
    lesson_id: str
    topic: str
    """The path."""
    question: str
    left: Explanation
    right: Explanation
    asked_s: float = 0.0
    """Clock time at which it was shown."""


def ballot_for(lesson: Lesson, *, run_id: str, asked_s: float) -> Ballot:
    """The pair that this run of the lesson shows at its end.

    Each of the three pairs and each side comes equally often over many runs, so that neither
    place nor source is favoured.
    """
    explanations = (
        Explanation(source="lesson:simple", text=lesson.simple),
        Explanation(source="lesson:full", text=lesson.full),
        Explanation(source="lesson:worked_example", text=lesson.worked_example),
    )
    draw = int.from_bytes(hashlib.sha256(f"ballot:{run_id}".encode()).digest()[:8], "big")
    left_out, swapped = draw % 3, draw // 3 % 2 == 1
    first, second = (e for place, e in enumerate(explanations) if place != left_out)
    left, right = (second, first) if swapped else (first, second)
    return Ballot(
        pair=f"pair_{run_id}",
        lesson_id=lesson.lesson_id,
        topic=lesson.path,
        question=f"Which explains \u201c{lesson.title}\u201d better?",
        left=left,
        right=right,
        asked_s=asked_s,
    )
