"""Two digits times two digits: the parts make the product."""

from collections.abc import Callable
from random import Random

from inference.nano.long_multiplication import long_steps, multiply_long
from inference.nano.problem import Problem

Errors = Callable[[str], list[str]]


def test_products(sound: Callable[[Problem], None]) -> None:
    for seed in range(300):
        problem = multiply_long(Random(seed))
        sound(problem)
        a, b = map(int, problem.task.split(" × "))
        assert int(problem.answer) == sum([a] * b)


def test_every_step_is_true_and_the_columns_spell_the_product(errors_in: Errors) -> None:
    for a in range(13, 100, 3):
        for b in range(13, 100, 4):
            steps = long_steps(a, b)
            assert errors_in(steps) == []
            if "Ones: " in steps:
                columns = steps[steps.index("Ones: ") :].replace(", carry 1", "").split(". ")
                results = [line.rstrip(".").split(" = ")[1] for line in columns]
                digits = [r[-1] for r in results[:-1]] + [results[-1]]
                assert int("".join(reversed(digits))) == a * b
