"""The mean is the total shared out."""

import re
from collections.abc import Callable
from random import Random

from inference.nano.averages import mean
from inference.nano.problem import Problem


def test_means(sound: Callable[[Problem], None]) -> None:
    for seed in range(400):
        problem = mean(Random(seed))
        sound(problem)
        for form in problem.written:
            numbers = [int(n) for n in re.findall(r"\d+", form)]
            assert len(numbers) in {3, 4}
            assert int(problem.answer) * len(numbers) == sum(numbers)
