"""One unaided answer: what was foreseen of it, and what is believed after it. Pure.

Both tracers foresee the answer before they see it. Knows no storage; time is an argument.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tutor_server.modules.mastery.attempt import TRANSFER, Attempt, Question
from tutor_server.modules.mastery.bkt import MASTERED, SkillModel, guess_for
from tutor_server.modules.mastery.cards import Memory, begun, reviewed
from tutor_server.modules.mastery.logistic import names_of, predict
from tutor_server.modules.mastery.past import (
    USUAL,
    Features,
    SkillPast,
    StudentPast,
    after,
    features,
)
from tutor_server.modules.mastery.priors import SKILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is believed of one student and one skill."""

    model: SkillModel = SKILL
    usual: float = USUAL
    """Share of right answers on the skill among all students."""
    p_known: float
    proved: bool = False
    """Right on new ground, without help, at least once."""
    student: StudentPast
    skill: SkillPast
    memory: Memory | None = None
    """None until the skill has been known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A belief after an answer, and the features that the logistic tracer needs around it."""

    belief: Belief
    foreseen: float
    """BKT's probability, before the answer, that it is right."""
    asked: Features
    """Of the question that was answered, before its answer."""
    upcoming: Features
    """Of the next question on the skill, whichever it is."""

    @property
    def names(self) -> frozenset[str]:
        """The weights that `logistic` asks for."""
        return frozenset(names_of(self.asked)) | frozenset(names_of(self.upcoming))

    def logistic(self, weights: Mapping[str, float]) -> tuple[float, float]:
        """Probability that the answer was right, and that the next will be."""
        return predict(self.asked, weights), predict(self.upcoming, weights)


def step(belief: Belief, attempt: Attempt, *, at: datetime) -> Step:
    """Take one answer into account."""
    question, right, model = attempt.question, attempt.right, belief.model
    guess = guess_for(model, kind=question.kind, attempt=question.attempt)
    p_known = model.known_after(belief.p_known, right=right, guess=guess)
    student, skill = after(
        belief.student, belief.skill, name=question.skill, right=right, usual=belief.usual
    )
    return Step(
        belief=Belief(
            model=model,
            usual=belief.usual,
            p_known=p_known,
            proved=belief.proved or (right and question.use == TRANSFER),
            student=student,
            skill=skill,
            memory=_remembered(belief.memory, attempt, p_known=p_known, at=at),
        ),
        foreseen=model.p_right(belief.p_known, guess=guess),
        asked=features(question, belief.student, belief.skill),
        upcoming=features(Question(skill=question.skill), student, skill),
    )


def _remembered(
    memory: Memory | None, attempt: Attempt, *, p_known: float, at: datetime
) -> Memory | None:
    if memory is not None:
        return reviewed(memory, right=attempt.right, attempt=attempt.question.attempt, at=at)
    return begun(at) if attempt.right and p_known >= MASTERED else None
