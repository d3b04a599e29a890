"""Answers about letters and numbers below zero, worked out again from the question by sympy."""

import re
from itertools import pairwise

import pytest
import sympy

from tests.tutor_server.modules.lessons.generators.asked import drawn


def read(text: str) -> sympy.Expr:
    """The question's own algebra; these texts are ours."""
    text = text.replace("×", "*").replace("−", "-")
    return sympy.sympify(re.sub(r"(?<=[\dxnymtk)])(?=[a-z(])", "*", text))


@pytest.mark.parametrize("name", ["integer_add", "integer_multiply"])
def test_integers(name: str) -> None:
    for item in drawn(name):
        asked = re.fullmatch(r"Work out (.+)\.", item.question)
        assert asked is not None
        assert read(asked[1]) == int(item.answer)


def test_values_of_expressions() -> None:
    for item in drawn("evaluate_expression"):
        asked = re.fullmatch(r"What is the value of (.+) for (.) = (\d+)\?", item.question)
        assert asked is not None
        assert read(asked[1]).subs(sympy.Symbol(asked[2]), int(asked[3])) == int(item.answer)


@pytest.mark.parametrize("name", ["like_terms", "distribute"])
def test_equivalent_expressions(name: str) -> None:
    for item in drawn(name):
        asked = re.fullmatch(r"(?:Simplify|Multiply out:) (.+)\.", item.question)
        assert asked is not None
        assert sympy.expand(read(asked[1]) - read(item.answer)) == 0
        for wrong in item.wrong:
            assert sympy.expand(read(asked[1]) - read(wrong.answer)) != 0


@pytest.mark.parametrize(
    "name", ["equation_one_step", "equation_two_steps", "inequality_one_step"]
)
def test_solutions(name: str) -> None:
    for item in drawn(name):
        asked = re.fullmatch(r"Solve (.+) ([=<>]) (-?\d+) for (.)\.", item.question)
        assert asked is not None
        letter, sign, bound = item.answer.split()
        assert (letter, sign) == (asked[4], asked[2])
        difference = read(asked[1]) - int(asked[3])
        symbol = sympy.Symbol(letter)
        assert difference.subs(symbol, int(bound)) == 0
        # Every factor is positive, so the sign never turns.
        assert difference.coeff(symbol) > 0


def test_sequences() -> None:
    for item in drawn("sequence_next"):
        shown = [int(number) for number in re.findall(r"-?\d+", item.question)]
        steps = {b - a for a, b in pairwise(shown)}
        assert len(steps) == 1
        assert int(item.answer) == shown[-1] + steps.pop()
