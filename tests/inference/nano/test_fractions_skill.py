"""Fraction sums, computed again with exact fractions."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from inference.nano import fractions_skill as skill
from inference.nano.problem import Maker

Errors = Callable[[str], list[str]]


@pytest.mark.parametrize(
    "maker", [skill.add_unlike, skill.subtract_unlike, skill.add_like, skill.subtract_like]
)
def test_every_step_holds(maker: Maker, errors_in: Errors) -> None:
    rng = Random(2)
    for _ in range(500):
        problem = maker(rng)
        assert errors_in(problem.solution) == []
        assert problem.value is not None
        assert problem.value >= 0
        assert Fraction(problem.answer) == problem.value
        assert all(Fraction(wrong) != problem.value for wrong in problem.wrong)
        assert all(Fraction(same) == problem.value for same in problem.also_right)


def test_unlike_bottoms() -> None:
    assert skill.combine((1, 2), (1, 4), "+", Random(0)).solution == (
        "Let's do 1/2 + 1/4. Make the bottom numbers the same, 4: 1/2 = 2/4. "
        "Now 2/4 + 1/4 = 3/4. So 1/2 + 1/4 = 3/4."
    )


def test_an_improper_result_is_also_given_as_whole_and_part() -> None:
    problem = skill.combine((2, 3), (3, 4), "+", Random(0))
    assert problem.conclusion == "So 2/3 + 3/4 = 17/12, which is 1 5/12."


def test_a_reducible_result_is_reduced_in_the_open() -> None:
    problem = skill.combine((1, 6), (1, 3), "+", Random(0))
    assert "Divide top and bottom by 3: 3/6 = 1/2." in problem.solution
    assert problem.also_right == ("3/6",)


def test_a_result_of_one_whole() -> None:
    problem = skill.combine((1, 2), (1, 2), "+", Random(0))
    assert problem.solution.endswith("2/2 is 1 whole. So 1/2 + 1/2 = 1.")


def test_nothing_left() -> None:
    problem = skill.combine((2, 3), (2, 3), "-", Random(0))
    assert problem.solution.endswith("Nothing is left. So 2/3 - 2/3 = 0.")
    assert problem.also_right == ()


def test_whole_number_minus_fraction() -> None:
    problem = skill.combine((1, 1), (1, 4), "-", Random(0))
    assert problem.conclusion == "So 1 - 1/4 = 3/4."


def test_adding_tops_and_bottoms_is_among_the_wrong_answers() -> None:
    assert "2/6" in skill.combine((1, 2), (1, 4), "+", Random(0)).wrong
