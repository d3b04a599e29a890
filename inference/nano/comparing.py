"""Which number is bigger, whether one is, and several put in order.

Knows whole numbers digit by digit; fractions and decimals are compared where they are at home.
"""

from dataclasses import replace
from random import Random

from inference.nano.decimals import decimal_compare
from inference.nano.numerals import spell
from inference.nano.parts_skill import compare
from inference.nano.problem import Problem

_PLACES = {1: "ones", 2: "tens", 3: "hundreds"}
_WAYS = ("is {} bigger than {}", "is {} more than {}", "is {} smaller than {}",
         "is {} less than {}", "is {} greater than {}", "is {} larger than {}")  # fmt: skip


def compare_whole(rng: Random) -> Problem:
    """Make two whole numbers up to three digits to compare."""
    length = rng.choice((1, 2, 2, 3, 3))
    a = rng.randint(10 ** (length - 1), 10**length - 1)
    b = rng.choice((rng.randint(1, 10**length - 1), int(str(a)[::-1]), max(1, a - 1)))
    if a == b:
        b = a + 1
    a, b = rng.sample((a, b), 2)
    big, small = max(a, b), min(a, b)
    if len(str(a)) != len(str(b)):
        steps = f"{big} has more digits than {small}."
    else:
        place = next(n for n, (x, y) in enumerate(zip(str(a), str(b), strict=True)) if x != y)
        name = _PLACES[len(str(a)) - place]
        steps = f"Look at the {name}: {str(big)[place]} is more than {str(small)[place]}."
    return Problem(
        skill="compare_whole",
        key=f"compare_whole {small} {big}",
        group="which",
        written=(f"{a} or {b}",),
        spoken=(f"{spell(a)} or {spell(b)}",),
        task=f"{a} and {b}",
        verb="compare",
        steps=steps,
        conclusion=f"So {big} is bigger than {small}.",
        answer=str(big),
        why="The places on the left count the most, so we compare from the left.",
        simpler=f"Let's make it easier. Count up from {small}, and you come to {big} later. "
        f"So {big} is bigger than {small}.",
        wrong=(str(small),),
    )


def is_bigger(rng: Random) -> Problem:
    """Ask whether one number is bigger or smaller than another: whole, fraction or decimal."""
    compared = rng.choice((compare_whole, compare, decimal_compare))(rng)
    way = rng.choice(_WAYS)
    return replace(
        compared,
        skill="is_bigger",
        key=f"is_bigger {compared.key}",
        group="question",
        written=(way.format(*compared.written[0].split(" or ")),),
        spoken=(way.format(*compared.spoken[0].split(" or ")),),
    )


def sort_numbers(rng: Random) -> Problem:
    """Ask for three or four whole numbers in order, the smallest first."""
    most = rng.choice((10, 20, 99, 99, 999))
    numbers = rng.sample(range(1, most + 1), rng.choice((3, 3, 4)))
    row = sorted(numbers)
    shown = ", ".join(map(str, numbers))
    ended = f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    ways = ("put {} in order", "put {} in order from smallest to largest", "sort {}", "order {}",
            "arrange {} from smallest to biggest", "what is the right order of {}")  # fmt: skip
    said = " ".join(map(spell, numbers[:-1])) + f" and {spell(numbers[-1])}"
    steps = [f"The smallest is {row[0]}.", *(f"Then comes {n}." for n in row[1:-1])]
    answer = ", ".join(map(str, row))
    return Problem(
        skill="sort_numbers",
        key=f"sort_numbers {answer}",
        group="question",
        written=tuple(way.format(text) for way in ways for text in (shown, ended)),
        spoken=tuple(way.format(said) for way in ways) if max(numbers) <= 20 else (),
        task=ended,
        verb="sort",
        steps=f"{' '.join(steps)} The biggest is {row[-1]}.",
        conclusion=f"So in order they are {answer}.",
        answer=answer,
        why="Look for the smallest number first, take it away, and look for the smallest of the "
        "others.",
        simpler=f"Let's make it easier. Put the numbers on a line. From left to right you read "
        f"{answer}.",
    )
