"""Whether an expression is written as it was asked for."""

import pytest

from tutor_server.modules.lessons.checkers.forms import has_form
from tutor_server.modules.lessons.checkers.terms import Relation, parse


def formed(text: str, form: str) -> bool:
    term = parse(text)
    assert not isinstance(term, Relation)
    return has_form(term, form)


@pytest.mark.parametrize(
    "text",
    ["3x + 2", "x^2 - 2x + 1", "-x + 3", "x/2 + 1/2", "3x*y", "2/3x", "x*x + 1", "7", "-4n",
     "x(y)", "5", "1/2"],
)  # fmt: skip
def test_expanded(text: str) -> None:
    assert formed(text, "expanded")


@pytest.mark.parametrize(
    "text",
    ["2(x+1)", "(x+1)^2", "2x + 3x", "3 + 4", "2*3*x", "-(x + 1)", "x + 1 + x", "(x+1)/2",
     "x(x + 1)", "1/x", "sqrt(x)"],
)  # fmt: skip
def test_not_expanded(text: str) -> None:
    assert not formed(text, "expanded")


@pytest.mark.parametrize(
    "text", ["6(x+2)", "x(x+2)", "(x+1)^2", "(x+1)(x-1)", "-3(x - 1)", "2x(x + 3)", "(x+1)(x+1)"]
)
def test_factored(text: str) -> None:
    assert formed(text, "factored")


@pytest.mark.parametrize(
    "text", ["6x + 12", "2(3x+6)", "x^2 - 1", "(x^2-1)*2", "6x", "(x + 2)", "2(x^2 + 2x)"]
)
def test_not_factored(text: str) -> None:
    assert not formed(text, "factored")


def test_no_form_takes_everything() -> None:
    assert formed("2(x+1) + x", "")
