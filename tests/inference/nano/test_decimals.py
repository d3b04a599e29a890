"""Decimals: exact answers, true columns, no traces of floating point."""

import re
from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from inference.nano import decimals
from inference.nano.problem import Maker, Problem

Sound = Callable[[Problem], None]
Worth = Callable[[str], Fraction]


@pytest.mark.parametrize(
    "maker", [decimals.decimal_add, decimals.decimal_subtract, decimals.decimal_times]
)
def test_answers_are_exact(maker: Maker, sound: Sound, worth: Worth) -> None:
    for seed in range(400):
        problem = maker(Random(seed))
        sound(problem)
        assert worth(problem.task) == Fraction(problem.answer) >= 0
        assert not re.search(r"\.\d*0$", problem.answer)
        assert problem.conclusion == f"So {problem.task} = {problem.answer}."


def test_a_typed_form_without_a_zero_is_the_same_sum(worth: Worth) -> None:
    for seed in range(200):
        problem = decimals.decimal_add(Random(seed))
        for form in problem.written:
            if "plus" not in form:
                full = re.sub(r"(?<!\d)\.", "0.", form).replace("+", " + ")
                assert worth(full) == Fraction(problem.answer), form


def test_children_glue_the_digits_after_the_point() -> None:
    assert decimals.glued("0.5", "0.25", 1) == "0.30"
    assert decimals.glued("3.4", "0.25", -1) == "3.21"
    found = [decimals.decimal_add(Random(seed)) for seed in range(100)]
    pairs = [(p, p.task.split(" + ")) for p in found]
    assert sum(decimals.glued(a, b, 1) in p.wrong for p, (a, b) in pairs) > 30


def test_the_bigger_decimal_wins(sound: Sound) -> None:
    equal = 0
    for seed in range(600):
        problem = decimals.decimal_compare(Random(seed))
        sound(problem)
        first, second = problem.written[0].split(" or ")
        if Fraction(first) == Fraction(second):
            equal += 1
            assert problem.answer == "equal"
            assert problem.conclusion == f"So {first} and {second} are equal."
            assert "All the digits are the same." in problem.steps
        else:
            small, big = sorted((first, second), key=Fraction)
            assert (problem.answer, problem.wrong) == (big, (small,))
            assert problem.conclusion == f"So {big} is bigger than {small}."
            more = re.search(r"(\d) is more than (\d)\.", problem.steps)
            assert more
            assert more[1] > more[2]
    assert equal > 5
