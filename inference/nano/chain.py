"""Goes on from an answer: "and plus one more quarter?".

Knows how a next sum starts from the last answer; knows nothing about conversations.
"""

from fractions import Fraction
from random import Random

from inference.nano import whole
from inference.nano.fractions_skill import Pair, combine, draw_pair, say, show
from inference.nano.problem import Problem
from inference.nano.split import Split, split_of

_FRAMES = (
    "and plus {b}", "plus {b}", "now add {b}", "and add {b}", "and {b} more",
    "what if i add {b} more", "and what is that plus {b}", "then plus {b}",
    "add {b} to that", "and if you add {b}", "+ {b}",
    "and what if i add {b}", "what is that plus {b}", "and now plus {b}", "ok and plus {b}",
    "and then {b} more", "what about {b} more", "now {b} more", "add another {b}",
    "and another {b}", "can you add {b} to that", "now put {b} on top",
    "what do i get if i add {b}", "and how much is it with {b} more", "that plus {b}",
    "so what is it plus {b}", "if {b} more is added, what is it", "and with {b} added",
    "take that and add {b}", "go on, add {b}", "now what is it if you add {b}",
    "add {b} more", "what happens when i add {b}", "your answer plus {b}",
    "and {b} added to it", "and add {b} to the answer",
)  # fmt: skip

_ONE_MORE = (
    "and plus {b}", "plus {b}", "and {b}", "now add {b}", "add {b}", "what about {b}",
    "and what is that plus {b}", "what if i add {b}", "can you add {b}", "and then {b}",
)  # fmt: skip
"""Frames for "one more quarter", which is said of a single part or thing."""

_TRIES = 60


def _addend(value: Fraction, rng: Random) -> Pair:
    if value.denominator == 1 and (value > 10 or rng.random() < 0.7):
        return rng.randint(1, 20), 1
    if 1 < value.denominator <= 12 and rng.random() < 0.6:
        return rng.randint(1, value.denominator - 1), value.denominator
    return draw_pair(rng)


def _sum(value: Fraction, addend: Pair, rng: Random) -> Problem:
    if value.denominator == 1 and addend[1] == 1:
        return whole.sum_of(value.numerator, addend[0], rng)
    return combine((value.numerator, value.denominator), addend, "+", rng)


def plus_more(
    value: Fraction, rng: Random, split: Split
) -> tuple[Problem, tuple[str, ...]] | None:
    """Add to an answer: return the new problem and ways to ask for it.

    None when no addend puts the sum on the wanted side of the hold-out.
    """
    for _ in range(_TRIES):
        addend = _addend(value, rng)
        problem = _sum(value, addend, rng)
        if problem.by_heart or split_of(problem.key) is split:
            return problem, _ways(addend, rng)
    return None


def _ways(addend: Pair, rng: Random) -> tuple[str, ...]:
    said = say(addend, rng)
    ways = tuple(f.format(b=rng.choice((said, show(addend)))) for f in _FRAMES)
    if said.startswith("one "):
        more = said.replace("one ", "one more ", 1)
        ways += tuple(frame.format(b=more) for frame in _ONE_MORE)
    return ways
