"""Short word problems around whole-number sums.

Knows names, things and the story wordings; the sums come from whole.py.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from types import MappingProxyType

from inference.nano import whole
from inference.nano.phrases import is_group, pick
from inference.nano.problem import Problem
from inference.nano.scenery import strange, strange_thing
from inference.nano.split import Split
from inference.nano.unknown import invented_word

_WHO = (
    "Anna Ben Maria Tom Lena Omar Mia Leo Sara Ali Zoe Sam Nina Max Ravi Ella Juan Kim Ida Noor "
    "Paul Emma Finn Lily Amir Rosa Hugo Tara Jonas Mei"
)
_OTHERS = ("my sister", "my friend", "our teacher", "the baker", "a girl", "a boy", "grandpa")
_NAMES = (*_WHO.split(" "), *_OTHERS)
_WHAT = (
    "apples pencils books marbles cookies stickers coins cards shells flowers pens balls eggs "
    "toys stones cakes stamps photos seeds oranges beads buttons leaves ribbons crayons chairs "
    "birds fish sweets rings cups plates trees nuts pears plums hats socks bottles tickets ducks"
)
_THINGS = tuple(_WHAT.split(" "))


STRANGE_THINGS = 0.25
STRANGE_NAMES = 0.15
"""So many stories of the training are about things and people that do not exist."""
HALVES_SHARE = 0.6
"""So many of the stories are put together from two halves."""

SETTINGS: Mapping[str, float] = MappingProxyType({"": 4, "_money": 2, "_other": 3})
"""Endings of the groups of halves, and how often each comes: things that are counted, money, and
the rest (lengths, ages, points, people), whose halves name no things."""


def told_group(kind: str, rng: Random) -> str:
    """Draw a group of halves of a kind; a told half goes with every asked half of its group."""
    groups = {f"{kind}{ending}": share for ending, share in SETTINGS.items()}
    usable = {g: share for g, share in groups.items() if is_group(f"told.{g}")}
    return rng.choices(tuple(usable), tuple(usable.values()))[0]


def halves(group: str, rng: Random, split: Split) -> str:
    """Put a story together from what is told and what is asked."""
    joint = rng.choice((". ", ". ", ". ", ", ", " "))
    return joint.join(pick(f"{half}.{group}", rng, split) for half in ("told", "asked"))


def filled(wording: str, numbers: Mapping[str, object], rng: Random, split: Split) -> str:
    """Fill the numbers, a name and some things into a wording; strange ones only in training."""
    name, things = rng.choice(_NAMES), rng.choice(_THINGS)
    if split is Split.TRAIN:
        wording = strange(wording, rng)
        if rng.random() < STRANGE_THINGS:
            things = strange_thing(rng)
        if rng.random() < STRANGE_NAMES:
            name = invented_word(rng).title()
    return wording.format(**numbers, n=name, t=things)


def _numbers(kind: str, rng: Random) -> Problem:
    if kind == "add":
        return whole.sum_of(rng.randint(2, 60), rng.randint(2, 40), rng)
    if kind in {"subtract", "compare"}:
        a = rng.randint(5, 90)
        return whole.difference_of(a, rng.randint(1, a), rng)
    a, b = rng.randint(2, 12), rng.randint(2, 12)
    return whole.product_of(a, b, rng) if kind == "multiply" else whole.quotient_of(a * b, b, rng)


def _sum_in(problem: Problem) -> str:
    """The sum in digits: the reply begins with it, even where the sum alone is known by heart."""
    return problem.conclusion.removeprefix("So ").split(" = ")[0]


def _wording(kind: str, rng: Random, split: Split) -> str:
    if rng.random() < HALVES_SHARE:
        return halves(told_group(kind, rng), rng, split)
    return pick(f"stories.{kind}", rng, split)


def story(rng: Random, split: Split) -> Problem:
    """Make a word problem; the wording, and the numbers beyond small facts, obey the split."""
    kind = rng.choices(("add", "subtract", "compare", "multiply", "divide"), (4, 4, 1, 4, 4))[0]
    problem = _numbers(kind, rng)
    a, b = problem.key.split()[1:]
    if kind in {"add", "multiply"}:
        a, b = problem.written[0].replace("+", " ").replace("×", " ").split()
    text = filled(_wording(kind, rng, split), {"a": a, "b": b}, rng, split)
    return replace(
        problem, skill="story", key=f"story {problem.key}", group="story",
        written=(text,), spoken=(), value=None, task=_sum_in(problem),
    )  # fmt: skip
