"""Joins what code found out with what the model said into points. Pure.

What code decided stands, whatever the model says.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from inference.contracts import JsonValue
from tutor_server.modules.classroom.assess.judge import Judged
from tutor_server.modules.classroom.assess.rubric import Line, Work
from tutor_server.modules.classroom.assess.verdicts import Verdict


class By(StrEnum):
    """Who decided a line."""

    CHECK = "check"
    MODEL = "model"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One line with its points."""

    line: Line
    points: float
    by: By
    why: str
    confidence: float | None = None
    """The model's own; None for everybody else."""


def grade(work: Work, verdicts: Mapping[str, Verdict], judged: Judged) -> tuple[Graded, ...]:
    """Every line of the rubric, in its order."""
    return tuple(_graded(line, verdicts.get(line.line_id), judged) for line in work.lines)


def _graded(line: Line, verdict: Verdict | None, judged: Judged) -> Graded:
    if verdict is not None:
        if verdict.met is None:
            return Graded(line=line, points=0.0, by=By.NONE, why=verdict.why)
        points = line.points if verdict.met else 0.0
        return Graded(line=line, points=points, by=By.CHECK, why=verdict.why)
    said = judged.judgements.get(line.line_id)
    if said is None:
        return Graded(line=line, points=0.0, by=By.NONE, why=judged.trouble)
    return Graded(
        line=line,
        points=line.points * said.share,
        by=By.MODEL,
        why=said.why,
        confidence=said.confidence,
    )


def shown(graded: tuple[Graded, ...], *, blocked: str) -> dict[str, JsonValue]:
    """The answer's JSON."""
    return {
        "object": "assessment",
        "lines": [_line(line) for line in graded],
        "total": _sum(line.points for line in graded),
        "total_by_check": _sum(line.points for line in graded if line.by is By.CHECK),
        "possible": _sum(line.line.points for line in graded),
        "complete": all(line.by is not By.NONE for line in graded),
        "blocked": blocked or None,
    }


def _line(graded: Graded) -> JsonValue:
    return {
        "id": graded.line.line_id,
        "points": graded.points,
        "possible": graded.line.points,
        "by": graded.by.value,
        "confidence": graded.confidence,
        "why": graded.why,
    }


def _sum(points: Iterable[float]) -> float:
    return round(math.fsum(points), 6)
