"""Expectation maximisation: exact smoothing, recovery of known skills, few answers, bounds."""

from itertools import pairwise, product

import numpy as np
import pytest

from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.bkt_fit import BOUNDS, _smooth, answers_of, fit

PRIOR = SkillModel(p_init=0.3, learn=0.15, slip=0.1, guess=0.2)
ERROR = 0.03
"""Recovery of each probability from 2,000 students with 3 to 12 answers."""


def answered(model: SkillModel, *, students: int, seed: int) -> list[list[bool]]:
    rng = np.random.default_rng(seed)
    sequences = []
    for _ in range(students):
        known, answers = rng.random() < model.p_init, []
        for _ in range(rng.integers(3, 13)):
            answers.append(bool(rng.random() < (1 - model.slip if known else model.guess)))
            known = known or rng.random() < model.learn
        sequences.append(answers)
    return sequences


def by_enumeration(answers: list[bool], model: SkillModel) -> list[float]:
    """P(known at each answer | all answers), summed over every hidden path."""
    total, known = 0.0, np.zeros(len(answers))
    for path in product((False, True), repeat=len(answers)):
        p = model.p_init if path[0] else 1 - model.p_init
        for before, now in pairwise(path):
            if before:
                p *= float(now)
            else:
                p *= model.learn if now else 1 - model.learn
        for is_known, right in zip(path, answers, strict=True):
            p_right = 1 - model.slip if is_known else model.guess
            p *= p_right if right else 1 - p_right
        total += p
        known += p * np.array(path)
    return list(known / total)


def test_smoothing_is_exact_whatever_the_padding() -> None:
    sequences = [[True, False, True, True], [False], [False, False, True], [True] * 6]
    found = _smooth(answers_of(sequences), PRIOR)
    for row, answers in zip(found, sequences, strict=True):
        assert row[: len(answers)] == pytest.approx(by_enumeration(answers, PRIOR), abs=1e-12)


@pytest.mark.parametrize(
    "truth",
    [
        SkillModel(p_init=0.3, learn=0.15, slip=0.1, guess=0.2),
        SkillModel(p_init=0.6, learn=0.05, slip=0.2, guess=0.3),
        SkillModel(p_init=0.1, learn=0.4, slip=0.05, guess=0.1),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_known_skills_are_recovered(truth: SkillModel, seed: int) -> None:
    found = fit(answers_of(answered(truth, students=2_000, seed=seed)), prior=PRIOR, weight=20)
    for name in BOUNDS:
        assert getattr(found, name) == pytest.approx(getattr(truth, name), abs=ERROR), name


def test_without_answers_the_prior_stays() -> None:
    assert fit(answers_of([]), prior=PRIOR, weight=20) == PRIOR


def test_few_answers_move_the_prior_a_little() -> None:
    found = fit(answers_of([[False, False]] * 3), prior=PRIOR, weight=20)
    assert 0.2 < found.p_init < PRIOR.p_init
    assert found.slip > PRIOR.slip * 0.9


@pytest.mark.parametrize("right", [True, False])
def test_one_sided_answers_stay_within_bounds(right: bool) -> None:
    found = fit(answers_of([[right] * 10] * 500), prior=PRIOR, weight=1)
    for name, (low, high) in BOUNDS.items():
        assert low <= getattr(found, name) <= high
    assert found.p_right(1.0) > found.p_right(0.0)
