"""Solutions satisfy their equations, checked by putting them in."""

import re
from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from inference.nano import equations
from inference.nano.problem import Maker, Problem

Errors = Callable[[str], list[str]]


def _holds(problem: Problem) -> bool:
    left, right = problem.written[0].split(" = ")
    spaced = re.sub(r"(\d*)([a-z])", lambda m: f"{m[1] or 1} * {problem.answer}", left)
    total, sign = Fraction(0), "+"
    for part in re.split(r" ([+-]) ", spaced):
        if part in "+-":
            sign = part
            continue
        value = _product(part)
        total = total + value if sign == "+" else total - value
    return total == int(right)


def _product(part: str) -> Fraction:
    value, rest = Fraction(1), part.split(" / ")
    for factor in rest[0].split(" * "):
        value *= int(factor)
    return value / int(rest[1]) if len(rest) > 1 else value


@pytest.mark.parametrize(
    "maker",
    [
        equations.add_unknown,
        equations.subtract_unknown,
        equations.multiply_unknown,
        equations.divide_unknown,
        equations.two_steps,
    ],
)
def test_the_solution_satisfies_the_equation(maker: Maker, errors_in: Errors) -> None:
    rng = Random(7)
    for _ in range(400):
        problem = maker(rng)
        assert _holds(problem), problem
        assert errors_in(problem.solution) == []
        assert problem.answer not in problem.wrong


def test_spoken_form_has_no_symbols() -> None:
    rng = Random(8)
    for _ in range(200):
        problem = equations.two_steps(rng)
        assert re.fullmatch(r"[a-z ]+", problem.spoken[0])


def test_conclusion_uses_the_letter_of_the_question() -> None:
    rng = Random(9)
    for _ in range(100):
        problem = equations.multiply_unknown(rng)
        letter = re.sub(r"[^a-z]", "", problem.written[0])
        assert problem.conclusion == f"So {letter} = {problem.answer}."
