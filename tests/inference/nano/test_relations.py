"""More and less, double and half, rows and digits, found again in other ways."""

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from inference.nano import relations
from inference.nano.problem import Maker, Problem

Sound = Callable[[Problem], None]


@pytest.mark.parametrize(
    "maker",
    [
        relations.more_less,
        relations.double,
        relations.half_odd,
        relations.next_number,
        relations.place_value,
    ],
)
def test_every_step_holds(maker: Maker, sound: Sound) -> None:
    for seed in range(300):
        sound(maker(Random(seed)))


def test_more_and_less() -> None:
    for seed in range(300):
        problem = relations.more_less(Random(seed))
        (form,) = problem.written
        numbers = [int(n) for n in re.findall(r"\d+", form)]
        step, number = numbers if len(numbers) == 2 else (1, *numbers)
        up = "more" in form or "after" in form
        assert int(problem.answer) == number + (step if up else -step)


def test_double_and_half() -> None:
    for seed in range(200):
        twice = relations.double(Random(seed))
        number = int(re.findall(r"\d+", twice.written[0])[-1])
        assert int(twice.answer) == 2 * number
        half = relations.half_odd(Random(seed))
        number = int(re.findall(r"\d+", half.written[0])[-1])
        assert number % 2
        assert Fraction(half.answer) * 2 == number


def test_rows_go_on_by_the_same_step() -> None:
    for seed in range(300):
        problem = relations.next_number(Random(seed))
        row = [*(int(n) for n in problem.task.split(", ")), int(problem.answer)]
        assert len({b - a for a, b in pairwise(row)}) == 1
        assert min(row) >= 0


def test_the_worth_of_a_digit() -> None:
    for seed in range(300):
        problem = relations.place_value(Random(seed))
        digit, number = re.findall(r"\d+", problem.task)
        place = len(number) - 1 - number.index(digit)
        assert int(problem.answer) == int(digit) * 10**place
        assert number.count(digit) == 1
