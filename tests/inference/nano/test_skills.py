"""Every skill can be practised on both sides."""

import re
from random import Random

import pytest

from inference.nano.skills import MORE, SKILLS, any_problem, practise
from inference.nano.split import Split, split_of
from inference.safety.arithmetic import false_sums


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


@pytest.mark.parametrize("skill", list(SKILLS))
def test_the_gate_lets_true_steps_pass_and_stops_wrong_answers(skill: str) -> None:
    rng = Random(3)
    for _ in range(100):
        problem = practise(skill, rng, Split.TRAIN)
        for text in (problem.solution, problem.why, problem.simpler):
            for sentence in re.split(r"(?<=[.?!]) ", text):
                assert false_sums(sentence) == [], sentence
        ending = f" = {problem.answer}."
        if skill in MORE and problem.conclusion.endswith(ending):
            for guess in problem.wrong:
                told = problem.conclusion.replace(ending, f" = {guess}.")
                assert false_sums(told), told
