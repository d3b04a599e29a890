"""Two digits times two digits: four small products, then their sum in columns.

Knows splitting into tens and ones; knows no wording of questions.
"""

from fractions import Fraction
from random import Random

from inference.nano.numerals import spell
from inference.nano.problem import Problem
from inference.nano.whole import column_add


def _split(number: int) -> tuple[int, int]:
    return number - number % 10, number % 10


def long_steps(a: int, b: int) -> str:
    """Write the steps of `a × b`, both from 13 to 99."""
    (tens_a, ones_a), (tens_b, ones_b) = _split(a), _split(b)
    parts, sums = [], []
    for y in (tens_b, ones_b):
        if not y:
            continue
        products = [(x, x * y) for x in (tens_a, ones_a) if x]
        parts += [f"{x} × {y} = {product}." for x, product in products]
        if len(products) == 2:
            first, second = products[0][1], products[1][1]
            sums.append(f"{first} + {second} = {first + second}.")
    split = [f"{n} = {t} + {o}" for n, t, o in ((a, tens_a, ones_a), (b, tens_b, ones_b)) if o]
    head = f"Split: {' and '.join(split)}. " if split else ""
    text = head + " ".join(parts + sums)
    if not ones_b:
        return text
    return f"{text} Now {a * tens_b} + {a * ones_b}. {column_add(a * tens_b, a * ones_b)}"


def multiply_long(rng: Random) -> Problem:
    """Make a product of two numbers from 13 to 99."""
    a, b = rng.randint(13, 99), rng.randint(13, 99)
    answer, text = a * b, f"{a} × {b}"
    tens_a, ones_a = _split(a)
    tens_b, ones_b = _split(b)
    careless = tens_a * tens_b + ones_a * ones_b
    near = (careless, careless, answer + 10, answer - 10, answer + 100, a + b)
    said = (spell(a), spell(b))
    return Problem(
        skill="multiply_long",
        key=f"multiply_long {min(a, b)} {max(a, b)}",
        written=(
            text, text, f"{a} x {b}", f"{a} * {b}", f"{a}x{b}", f"{a}×{b}", f"{a}*{b}",
            f"{a} times {b}",
        ),
        spoken=(
            f"{said[0]} times {said[1]}",
            f"{said[0]} times {said[1]}",
            f"{said[0]} multiplied by {said[1]}",
        ),
        task=text,
        steps=long_steps(a, b),
        conclusion=f"So {text} = {answer}.",
        answer=str(answer),
        why="We split the numbers into tens and ones, because those are easy to multiply. "
        "Every part of one number must meet every part of the other.",
        simpler=f"Let's make it easier. Draw a rectangle {a} by {b} and cut it into tens and "
        f"ones. Multiply each piece and add them all: {answer}.",
        wrong=tuple(str(n) for n in near if n != answer),
        value=Fraction(answer) if answer <= 999 else None,
    )  # fmt: skip
