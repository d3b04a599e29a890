"""Goes through many students' answers in order and notes each question's features before its
answer. The one way by which the logistic tracer sees data, in fitting as in evaluation.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from tutor_server.modules.mastery.attempt import Question
from tutor_server.modules.mastery.past import (
    USUAL,
    Features,
    SkillPast,
    StudentPast,
    after,
    features,
)

Answered: TypeAlias = Sequence[tuple[Question, bool]]
"""One student's questions and whether the answer was right, in order of time."""
_WEIGHT: Final = 10.0
"""Answers that USUAL counts for in a skill's share."""


def walk(
    students: Iterable[Answered], usual: Mapping[str, float] | None = None
) -> tuple[list[Features], list[bool]]:
    """The features of every question, and every answer, student after student."""
    usual = {} if usual is None else usual
    rows: list[Features] = []
    right: list[bool] = []
    for answered in students:
        past, skills = StudentPast(), dict[str, SkillPast]()
        for question, is_right in answered:
            name = question.skill
            skill = skills.get(name) or SkillPast()
            rows.append(features(question, past, skill))
            right.append(is_right)
            share = usual.get(name, USUAL)
            past, skills[name] = after(past, skill, name=name, right=is_right, usual=share)
    return rows, right


def usual_shares(students: Iterable[Answered]) -> dict[str, float]:
    """The share of right answers on each skill, drawn towards USUAL where there are few."""
    wins, tries = Counter[str](), Counter[str]()
    for answered in students:
        for question, is_right in answered:
            tries[question.skill] += 1
            wins[question.skill] += is_right
    return {s: (wins[s] + _WEIGHT * USUAL) / (tries[s] + _WEIGHT) for s in tries}


def by_skill(students: Iterable[Answered]) -> dict[str, list[list[bool]]]:
    """For each skill the answers of each student who met it, in order of time."""
    found: dict[str, list[list[bool]]] = {}
    for answered in students:
        own: dict[str, list[bool]] = {}
        for question, is_right in answered:
            own.setdefault(question.skill, []).append(is_right)
        for skill, answers in own.items():
            found.setdefault(skill, []).append(answers)
    return found
