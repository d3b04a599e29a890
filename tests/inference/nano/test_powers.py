"""Powers and square roots."""

import re
from collections.abc import Callable
from math import prod
from random import Random

from inference.nano import powers
from inference.nano.problem import Problem

Sound = Callable[[Problem], None]


def test_powers(sound: Sound) -> None:
    seen = set()
    for seed in range(400):
        problem = powers.power(Random(seed))
        sound(problem)
        base, exponent = map(int, problem.task.split("^"))
        assert int(problem.answer) == prod([base] * exponent)
        seen.add((base, exponent))
    assert {(5, 2), (2, 3), (12, 2), (10, 3)} <= seen


def test_square_roots(sound: Sound) -> None:
    seen = set()
    for seed in range(200):
        problem = powers.square_root(Random(seed))
        sound(problem)
        (square,) = {int(n) for form in problem.written for n in re.findall(r"\d+", form)}
        assert int(problem.answer) ** 2 == square
        seen.add(square)
    assert len(seen) == 12
