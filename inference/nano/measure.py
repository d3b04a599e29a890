"""Rectangles and squares: the area and the perimeter, with or without units.

Knows two rules and their steps; knows no wording of questions.
"""

from fractions import Fraction
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import UNITS, spell
from inference.nano.problem import Problem
from inference.nano.whole import BY_HEART

_RECTANGLE = (
    "the {what} of a rectangle {a} by {b}",
    "the {what} of a {a} by {b} rectangle",
    "the {what} of a rectangle with sides {a} and {b}",
    "the {what} of a rectangle that is {a} long and {b} wide",
)
_SQUARE = (
    "the {what} of a square with sides of {a}",
    "the {what} of a square with side {a}",
    "the {what} of a {a} by {a} square",
)


def _sides(rng: Random) -> tuple[int, int, str]:
    unit = rng.choice(("", "", "cm", "cm", "m"))
    a = rng.randint(2, 12) if rng.random() < 0.7 else rng.randint(13, 40)
    b = rng.randint(2, 9) if a > BY_HEART else rng.randint(2, 12)
    if rng.random() < 0.25:
        return min(a, b), min(a, b), unit
    return max(a, b), min(a, b), unit


def _problem(
    what: str, sides: tuple[int, int, str], steps: str, value: int, other: int
) -> Problem:
    """Join the parts; `other` is the perimeter for an area and the area for a perimeter."""
    a, b, unit = sides
    area, square = what == "area", a == b
    ways = _SQUARE if square else _RECTANGLE
    long = f" {UNITS[unit]}" if unit else ""
    short = f" {unit}" if unit else ""
    ending = f" square{short}" if area and unit else short
    written = tuple(way.format(what=what, a=f"{a}{short}", b=f"{b}{short}") for way in ways)
    said = tuple(
        way.format(what=what, a=f"{spell(a)}{long}", b=f"{spell(b)}{long}") for way in ways
    )
    answer = f"{value}{ending}"
    shape = "square" if square else "rectangle"
    rule = "area counts the little squares that cover" if area else "perimeter is the way around"
    walk = f"{a} rows of {b} squares cover it" if area else "Walk along all four sides"
    total = value if area else f"{a} + {b} + {a} + {b} = {value}"
    return Problem(
        skill=what,
        key=f"{what} {b} {a}",
        written=(*written, written[0].removeprefix("the ")),
        spoken=said,
        task=written[0],
        verb="find",
        steps=steps,
        conclusion=f"So the {what} is {answer}.",
        answer=answer,
        why=f"The {rule} the {shape}. "
        + (f"There are {a} rows with {b} in each row." if area
           else "All four sides are equally long." if square
           else "Sides that face each other are equally long."),
        simpler=f"Let's make it easier. Draw the {shape} on squared paper. {walk}: {total}.",
        wrong=unlike(
            answer, f"{other}{ending}", f"{other}{ending}", f"{value + 1}{ending}",
            f"{a + b}{ending}", *([f"{value}{short}"] if area and unit else []),
        ),
        value=None if unit else Fraction(value),
    )  # fmt: skip


def _times(a: int, b: int) -> str:
    if a <= BY_HEART or a % 10 == 0:
        return f"{a} × {b} = {a * b}."
    tens, ones = a - a % 10, a % 10
    return (
        f"{a} × {b}. {tens} × {b} = {tens * b} and {ones} × {b} = {ones * b}. "
        f"{tens * b} + {ones * b} = {a * b}."
    )


def area(rng: Random) -> Problem:
    """Make a rectangle or square whose area is asked."""
    a, b, unit = _sides(rng)
    rule = "The area of a square is side times side" if a == b else "Area is length times width"
    return _problem("area", (a, b, unit), f"{rule}: {_times(a, b)}", a * b, 2 * (a + b))


def perimeter(rng: Random) -> Problem:
    """Make a rectangle or square whose perimeter is asked."""
    a, b, unit = _sides(rng)
    total = 2 * (a + b)
    steps = (
        f"Length plus width: {a} + {b} = {a + b}. There are two of each: 2 × {a + b} = {total}."
    )
    if a == b:
        steps = f"A square has 4 equal sides: 4 × {a} = {total}."
    return _problem("perimeter", (a, b, unit), steps, total, a * b)
