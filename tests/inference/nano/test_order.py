"""The order of operations, worked out by another reader."""

import re
from collections.abc import Callable
from fractions import Fraction
from random import Random

from inference.nano.order import order
from inference.nano.problem import Problem


def test_results(sound: Callable[[Problem], None], worth: Callable[[str], Fraction]) -> None:
    kinds = set()
    for seed in range(500):
        problem = order(Random(seed))
        sound(problem)
        assert worth(problem.task) == Fraction(problem.answer) >= 0
        kinds.add("".join(c for c in problem.task if c in "+-×÷()"))
    assert {"+×", "-×", "×+", "×-", "-÷", "(+)×", "×(-)", "(+)÷", "×+×", "-+", "÷×"} <= kinds


def test_left_to_right_is_among_the_wrong_answers() -> None:
    checked = 0
    for seed in range(200):
        problem = order(Random(seed))
        found = re.fullmatch(r"(\d+) \+ (\d+) × (\d+)", problem.task)
        if found:
            a, b, c = map(int, found.groups())
            assert str((a + b) * c) in problem.wrong
            checked += 1
    assert checked > 10
