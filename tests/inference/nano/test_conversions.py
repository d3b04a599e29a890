"""Fractions as decimals and back are equal exactly."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from inference.nano import conversions
from inference.nano.problem import Maker, Problem


@pytest.mark.parametrize("maker", [conversions.to_decimal, conversions.to_fraction])
def test_both_forms_are_equal(maker: Maker, sound: Callable[[Problem], None]) -> None:
    for seed in range(400):
        problem = maker(Random(seed))
        sound(problem)
        given = problem.task.split()[0]
        assert Fraction(given) == Fraction(problem.answer)
        assert ("." in problem.answer) is (maker is conversions.to_decimal)
        assert problem.conclusion == f"So {given} = {problem.answer}."


def test_fractions_come_out_reduced() -> None:
    for seed in range(200):
        problem = conversions.to_fraction(Random(seed))
        assert str(Fraction(problem.answer)) == problem.answer
