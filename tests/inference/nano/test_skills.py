"""Every skill can be practised on both sides."""

from random import Random

import pytest

from inference.nano.skills import SKILLS, any_problem, practise
from inference.nano.split import Split, split_of


@pytest.mark.parametrize("skill", list(SKILLS))
@pytest.mark.parametrize("split", list(Split))
def test_practise(skill: str, split: Split) -> None:
    rng = Random(1)
    for _ in range(20):
        problem = practise(skill, rng, split)
        assert problem.by_heart or split_of(problem.key) is split
        assert problem.skill in {skill, f"{skill}_like"}


def test_any_problem_reaches_every_skill() -> None:
    rng = Random(2)
    assert {any_problem(rng, Split.TRAIN).skill for _ in range(3_000)} == set(SKILLS)
