"""What a school's own answers teach, and whether it is better than what was shipped. Pure.

Every fifth student is held out: only what foresees their answers better than the shipped priors
is taken over, then fitted again on everybody. Takes seconds; never called on the event loop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.priors import WEIGHTS
from tutor_server.modules.mastery.tracing import (
    bkt_with,
    fit_skills,
    fit_weights,
    logistic_with,
)
from tutor_server.modules.mastery.walk import Answered, usual_shares

FEWEST_STUDENTS: Final = 30
FEWEST_ANSWERS: Final = 2_000
"""Below either the shipped priors stay."""
TRUST: Final = 100.0
"""Precision of the shipped weights: about 400 answers move one half of the way."""
_HOLD_OUT: Final = 5
"""One student in so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """Log-loss on the students held out, in nats."""

    shipped: float
    fitted: float

    @property
    def better(self) -> bool:
        """Whether fitting helped."""
        return self.fitted < self.shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """What was learned; a part that did not help is empty."""

    models: Mapping[str, SkillModel]
    weights: Mapping[str, float]
    usual: Mapping[str, float]
    """Share of right answers by skill."""
    bkt: Losses
    logistic: Losses


def enough(students: Sequence[Answered]) -> bool:
    """Whether there are answers enough to learn from."""
    return len(students) >= FEWEST_STUDENTS and sum(map(len, students)) >= FEWEST_ANSWERS


def fit_school(students: Sequence[Answered]) -> School:
    """Learn from these students' answers."""
    tests = students[::_HOLD_OUT]
    fitted = [answered for n, answered in enumerate(students) if n % _HOLD_OUT]
    usual = usual_shares(fitted)
    bkt = Losses(
        shipped=bkt_with({})(tests).log_loss, fitted=bkt_with(fit_skills(fitted))(tests).log_loss
    )
    logistic = Losses(
        shipped=logistic_with(WEIGHTS, {})(tests).log_loss,
        fitted=logistic_with(_weights(fitted, usual), usual)(tests).log_loss,
    )
    shares = usual_shares(students)
    return School(
        models=fit_skills(students) if bkt.better else {},
        weights=_weights(students, shares) if logistic.better else {},
        usual=shares if logistic.better else {},
        bkt=bkt,
        logistic=logistic,
    )


def _weights(students: Sequence[Answered], usual: Mapping[str, float]) -> dict[str, float]:
    return fit_weights(students, usual, prior=WEIGHTS, trust=TRUST)
