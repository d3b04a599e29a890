"""Numbers below zero, worked out by another reader."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from inference.nano import negatives
from inference.nano.problem import Maker, Problem


@pytest.mark.parametrize("maker", [negatives.negative_sum, negatives.negative_product])
def test_results(
    maker: Maker, sound: Callable[[Problem], None], worth: Callable[[str], Fraction]
) -> None:
    for seed in range(600):
        problem = maker(Random(seed))
        sound(problem)
        assert worth(problem.task) == Fraction(problem.answer)
        for form in problem.written:
            assert worth(form.replace("*", "×")) == Fraction(problem.answer), form
        assert "-" in problem.task
        assert problem.task.startswith("-") or " -" in problem.task
