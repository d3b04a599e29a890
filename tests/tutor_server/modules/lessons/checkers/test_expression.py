"""Answers that are algebra, typed and spoken."""

import pytest

from tests.tutor_server.modules.lessons.items import expression
from tutor_server.modules.lessons.checkers.expression import check, key_of, means_the_same


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("3*x + 2", "3x+2"), ("3*x + 2", "2 + 3x"), ("3*x + 2", "three x plus two"),
        ("3*x + 2", "I think it's 3x + 2"), ("3*x + 2", "is it 3x + 2?"), ("x = 4", "x=4"),
        ("x = 4", "4 = x"), ("x = 4", "x equals four"), ("x = 4", "so x is four because 2x is 8"),
        ("x = 4", "2x = 8, so x = 4"), ("x = 4", "2x = 8 → x = 4"), ("x = 4", "X = 4"),
        ("x = 4", "4"), ("x^2 + 2*x", "x² + 2x"), ("x > 3", "x is greater than 3"),
        ("l*w", "lw"), ("12", "3 x 4"), ("A*a", "A × a"), ("x/2", r"\frac{x}{2}"), ("x/2", "½x"),
    ],
)  # fmt: skip
def test_right(key: str, text: str) -> None:
    assert check(expression(key), text).correct


@pytest.mark.parametrize(
    ("key", "text", "flags"),
    [("3*x + 2", "3x - 2", set()), ("x = 4", "x = -4", {"sign"}), ("x > 3", "x < 3", {"order"}),
     ("a - b", "b - a", {"sign"}), ("A*a", "A*A", set())],
)  # fmt: skip
def test_wrong(key: str, text: str, flags: set[str]) -> None:
    outcome = check(expression(key), text)
    assert (outcome.correct, outcome.attempt, outcome.equivalent) == (False, True, False)
    assert outcome.flags == flags


def test_forms_and_unsolved_equations_are_equivalent() -> None:
    for key, form, text in (("2*x + 2", "expanded", "2(x+1)"), ("x = 4", "", "2x = 8")):
        outcome = check(expression(key, form), text)
        assert (outcome.correct, outcome.attempt, outcome.equivalent) == (False, True, True)


@pytest.mark.parametrize(
    "text",
    ["what does x mean?", "I don't know", "", "help", "9**9**9", "((((", "x" * 5_000,
     "__import__('os').system('ls')", "the letter"],
)  # fmt: skip
def test_no_attempt(text: str) -> None:
    assert not check(expression("3*x + 2"), text).attempt


@pytest.mark.parametrize("text", ["x = 4 or x = 5", "3x + 2 or 3x - 2"])
def test_several(text: str) -> None:
    assert check(expression("x = 4"), text).flags == {"several"}


def test_misconceptions() -> None:
    item = expression("x = 4", wrong={"x = 16": "adds", "x = 8": "one-side"})
    assert check(item, "16 = x").misconception == "adds"
    assert check(item, "8").misconception == "one-side"
    assert check(item, "x = 5").misconception == ""


def test_keys() -> None:
    assert key_of("x = 4") is not None
    assert key_of("x = ") is None
    assert not check(expression("x = "), "4").attempt


@pytest.mark.parametrize(
    ("key", "form", "text", "told"),
    [
        ("x = 12", "", "Subtract 9, so x = 12.", True),
        ("x = 12", "", "Take 12 away from something.", False),
        ("x = 12", "", "2x is 24", False),
        ("5*x + 3", "", "Together that makes 3 + 5x.", True),
        ("5*x + 3", "", "Put the x terms together.", False),
        ("2*x + 2", "expanded", "How often is x + 1 there in 2(x + 1)?", False),
        ("2*x + 2", "expanded", "It becomes 2x + 2.", True),
        ("x = ", "", "x = 1", False),
    ],
)
def test_what_gives_the_answer_away(key: str, form: str, text: str, told: bool) -> None:
    assert means_the_same(text, expression(key, form)) is told
