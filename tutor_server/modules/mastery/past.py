"""What the logistic tracer looks at: a student's answers so far, summed up.

The features of a question are worked out before its answer is known and `after` adds the answer
to the sums, so a prediction never sees its own answer or a later one. Windows are as in best-LR
and DAS3H (Gervet et al. 2020, Choffin et al. 2019), in answers instead of days. Knows no weights.
"""

import math
from dataclasses import dataclass
from typing import Final

from tutor_server.modules.mastery.attempt import Question

DENSE: Final = ("bias", "ability", "lately", "over_time", "right", "wrong", "gap")
"""Names of the numeric features, in the order of Features.dense."""
NAMED: Final = ("skill", "after", "skill_last", "last", "recent", "item", "kind", "use", "again")
"""What each place of Features.names tells."""
USUAL: Final = 0.7
"""Share of right answers on a skill of which nothing is known."""
_LAST = 3
"""Answers on one skill that are told apart."""
_RECENT = 5
"""Answers on any skill that are told apart."""
_LATELY, _OVER_TIME = 0.2, 0.05
"""Weight of the newest answer in the two rolling averages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillPast:
    """One student's answers on one skill."""

    right: int = 0
    wrong: int = 0
    last: str = ""
    """The newest answers, newest first: `1` right, `0` wrong."""
    place: int = 0
    """StudentPast.answers just after the newest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentPast:
    """One student's answers on all skills."""

    answers: int = 0
    ability: float = 0.0
    """Log odds above what is usual for the skills met (an Elo rating with a falling step)."""
    lately: float = 0.0
    """Rolling mean of right (1 or 0) minus the skill's usual share, over about 5 answers."""
    over_time: float = 0.0
    """The same over about 20 answers."""
    recent: str = ""
    """The newest answers, newest first."""
    skill: str = ""
    """Of the newest answer."""


@dataclass(frozen=True, slots=True)
class Features:
    """What a prediction may be made from."""

    dense: tuple[float, ...]
    """In the order of DENSE."""
    names: tuple[str, ...]
    """Features that are there or not, in the order of NAMED; empty where not."""


def features(question: Question, student: StudentPast, skill: SkillPast) -> Features:
    """The features of a question that has not been answered."""
    name, last = question.skill, skill.last
    gap = student.answers - skill.place if last else 0
    return Features(
        (
            1.0,
            student.ability,
            student.lately,
            student.over_time,
            math.log1p(skill.right),
            math.log1p(skill.wrong),
            math.log1p(gap),
        ),
        (
            f"skill={name}",
            f"after={student.skill} skill={name}",
            f"skill={name} last={last}",
            f"last={last}",
            f"recent={student.recent}",
            f"item={question.item}" if question.item else "",
            f"kind={question.kind}" if question.kind else "",
            f"use={question.use}" if question.use else "",
            f"again={min(question.attempt, 4)}" if question.attempt > 1 else "",
        ),
    )


def after(
    student: StudentPast, skill: SkillPast, *, name: str, right: bool, usual: float = USUAL
) -> tuple[StudentPast, SkillPast]:
    """Both pasts with one more answer on the skill called `name`, of which the share `usual` is
    right among all students."""
    mark = "1" if right else "0"
    answers = student.answers + 1
    surprise = right - usual
    return (
        StudentPast(
            answers=answers,
            ability=student.ability + _step(student.answers) * (right - _odds(student, usual)),
            lately=student.lately + _LATELY * (surprise - student.lately),
            over_time=student.over_time + _OVER_TIME * (surprise - student.over_time),
            recent=(mark + student.recent)[:_RECENT],
            skill=name,
        ),
        SkillPast(
            right=skill.right + right,
            wrong=skill.wrong + (not right),
            last=(mark + skill.last)[:_LAST],
            place=answers,
        ),
    )


def _step(answers: int) -> float:
    """How far an answer moves the ability: 0.8 at first, 0.04 in the long run."""
    return 0.8 * max(0.05, 1 / (1 + 0.3 * answers))


def _odds(student: StudentPast, usual: float) -> float:
    """Probability of a right answer from the ability alone."""
    return (1 + math.tanh((student.ability + math.log(usual / (1 - usual))) / 2)) / 2
