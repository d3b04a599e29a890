"""Squares, cubes and other small powers, and square roots of the squares to 144.

Knows repeated multiplication; knows no wording of questions.
"""

from fractions import Fraction
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import spell
from inference.nano.problem import Problem

_NAMES = {2: "squared", 3: "cubed"}
_RAISED = {2: "²", 3: "³"}
_ORDINALS = {
    4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth",
}  # fmt: skip


def _draw(rng: Random) -> tuple[int, int]:
    kind = rng.choices(("square", "cube", "two", "ten", "three"), (8, 4, 3, 1, 1))[0]
    if kind == "square":
        return rng.randint(1, 12), 2
    if kind == "cube":
        return rng.choice((1, 2, 3, 4, 5, 10)), 3
    if kind == "two":
        return 2, rng.randint(2, 10)
    return (10, rng.randint(2, 4)) if kind == "ten" else (3, rng.randint(2, 4))


def _written(base: int, exponent: int) -> tuple[str, ...]:
    ways = [f"{base}^{exponent}", f"{base}^{exponent}", f"{base} to the power of {exponent}"]
    if exponent in _NAMES:
        ways += [f"{base} {_NAMES[exponent]}", f"{base}{_RAISED[exponent]}"]
        noun = "square" if exponent == 2 else "cube"
        ways.append(f"the {noun} of {base}")
    return tuple(ways)


def _spoken(base: int, exponent: int) -> tuple[str, ...]:
    said = spell(base)
    ways = [f"{said} to the power of {spell(exponent)}"]
    if exponent in _NAMES:
        noun = "square" if exponent == 2 else "cube"
        ways += [f"{said} {_NAMES[exponent]}"] * 3 + [f"the {noun} of {said}"]
    else:
        ways.append(f"{said} to the {_ORDINALS[exponent]} power")
    return tuple(ways)


def power(rng: Random) -> Problem:
    """Make a small power."""
    base, exponent = _draw(rng)
    value = base**exponent
    factors = " × ".join([str(base)] * exponent)
    parts, total = [], base
    for _ in range(exponent - 1):
        parts.append(f"{total} × {base} = {total * base}.")
        total *= base
    steps = f"{base}^{exponent} means {factors}. {' '.join(parts)}"
    return Problem(
        skill="power",
        key=f"power {base} {exponent}",
        by_heart=True,
        written=_written(base, exponent),
        spoken=_spoken(base, exponent),
        task=f"{base}^{exponent}",
        steps=steps,
        conclusion=f"So {base}^{exponent} = {value}.",
        answer=str(value),
        why=f"The small number tells how many times {base} is written as a factor. "
        "It does not mean times that number.",
        simpler="Let's make it easier. "
        + (f"Draw {base} rows with {base} dots in each row. That is {value} dots."
           if exponent == 2 else f"Write {base} down {exponent} times and multiply: {factors}. "
           f"That makes {value}."),
        wrong=unlike(str(value), str(base * exponent), str(base * exponent), str(base + exponent),
                     str(value + base)),
        value=Fraction(value),
    )  # fmt: skip


def square_root(rng: Random) -> Problem:
    """Make the square root of a square up to 144."""
    root = rng.randint(1, 12)
    square = root * root
    half = [str(square // 2)] if square % 2 == 0 else []
    return Problem(
        skill="square_root",
        key=f"square_root {square}",
        by_heart=True,
        written=(
            f"the square root of {square}",
            f"the square root of {square}",
            f"square root of {square}",
            f"√{square}",
            f"sqrt({square})",
        ),
        spoken=(
            f"the square root of {spell(square)}",
            f"the square root of {spell(square, use_and=True)}",
            f"square root of {spell(square)}",
        ),
        task=f"the square root of {square}",
        verb="find",
        steps=f"What number times itself makes {square}? {root} × {root} = {square}.",
        conclusion=f"So the square root of {square} is {root}.",
        answer=str(root),
        why="A square root undoes a square. We look for the number that gives this one when "
        "it is multiplied by itself.",
        simpler=f"Let's make it easier. Lay {square} dots in a square. Every side has {root} "
        f"dots, so the square root is {root}.",
        wrong=unlike(str(root), *half, str(root + 1), str(root + 2), str(square)),
        value=Fraction(root),
    )
