"""Rounded numbers are the nearest multiples; halves go up."""

from collections.abc import Callable
from fractions import Fraction
from math import floor
from random import Random

import pytest

from inference.nano import rounding
from inference.nano.problem import Maker, Problem

UNITS = {
    "ten": Fraction(10), "hundred": Fraction(100), "thousand": Fraction(1000),
    "number": Fraction(1), "place": Fraction(1, 10), "tenth": Fraction(1, 10),
}  # fmt: skip


@pytest.mark.parametrize("maker", [rounding.round_whole, rounding.round_decimal])
def test_nearest(maker: Maker, sound: Callable[[Problem], None]) -> None:
    for seed in range(500):
        problem = maker(Random(seed))
        sound(problem)
        number, unit = Fraction(problem.task.split()[0]), UNITS[problem.task.split()[-1]]
        assert Fraction(problem.answer) == floor(number / unit + Fraction(1, 2)) * unit
        assert number % unit
        if unit == Fraction(1, 10):
            assert len(problem.answer.partition(".")[2]) == 1
