"""Whether a text gives the answer away."""

import pytest

from sessions.teaching.lesson import Item
from tests.tutor_server.modules.lessons.items import (
    choice,
    expression,
    fraction,
    number,
    python,
    steps,
    text,
)
from tutor_server.modules.lessons.proofs.leaks import code_in, leaks

DOUBLE = python("def double(n):\n    return 2 * n", ("double(4)", "8"))


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (number("12"), "It is 12."), (number("12"), "Three fours make twelve."),
        (number("0.5"), "Take one half."), (number("1200"), "That is 1,200 in all."),
        (number("-3"), "So you land on -3."), (fraction("3/4"), "So it is 6/8."),
        (fraction("3/4"), "three quarters of it"), (fraction("1/2"), "half of the cake"),
        (fraction("3/2"), "That is 1 1/2."), (expression("x = 4"), "So 4 = x."),
        (expression("3*x + 2"), "You get 2 + 3x."), (choice("The red one", "Blue", "It is green"),
        "It can only be the red one!"), (steps("2, 3, 1", "a", "b", "c"), "The order is b, c, a."),
        (steps("2, 3, 1", "eat", "mix", "bake"), "In sixths 5/6 and 3/6: the order is 2, 3, 1."),
        (steps("2, 3, 1", "eat it", "mix it", "bake it"), "Mix it, then bake it, then eat it."),
        (text(("sun",), ("food",)), "The sun helps to make food."),
    ],
)  # fmt: skip
def test_told(item: Item, said: str) -> None:
    assert leaks(item, said)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (number("12"), "Count the bags: 3 of them, with 4 apples each."),
        (number("12"), "In 12x the x is a letter."), (number("3"), "x^3 is a power."),
        (number("1"), "One of them is left, this one."), (number("-3"), "Go 3 steps."),
        (fraction("3/4"), "How many of the 4 pieces?"), (fraction("1/2"), "the second half-hour"),
        (expression("x = 4"), "Subtract 4 from both sides."),
        (expression("2*x + 2", "expanded"), "Look at 2(x + 1)."),
        (choice("The red one", "Blue", "It is green"), "Which one has the color of fire?"),
        (steps("2, 3, 1", "eat", "mix", "bake"), "What comes first? Is it step 1 or step 3?"),
        (text(("sun",), ("food",)), "What does the sun do?"),
    ],
)  # fmt: skip
def test_not_told(item: Item, said: str) -> None:
    # "half-hour" says a half; the others must stay quiet.
    assert leaks(item, said) is ("half-hour" in said)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Write `def double(n): return 2 * n`.", True),
        ("Write\n```python\ndef double(n):\n    return n + n\n```", True),
        ("def double(n):\n  return 2 * n", True),
        ("Begin with `def double(n):` and think.", False),
        ("`def triple(n): return 3 * n` is like it.", False),
        ("Multiply, then return.", False),
    ],
)
def test_programs(said: str, told: bool) -> None:
    assert leaks(DOUBLE, said) is told


def test_code_stands_in_backticks() -> None:
    said = "Use `x` or\n```python\ny = 1\nz = 2\n```\nand ```w```."
    assert code_in(said) == ("x", "y = 1\nz = 2", "w")
