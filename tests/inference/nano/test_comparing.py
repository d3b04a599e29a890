"""The bigger number is the bigger one, however it was asked."""

import re
from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from inference.nano import comparing
from inference.nano.problem import Maker, Problem


@pytest.mark.parametrize(
    "maker", [comparing.compare_whole, comparing.is_bigger, comparing.sort_numbers]
)
def test_every_step_holds(maker: Maker, sound: Callable[[Problem], None]) -> None:
    for seed in range(400):
        sound(maker(Random(seed)))


def test_the_bigger_one_is_named() -> None:
    for seed in range(400):
        problem = comparing.compare_whole(Random(seed))
        numbers = [int(n) for n in problem.task.split(" and ")]
        assert int(problem.answer) == max(numbers)
        assert min(numbers) != max(numbers)


def test_whether_one_is_bigger_is_told_by_the_bigger_one() -> None:
    for seed in range(400):
        problem = comparing.is_bigger(Random(seed))
        (form,) = problem.written
        values = [Fraction(n) for n in re.findall(r"\d+(?:/\d+|\.\d+)?", form)]
        assert len(values) == 2
        if problem.answer == "equal":
            assert values[0] == values[1]
        else:
            assert Fraction(problem.answer) == max(values)


def test_sorted() -> None:
    for seed in range(300):
        problem = comparing.sort_numbers(Random(seed))
        asked = [int(n) for n in re.findall(r"\d+", problem.task)]
        assert [int(n) for n in problem.answer.split(", ")] == sorted(asked)
