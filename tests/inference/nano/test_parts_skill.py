"""Simplify, equivalent, compare, of a number, multiply, meaning: computed again."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from inference.nano import parts_skill as skill
from inference.nano.problem import Maker

Errors = Callable[[str], list[str]]


@pytest.mark.parametrize(
    "maker",
    [
        skill.simplify,
        skill.equivalent,
        skill.compare,
        skill.of_number,
        skill.multiply_fractions,
        skill.meaning,
    ],
)
def test_every_step_holds(maker: Maker, errors_in: Errors) -> None:
    rng = Random(3)
    for _ in range(400):
        problem = maker(rng)
        assert errors_in(problem.solution) == []
        assert problem.answer not in problem.wrong


def test_simplified_fractions_are_in_lowest_terms() -> None:
    rng = Random(4)
    for _ in range(300):
        problem = skill.simplify(rng)
        assert str(Fraction(problem.written[0])) == problem.answer


def test_comparison_names_the_larger() -> None:
    rng = Random(5)
    for _ in range(300):
        problem = skill.compare(rng)
        a, b = map(Fraction, problem.written[0].split(" or "))
        if a == b:
            assert problem.conclusion.endswith("are equal.")
        else:
            assert Fraction(problem.answer) == max(a, b)
            assert problem.conclusion.startswith(f"So {problem.answer} is bigger")


def test_equivalent_fills_the_gap() -> None:
    rng = Random(6)
    for _ in range(300):
        problem = skill.equivalent(rng)
        known, gap = problem.written[0].split(" = ?/")
        assert Fraction(known) == Fraction(problem.answer)
        assert problem.answer.endswith(f"/{gap}")


def test_meaning_counts_parts() -> None:
    problem = skill.meaning(Random(1))
    top, bottom = problem.answer.split("/")
    assert f"{top} out of {bottom} equal parts" in problem.conclusion
