"""The head of a system prompt: grade, subject, learning style and needs, in the very lines that
the server tells a model. Drawn at random. Pure.
"""

from random import Random
from typing import Final

from sessions.teaching.parts import SIMPLE_UP_TO
from tutor_server.modules.lessons.retrieval.passages import Level
from tutor_server.web.generate_shapes import SAID_OF_NEED, SAID_OF_STYLE

GRADES: Final = (2, 9)
TOLD: Final = 0.2
"""Share of heads with a subject, with a style, with a need, unless it is said."""


def draw_grade(random: Random) -> tuple[int, Level]:
    """A grade and its reading level."""
    grade = random.randint(*GRADES)
    return grade, Level.SIMPLE if grade <= SIMPLE_UP_TO else Level.FULL


def head_of(grade: int, subject: str, random: Random, *, told: float = TOLD) -> str:
    """The lines. The first is what the nano model knows already; do not reword it."""
    lines = [f"You are a friendly tutor. Grade: {grade}."]
    if random.random() < told:
        lines.append(f"Subject: {subject}.")
    for sayings in (SAID_OF_STYLE, SAID_OF_NEED):
        if random.random() < told:
            lines.append(random.choice(tuple(sayings.values())))
    return "\n".join(lines)
