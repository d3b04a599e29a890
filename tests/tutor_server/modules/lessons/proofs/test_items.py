"""Every way to get an item wrong is found."""

from dataclasses import replace
from typing import Any

import pytest

from sessions.teaching.lesson import Item, ItemKind
from tests.tutor_server.modules.lessons.items import (
    ONE_ITEM,
    choice,
    expression,
    fraction,
    number,
    python,
    steps,
    text,
)
from tutor_server.modules.lessons.proofs.items import prove_item

HINTS = ("What do you see?", "Look at the beginning.", "A similar one is easier.", "The end.")


def told(item: Item) -> str:
    return "\n".join(prove_item(item))


def with_hints(item: Item, last: str) -> Item:
    return replace(item, hints=(*HINTS[:3], last))


SOUND = (
    ONE_ITEM,
    with_hints(fraction("3/4", wrong={"4/3": "m"}), "So 3/4."),
    with_hints(expression("x = 4", wrong={"x = 5": "m"}), "So x = 4."),
    with_hints(choice("red", "blue", "green", wrong={"blue": "m"}), "It is red."),
    with_hints(steps("2, 3, 1", "eat", "mix", "bake", wrong={"1, 2, 3": "m"}), "2, 3, 1"),
    with_hints(text(("sun",), ("food",), answer="sun food", wrong={"soil": "m"}), "Sun, food."),
)


@pytest.mark.parametrize("item", SOUND, ids=lambda item: item.kind.value)
def test_sound_items_pass(item: Item) -> None:
    assert told(item) == ""


@pytest.mark.slow
def test_a_sound_program_passes() -> None:
    item = python(
        "def f(n):\n    return n + 1", ("f(1)", "2"), starter="def f(n):\n    pass",
        wrong={"def f(n):\n    return n": "m"},
    )  # fmt: skip
    assert told(with_hints(item, "Write `def f(n): return n + 1`.")) == ""


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"question": ""}, "`question` is empty"),
        ({"question": "Is it? Or not?"}, "asks more than one thing"),
        ({"question": "What is 12?"}, "the only number of `question` is the answer"),
        ({"choices": ("a",)}, "`choices` does not belong to an item of kind number"),
        ({"keys": (("a",),)}, "`keys` does not belong"),
        ({"starter": "x"}, "`starter` does not belong"),
        ({"tolerance": -1.0}, "`tolerance` must not be negative"),
        ({"answer": "a dozen"}, "`answer` 'a dozen' is not one number"),
        ({"wrong": ()}, "at least one wrong answer is needed"),
        ({"hints": HINTS[:3]}, "exactly 4 hints are needed"),
        ({"hints": ("", *HINTS[:3])}, "hint 1 is empty"),
        ({"hints": (HINTS[0], "Is it? Or not?", *HINTS[2:])}, "hint 2 asks more than one thing"),
        ({"hints": ("It is 12.", *ONE_ITEM.hints[1:])}, "hint 1 gives the answer away"),
        ({"hints": (*ONE_ITEM.hints[:2], "twelve", "12")}, "hint 3 gives the answer away"),
        ({"hints": HINTS}, "the last hint does not hold the answer '12'"),
        ({"tolerance": 5.0}, "the wrong answer '7' is accepted as right"),
    ],
)
def test_faults_of_a_number(more: dict[str, Any], what: str) -> None:
    assert what in told(replace(ONE_ITEM, **more))


@pytest.mark.parametrize(
    ("item", "what"),
    [
        (fraction("6/8", "lowest", wrong={"1/2": "m"}), "the checker refuses the key '6/8'"),
        (fraction("3/4", "smallest", wrong={"1/2": "m"}), "`form` must be one of"),
        (fraction("3/4", wrong={"6/8": "m"}), "the wrong answer '6/8' is accepted as right"),
        (expression("x = ", wrong={"x = 1": "m"}), "`answer` 'x = ' cannot be read as algebra"),
        (expression("x = 4", wrong={"4 +": "m"}), "the wrong answer '4 +' cannot be read"),
        (expression("2*x", wrong={"x + x": "m"}), "'x + x' is accepted as right"),
        (expression("2*x + 2", wrong={"2*x": "m"}, question="Multiply out 2(x + 1)."),
         "the answer stands in `question`; a `form` may be missing"),
        (expression("2*(x+1)", "expanded", wrong={"x": "m"}), "not in the form 'expanded'"),
        (choice("red", "blue", wrong={"blue": "m"}), "3 or 4 choices are needed; there are 2"),
        (choice("red", "blue", "blue", wrong={"blue": "m"}), "two choices are the same"),
        (choice("red", "blue", "green", wrong={"pink": "m"}), "'pink' is not exactly one of"),
        (choice("red", "blue", "green", wrong={"red": "m"}), "'red' is the right choice"),
        (replace(choice("red", "blue", "green", wrong={"blue": "m"}), answer="Red"),
         "`answer` 'Red' is not exactly one of the choices"),
        (steps("2, 1", "a", "b", wrong={"1, 2": "m"}), "3 to 6 steps are needed"),
        (steps("1, 2, 3", "a", "b", "c", wrong={"2, 1, 3": "m"}), "shuffle them"),
        (steps("2, 3", "a", "b", "c", wrong={"2, 1, 3": "m"}), "each number from 1 to 3"),
        (steps("2, 3, 1", "a", "A!", "c", wrong={"2, 1, 3": "m"}), "two steps are the same"),
        (steps("2, 3, 1", "a", "b?", "c", wrong={"2, 1, 3": "m"}), "a step must not ask"),
        (text(wrong={"soil": "m"}), "1 to 4 groups of `keys` are needed"),
        (text((), answer="x", wrong={"soil": "m"}), "group 1 of `keys` is empty"),
        (text(("Sun",), answer="sun", wrong={"soil": "m"}), "the key 'Sun' must be lower-case"),
        (text(("sun",), answer="the moon", wrong={"soil": "m"}), "missing: sun"),
        (text(("sun",), answer="sun", wrong={"sunny soil": "m"}), "'sunny soil' is accepted"),
        (text(("sun",), answer="sun", wrong={"what is it": "m"}), "is not understood"),
        (number("12", wrong={"7": "a", "7.0": "b"}), "maps to the misconception a, not to b"),
        (python("x = 1", wrong={"x = 2": "m"}), "at least one test is needed"),
    ],
)  # fmt: skip
def test_faults_of_each_kind(item: Item, what: str) -> None:
    assert what in told(replace(item, hints=HINTS))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("item", "what"),
    [
        (python("x = 1", ("x", "2")), "the solution fails: `x` is '1', not '2'"),
        (python("print(1)", ("", "2")), "the solution fails: what is printed is '1\\n', not '2'"),
        (python("x = ", ("x", "2")), "the solution fails: SyntaxError"),
        (
            python("x = 1", ("x", "1"), starter="x = 1"),
            "the starter code passes the tests already",
        ),
    ],
)
def test_faults_of_programs(item: Item, what: str) -> None:
    sound = replace(item, hints=HINTS, wrong=ONE_ITEM.wrong[:1])
    assert sound.kind is ItemKind.PYTHON
    assert what in told(sound)
