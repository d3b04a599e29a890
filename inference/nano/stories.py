"""Short word problems around whole-number sums.

Knows names, things and the story wordings; the sums come from whole.py.
"""

from dataclasses import replace
from random import Random

from inference.nano import whole
from inference.nano.phrases import pick
from inference.nano.problem import Problem
from inference.nano.split import Split

_WHO = "Anna Ben Maria Tom Lena Omar Mia Leo Sara Ali Zoe Sam Nina Max Ravi Ella Juan Kim"
_NAMES = tuple(_WHO.split(" "))
_WHAT = "apples pencils books marbles cookies stickers coins cards shells flowers pens balls"
_THINGS = tuple(_WHAT.split(" "))


def _numbers(kind: str, rng: Random) -> Problem:
    if kind == "add":
        return whole.sum_of(rng.randint(2, 60), rng.randint(2, 40), rng)
    if kind == "subtract":
        a = rng.randint(5, 90)
        return whole.difference_of(a, rng.randint(1, a), rng)
    a, b = rng.randint(2, 12), rng.randint(2, 12)
    return whole.product_of(a, b, rng) if kind == "multiply" else whole.quotient_of(a * b, b, rng)


def story(rng: Random, split: Split) -> Problem:
    """Make a word problem; the wording, and the numbers beyond small facts, obey the split."""
    kind = rng.choice(("add", "subtract", "multiply", "divide"))
    problem = _numbers(kind, rng)
    a, b = problem.key.split()[1:]
    if kind in {"add", "multiply"}:
        a, b = problem.written[0].replace("+", " ").replace("×", " ").split()
    text = pick(f"stories.{kind}", rng, split).format(
        a=a, b=b, n=rng.choice(_NAMES), t=rng.choice(_THINGS)
    )
    return replace(
        problem, skill="story", key=f"story {problem.key}", group="story",
        written=(text,), spoken=(), value=None,
    )  # fmt: skip
