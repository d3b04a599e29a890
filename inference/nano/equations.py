"""Simple equations with one unknown: one step and two steps, whole-number answers.

Knows how to undo an operation on both sides; knows no wording of questions.
"""

from fractions import Fraction
from random import Random

from inference.nano.numerals import spell
from inference.nano.problem import Problem
from inference.nano.whole import BY_HEART, divide_steps

_LETTERS = "xxxxxyynabmtz"


def _equation(
    rng: Random, left: str, right: int, steps: tuple[str, str], *, answer: int, skill: str
) -> Problem:
    """Join the parts; `left` has `{x}` for the letter, `steps` are the way and the simple way."""
    letter = rng.choice(_LETTERS)
    text = f"{left.format(x=letter)} = {right}"
    way, simple = (step.format(x=letter) for step in steps)
    return Problem(
        skill=skill,
        key=f"{skill} {left} {right}",
        group="equation",
        written=(text, text, text.replace(" ", "")),
        spoken=(f"{_say_side(left, letter)} equals {spell(right)}",),
        task=text,
        verb="solve",
        steps=way,
        conclusion=f"So {letter} = {answer}.",
        answer=str(answer),
        why=f"An equation is like a balance. If we do the same thing to both sides, "
        f"it stays true, and {letter} ends up alone.",
        simpler=f"Let's make it easier. {simple} So {letter} = {answer}.",
        wrong=tuple(str(n) for n in (answer + 1, answer - 1, right) if n not in (answer, -1)),
        value=Fraction(answer),
    )


def _say_side(left: str, letter: str) -> str:
    words = {"+": "plus", "-": "minus", "/": "divided by"}
    spaced = left.replace("{x}", " x ").split()
    said = [words.get(w, spell(int(w)) if w.isdigit() else letter) for w in spaced]
    return " ".join(said)


def add_unknown(rng: Random) -> Problem:
    """Make `x + a = b` or `a + x = b`."""
    x, a = rng.randint(0, 30), rng.randint(1, 30)
    left = rng.choice((f"{{x}} + {a}", f"{{x}} + {a}", f"{a} + {{x}}"))
    way = f"Take {a} from both sides: {{x}} = {x + a} - {a} = {x}."
    simple = f"What number plus {a} makes {x + a}? It is {x}."
    return _equation(rng, left, x + a, (way, simple), answer=x, skill="equation_add")


def subtract_unknown(rng: Random) -> Problem:
    """Make `x - a = b`."""
    b, a = rng.randint(0, 30), rng.randint(1, 30)
    way = f"Add {a} to both sides: {{x}} = {b} + {a} = {a + b}."
    simple = f"What number take away {a} leaves {b}? It is {a + b}."
    left, skill = f"{{x}} - {a}", "equation_subtract"
    return _equation(rng, left, b, (way, simple), answer=a + b, skill=skill)


def multiply_unknown(rng: Random) -> Problem:
    """Make `ax = b`."""
    x, a = rng.randint(1, 20), rng.randint(2, 12)
    way = f"Divide both sides by {a}: {{x}} = {a * x} ÷ {a} = {x}."
    if x > BY_HEART:
        way = f"Divide both sides by {a}: {{x}} = {a * x} ÷ {a}. {divide_steps(a * x, a)}"
    simple = f"{a} times what number makes {a * x}? It is {x}."
    return _equation(rng, f"{a}{{x}}", a * x, (way, simple), answer=x, skill="equation_multiply")


def divide_unknown(rng: Random) -> Problem:
    """Make `x / a = b`."""
    b, a = rng.randint(1, 12), rng.randint(2, 12)
    way = f"Multiply both sides by {a}: {{x}} = {b} × {a} = {a * b}."
    simple = f"What number shared by {a} gives {b}? It is {a * b}."
    return _equation(rng, f"{{x}} / {a}", b, (way, simple), answer=a * b, skill="equation_divide")


def two_steps(rng: Random) -> Problem:
    """Make `ax + c = b` or `ax - c = b`."""
    x, a, c = rng.randint(1, 12), rng.randint(2, 10), rng.randint(1, 20)
    product = a * x
    if rng.random() < 0.65 or product < c:
        left, b, act = f"{a}{{x}} + {c}", product + c, f"Take {c} from both sides"
        sign = "-"
    else:
        left, b, act = f"{a}{{x}} - {c}", product - c, f"Add {c} to both sides"
        sign = "+"
    way = (
        f"{act}: {a}{{x}} = {b} {sign} {c} = {product}. "
        f"Divide both sides by {a}: {{x}} = {product} ÷ {a} = {x}."
    )
    simple = (
        f"Undo the {c} first: {a}{{x}} = {product}. {a} times what makes {product}? It is {x}."
    )
    return _equation(rng, left, b, (way, simple), answer=x, skill="equation_two_steps")
