"""Numbers below zero: plus and minus on the number line, times and divide by the sign rule.

Knows small whole numbers with a sign; knows no wording of questions.
"""

from fractions import Fraction
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import spell
from inference.nano.problem import Problem

_SAID = {"+": "plus", "-": "minus", "×": "times", "÷": "divided by"}
_LINE = (
    "On a number line, plus goes to the right and minus goes to the left. "
    "Numbers on the left of zero have a minus sign."
)
_RULE = (
    "If one of the two numbers is below zero, the answer is below zero. "
    "If both are below zero, the answer is above zero."
)


def _say(number: int, word: str) -> str:
    return f"{word} {spell(-number)}" if number < 0 else spell(number)


def _written(a: int, sign: str, b: int) -> tuple[str, ...]:
    text = f"{a} {sign} {b}"
    ways = (
        [text, text, f"{a}{sign}{b}"] if b >= 0 else [text, f"{a} {sign} ({b})", f"{a}{sign}({b})"]
    )
    if sign in "×÷":
        plain = {"×": "*", "÷": "/"}[sign]
        ways += [way.replace(sign, plain) for way in ways[1:]]
    return tuple(ways)


def _problem(
    a: int, sign: str, b: int, answer: int, steps: str, wrong: tuple[int, ...]
) -> Problem:
    text = f"{a} {sign} {b}"
    key = f"{min(a, b)} {sign} {max(a, b)}" if sign in "+×" else text
    line = sign in "+-"
    return Problem(
        skill="negative_sum" if line else "negative_product",
        key=f"negative {key}",
        written=_written(a, sign, b),
        spoken=tuple(
            f"{_say(a, word)} {_SAID[sign]} {_say(b, word)}"
            for word in ("minus", "negative", "minus")
        ),
        task=text,
        steps=steps,
        conclusion=f"So {text} = {answer}.",
        answer=str(answer),
        why=_LINE if line else _RULE,
        simpler="Let's make it easier. "
        + ("Think of steps on stairs. Zero is the ground, minus is below it. " if line
           else "First forget the minus signs, then count them. ")
        + f"{steps} The answer is {answer}.",
        wrong=unlike(str(answer), *(str(n) for n in (-answer, -answer, *wrong))),
        value=Fraction(answer) if answer >= 0 else None,
    )  # fmt: skip


def _up(below: int, steps: int) -> str:
    """From `-below`, go `steps` to the right."""
    head = f"Start at -{below} and go {steps} to the right."
    if steps > below:
        return f"{head} {below} steps lead to 0. Then {steps} - {below} = {steps - below} more."
    if steps == below:
        return f"{head} {below} steps lead exactly to 0."
    return f"{head} {below} - {steps} = {below - steps}, so we stop {below - steps} below zero."


def _down(a: int, b: int) -> str:
    """From `a`, not below zero, take `b` away."""
    if b > a:
        return f"{b} is {b - a} more than {a}, so we go {b - a} below zero."
    return f"{a} - {b} = {a - b}."


def negative_sum(rng: Random) -> Problem:
    """Make a sum or difference with a number below zero in it or as its answer."""
    a, b = rng.randint(1, 20), rng.randint(1, 20)
    kind = rng.choices(("up", "down", "left", "add", "double"), (5, 3, 4, 3, 2))[0]
    if kind == "up":
        return _problem(-a, "+", b, b - a, _up(a, b), (-a - b, a + b))
    if kind == "down":
        a, b = rng.randint(1, 60), rng.randint(21, 90)
        if a >= b:
            a, b = b - rng.randint(1, 20), b
        return _problem(a, "-", b, a - b, _down(a, b), (a + b, a - b + 1))
    if kind == "left":
        way = f"Start at -{a} and go {b} to the left. {a} + {b} = {a + b}, "
        return _problem(-a, "-", b, -a - b, f"{way}so we are {a + b} below zero.", (b - a, a - b))
    if kind == "add":
        way = f"Adding -{b} is the same as taking away {b}: {a} - {b}. {_down(a, b)}"
        return _problem(a, "+", -b, a - b, way, (a + b, -a - b))
    way = f"Taking away -{b} is the same as adding {b}: {a} + {b} = {a + b}."
    return _problem(a, "-", -b, a + b, way, (a - b, b - a))


def negative_product(rng: Random) -> Problem:
    """Make a product or quotient with one or two numbers below zero."""
    a, b = rng.randint(1, 12), rng.randint(2, 12)
    signs = rng.choice(((-1, 1), (-1, 1), (1, -1), (-1, -1)))
    below = (
        "Both numbers are below zero, so the answer is above zero."
        if signs == (-1, -1)
        else "One number is below zero, so the answer is below zero."
    )
    if rng.random() < 0.6:
        x, y, size = a * signs[0], b * signs[1], a * b
        way = f"Without the signs: {a} × {b} = {size}. {below}"
        return _problem(x, "×", y, x * y, way, (x + y, size + 1))
    x, y = a * b * signs[0], b * signs[1]
    way = f"Without the signs: {a * b} ÷ {b} = {a}. {below}"
    return _problem(x, "÷", y, x // y, way, (x + y, -a - 1))
