"""A school's own answers replace the shipped priors only where they foresee better."""

import random

import pytest

from tutor_server.modules.mastery.attempt import Question
from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.priors import SKILL
from tutor_server.modules.mastery.school import enough, fit_school
from tutor_server.modules.mastery.simulate import simulate

UNLIKE = SkillModel(p_init=0.8, learn=0.02, slip=0.3, guess=0.45)
"""Far from what is shipped."""


@pytest.mark.slow
def test_another_kind_of_school_is_learned_from() -> None:
    found = fit_school(simulate(UNLIKE, students=150, skills=10, seed=1))
    assert found.bkt.better
    assert found.logistic.better
    assert set(found.models) == set(found.usual) == {f"s{n}" for n in range(10)}
    slips = [model.slip for model in found.models.values()]
    assert 0.22 < sum(slips) / 10 < 0.36
    assert any(name.startswith("skill=s") for name in found.weights)
    assert all(0.5 < share < 0.8 for share in found.usual.values())


def test_noise_teaches_nothing() -> None:
    """Coin tosses for training, the shipped school for testing: fitting must not be adopted."""
    dice = random.Random(2)
    students = simulate(SKILL, students=100, skills=10, seed=3)
    misleading = [
        answered if n % 5 == 0 else [(question, dice.random() < 0.05) for question, _ in answered]
        for n, answered in enumerate(students)
    ]
    found = fit_school(misleading)
    assert not found.bkt.better
    assert not found.logistic.better
    assert (found.models, found.weights, found.usual) == ({}, {}, {})


@pytest.mark.parametrize(
    ("students", "answers", "is_enough"),
    [(30, 67, True), (29, 1_000, False), (30, 66, False), (0, 0, False)],
)
def test_how_much_is_enough(students: int, answers: int, is_enough: bool) -> None:
    assert enough([[(Question(skill="a"), True)] * answers] * students) is is_enough
