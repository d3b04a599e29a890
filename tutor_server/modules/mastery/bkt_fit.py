"""Finds a skill's four probabilities from many students' answers (expectation maximisation).

Forward-backward runs over all students of the skill at once. Because nothing is forgotten, a
skill that is unknown later was unknown before, and smoothing is one product per step. Beta
priors keep skills with few answers sensible, bounds keep "known" the better state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tutor_server.modules.mastery.bkt import SkillModel

Floats = NDArray[np.float64]

ROUNDS: Final = 100
"""At most; a round that moves no probability by _STILL is the last."""
_STILL = 1e-4
BOUNDS: Final = {
    "p_init": (0.01, 0.9),
    "learn": (0.005, 0.6),
    "slip": (0.01, 0.35),
    "guess": (0.01, 0.5),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All students' answers on one skill; each row is a student, in order of time."""

    right: Floats
    """students x longest: 1 right, 0 wrong or none."""
    given: Floats
    """The same shape: 1 where there is an answer."""


def answers_of(sequences: Sequence[Sequence[bool]]) -> Answers:
    """Pad the students' sequences to one length."""
    shape = (len(sequences), max(map(len, sequences), default=0))
    right, given = np.zeros(shape), np.zeros(shape)
    for row, sequence in enumerate(sequences):
        right[row, : len(sequence)] = sequence
        given[row, : len(sequence)] = 1
    return Answers(right=right, given=given)


def fit(answers: Answers, *, prior: SkillModel, weight: float) -> SkillModel:
    """The most probable skill; `prior` counts like `weight` observations of each probability."""
    model = prior
    if not answers.right.size:
        return model
    for _ in range(ROUNDS):
        before, model = model, _maximise(answers, _smooth(answers, model), prior, weight)
        moved = [abs(getattr(model, name) - getattr(before, name)) for name in BOUNDS]
        if max(moved) < _STILL:
            break
    return model


def _smooth(answers: Answers, model: SkillModel) -> Floats:
    """p_known at each answer, given all answers of the student."""
    right, given = answers.right, answers.given
    known = np.where(right, 1 - model.slip, model.slip) ** given
    unknown = np.where(right, model.guess, 1 - model.guess) ** given
    steps = right.shape[1]
    ahead, seen = np.empty((steps + 1, len(right))), np.empty((steps, len(right)))
    ahead[0] = model.p_init
    for t in range(steps):
        both = ahead[t] * known[:, t]
        seen[t] = both / (both + (1 - ahead[t]) * unknown[:, t])
        ahead[t + 1] = seen[t] + (1 - seen[t]) * model.learn
    for t in range(steps - 2, -1, -1):
        seen[t] *= seen[t + 1] / ahead[t + 1]
    return seen.T


def _maximise(answers: Answers, known: Floats, prior: SkillModel, weight: float) -> SkillModel:
    right, given = answers.right, answers.given
    unknown = (1 - known) * given
    followed = given[:, 1:]
    learned = ((known[:, 1:] - known[:, :-1]) * followed).sum()
    counts = {
        "p_init": (known[:, 0].sum(), len(known)),
        "learn": (learned, (unknown[:, :-1] * followed).sum()),
        "slip": ((known * given * (1 - right)).sum(), (known * given).sum()),
        "guess": ((unknown * right).sum(), unknown.sum()),
    }
    found = {
        name: float(np.clip((n + weight * getattr(prior, name)) / (of + weight), *BOUNDS[name]))
        for name, (n, of) in counts.items()
    }
    return SkillModel(**found)
