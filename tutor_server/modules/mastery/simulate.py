"""A made-up class that knows or does not know its skills, for priors and tests.

Students and skills differ: some begin with more, learn faster, or are harder. It is evidence
that estimators work, never that children learn.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tutor_server.modules.mastery.attempt import Question
from tutor_server.modules.mastery.bkt import MASTERED, SkillModel, guess_for

_SPREAD_STUDENTS: Final = 0.7
"""Standard deviation of a student's log odds to know and to learn."""
_SPREAD_SKILLS: Final = 0.5
_LONGEST: Final = 10
"""Answers on one skill before a student goes on without knowing it."""
_REVIEW: Final = 0.2
"""Share of questions that return to an earlier skill."""
_CHOICE: Final = 0.3
"""Share of questions with choices."""
_TRIES: Final = 2
"""Times that a question is asked again at most."""


def simulate(
    model: SkillModel, *, students: int, skills: int, seed: int
) -> list[list[tuple[Question, bool]]]:
    """Each student's questions and answers; skills are taken in order until they look known."""
    rng = np.random.default_rng(seed)
    harder = rng.normal(0, _SPREAD_SKILLS, skills)
    return [
        _Student(model, rng, harder - rng.normal(0, _SPREAD_STUDENTS)).answers()
        for _ in range(students)
    ]


class _Student:
    def __init__(
        self, model: SkillModel, rng: np.random.Generator, harder: NDArray[np.float64]
    ) -> None:
        self._model, self._rng = model, rng
        self._own = [
            replace(model, p_init=_easier(model.p_init, -h), learn=_easier(model.learn, -h))
            for h in harder
        ]
        self._known = [rng.random() < own.p_init for own in self._own]
        self._looks = [model.p_init] * len(harder)
        self._answers: list[tuple[Question, bool]] = []

    def answers(self) -> list[tuple[Question, bool]]:
        for skill in range(len(self._own)):
            for _ in range(_LONGEST):
                if skill and self._rng.random() < _REVIEW:
                    self._ask(int(self._rng.integers(skill)))
                self._ask(skill)
                if self._looks[skill] >= MASTERED:
                    break
        return self._answers

    def _ask(self, skill: int) -> None:
        kind = "choice" if self._rng.random() < _CHOICE else "number"
        for attempt in range(1, _TRIES + 1):
            if self._try(Question(skill=f"s{skill}", kind=kind, attempt=attempt), skill):
                return

    def _try(self, question: Question, skill: int) -> bool:
        model = self._model
        guess = guess_for(model, kind=question.kind, attempt=question.attempt)
        right = bool(self._rng.random() < (1 - model.slip if self._known[skill] else guess))
        self._answers.append((question, right))
        self._looks[skill] = model.known_after(self._looks[skill], right=right, guess=guess)
        self._known[skill] |= bool(self._rng.random() < self._own[skill].learn)
        return right


def _easier(probability: float, by: float) -> float:
    """The probability with its log odds raised."""
    return float(1 / (1 + (1 / probability - 1) * np.exp(-by)))
