"""Percents are exact and have one decimal place at most."""

import re
from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from inference.nano import percents
from inference.nano.problem import Maker, Problem

Sound = Callable[[Problem], None]


def test_percent_of(sound: Sound) -> None:
    for seed in range(600):
        problem = percents.percent_of(Random(seed))
        sound(problem)
        percent, number = map(int, re.findall(r"\d+", problem.task))
        assert Fraction(problem.answer) == Fraction(percent, 100) * number
        assert re.fullmatch(r"\d+(\.\d)?", problem.answer)


@pytest.mark.parametrize("maker", [percents.to_percent, percents.from_percent])
def test_conversions(maker: Maker, sound: Sound) -> None:
    for seed in range(300):
        problem = maker(Random(seed))
        sound(problem)
        given = problem.task.split()[0]
        percent, part = (problem.answer, given) if "/" in given else (given, problem.answer)
        assert Fraction(percent.removesuffix("%")) == 100 * Fraction(part)


def test_what_percent(sound: Sound) -> None:
    for seed in range(300):
        problem = percents.what_percent(Random(seed))
        sound(problem)
        share, number = map(int, re.findall(r"\d+", problem.task))
        assert Fraction(problem.answer.removesuffix("%")) == Fraction(100 * share, number)
