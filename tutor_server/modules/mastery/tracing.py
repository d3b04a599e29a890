"""Both tracers on many students' answers: fitted on some, measured on others.

Each answer is predicted from the same student's earlier answers only. What is learned across
students (weights, shares, skill models) comes from the students that a tracer was fitted on.
Knows no file and no storage.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from tutor_server.modules.mastery import bkt_fit, logistic
from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.lbfgs import Vector
from tutor_server.modules.mastery.measures import auc, log_loss
from tutor_server.modules.mastery.past import DENSE
from tutor_server.modules.mastery.priors import SKILL
from tutor_server.modules.mastery.walk import Answered, by_skill, usual_shares, walk

SKILL_WEIGHT: Final = 20.0
"""Observations that the prior of a skill's probabilities counts for."""


FLAT: Final[Mapping[str, float]] = MappingProxyType(dict.fromkeys(DENSE, 0.0))
"""A prior for weights that says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracing:
    """How a tracer did; one prediction per answer, student after student."""

    right: Vector
    """0 or 1."""
    predicted: Vector
    first: Vector
    """1 where it was the student's first answer at all."""

    @property
    def auc(self) -> float:
        """Over all answers."""
        return auc(self.right, self.predicted)

    @property
    def auc_later(self) -> float:
        """Without first answers, as the published figures are."""
        later = self.first == 0
        return auc(self.right[later], self.predicted[later])

    @property
    def log_loss(self) -> float:
        """In nats."""
        return log_loss(self.right, self.predicted)


Tracer = Callable[[Sequence[Answered]], Tracing]
"""Predicts the answers of students that it was not fitted on."""


def fit_skills(
    students: Sequence[Answered], *, prior: SkillModel = SKILL, weight: float = SKILL_WEIGHT
) -> dict[str, SkillModel]:
    """The skill models of these students' answers."""
    return {
        skill: bkt_fit.fit(bkt_fit.answers_of(answers), prior=prior, weight=weight)
        for skill, answers in by_skill(students).items()
    }


def bkt_tracer(students: Sequence[Answered]) -> Tracer:
    """Bayesian knowledge tracing, fitted on these students."""
    return bkt_with(fit_skills(students))


def bkt_with(models: Mapping[str, SkillModel]) -> Tracer:
    """Bayesian knowledge tracing with these models, and the shipped one for other skills."""

    def trace(others: Sequence[Answered]) -> Tracing:
        return _tracing(others, [p for answered in others for p in _follow(answered, models)])

    return trace


def logistic_tracer(students: Sequence[Answered]) -> Tracer:
    """The logistic tracer, fitted on these students; its shipped weights are not used."""
    usual = usual_shares(students)
    return logistic_with(fit_weights(students, usual), usual)


def logistic_with(weights: Mapping[str, float], usual: Mapping[str, float]) -> Tracer:
    """The logistic tracer with these weights and shares of right answers."""

    def trace(others: Sequence[Answered]) -> Tracing:
        asked, _ = walk(others, usual)
        return _tracing(others, [logistic.predict(row, weights) for row in asked])

    return trace


def fit_weights(
    students: Sequence[Answered],
    usual: Mapping[str, float],
    *,
    prior: Mapping[str, float] = FLAT,
    trust: float = 1.0,
) -> dict[str, float]:
    """The weights of these students' answers; see logistic.fit."""
    rows, right = walk(students, usual)
    design = logistic.design_of(rows)
    return logistic.fit(design, np.array(right, np.float64), prior=prior, trust=trust)


def _follow(answered: Answered, models: Mapping[str, SkillModel]) -> list[float]:
    known: dict[str, float] = {}
    predicted = []
    for question, right in answered:
        model = models.get(question.skill, SKILL)
        p_known = known.get(question.skill, model.p_init)
        predicted.append(model.p_right(p_known))
        known[question.skill] = model.known_after(p_known, right=right)
    return predicted


def _tracing(students: Sequence[Answered], predicted: Sequence[float]) -> Tracing:
    return Tracing(
        right=np.array([right for answered in students for _, right in answered], np.float64),
        predicted=np.array(predicted, np.float64),
        first=np.array(
            [place == 0 for answered in students for place in range(len(answered))], np.float64
        ),
    )
