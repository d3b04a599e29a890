"""The order of operations: brackets, then times and divide, then plus and minus.

Knows short expressions with whole, small results; knows no wording of questions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import spell
from inference.nano.problem import Problem

_SAID = {"+": "plus", "-": "minus", "×": "times", "÷": "divided by"}
_TIMES_FIRST = "Times and divide come before plus and minus"


@dataclass(frozen=True, slots=True)
class _Case:
    """One expression with its steps, its value and the value from left to right."""

    text: str
    steps: str
    value: int
    careless: int


def _after(rng: Random) -> _Case:
    """`2 + 3 × 4` and `20 - 3 × 4`."""
    b, c = rng.randint(2, 9), rng.randint(2, 9)
    product = b * c
    if rng.random() < 0.6:
        a = rng.randint(1, 20)
        way, value, careless = f"{a} + {product}", a + product, (a + b) * c
        text = f"{a} + {b} × {c}"
    else:
        a = product + rng.randint(0, 20)
        way, value, careless = f"{a} - {product}", a - product, (a - b) * c
        text = f"{a} - {b} × {c}"
    steps = f"{_TIMES_FIRST}: {b} × {c} = {product}. Then {way} = {value}."
    return _Case(text, steps, value, careless)


def _before(rng: Random) -> _Case:
    """`3 × 4 + 2` and `3 × 4 - 2`."""
    a, b = rng.randint(2, 9), rng.randint(2, 9)
    product, sign = a * b, rng.choice("+-")
    c = rng.randint(1, 20) if sign == "+" else rng.randint(1, min(20, product))
    value = product + c if sign == "+" else product - c
    careless = a * (b + c) if sign == "+" else a * abs(b - c)
    steps = f"{_TIMES_FIRST}: {a} × {b} = {product}. Then {product} {sign} {c} = {value}."
    return _Case(f"{a} × {b} {sign} {c}", steps, value, careless)


def _divide(rng: Random) -> _Case:
    """`20 - 12 ÷ 4` and `8 + 12 ÷ 4`."""
    c, quotient = rng.randint(2, 9), rng.randint(1, 9)
    b, sign = c * quotient, rng.choice("+-")
    a = rng.randint(1, 20) if sign == "+" else quotient + rng.randint(0, 20)
    value = a + quotient if sign == "+" else a - quotient
    careless = (a + b if sign == "+" else abs(a - b)) // c
    steps = f"{_TIMES_FIRST}: {b} ÷ {c} = {quotient}. Then {a} {sign} {quotient} = {value}."
    return _Case(f"{a} {sign} {b} ÷ {c}", steps, value, careless)


def _brackets(rng: Random) -> _Case:
    """`(2 + 3) × 4` and `(9 - 3) × 4`."""
    a, b, c, sign = rng.randint(1, 9), rng.randint(1, 9), rng.randint(2, 9), rng.choice("++-")
    if sign == "-":
        a, b = a + b, b
    inner = a + b if sign == "+" else a - b
    value = inner * c
    steps = f"Brackets come first: {a} {sign} {b} = {inner}. Then {inner} × {c} = {value}."
    return _Case(
        f"({a} {sign} {b}) × {c}", steps, value, abs(a + b * c if sign == "+" else b * c - a)
    )


def _brackets_last(rng: Random) -> _Case:
    """`4 × (2 + 3)` and `4 × (9 - 3)`."""
    a, b, c, sign = rng.randint(2, 9), rng.randint(1, 9), rng.randint(1, 9), rng.choice("++-")
    if sign == "-":
        b = b + c
    inner = b + c if sign == "+" else b - c
    value = a * inner
    careless = a * b + c if sign == "+" else abs(a * b - c)
    steps = f"Brackets come first: {b} {sign} {c} = {inner}. Then {a} × {inner} = {value}."
    return _Case(f"{a} × ({b} {sign} {c})", steps, value, careless)


def _brackets_divide(rng: Random) -> _Case:
    """`(8 + 12) ÷ 4`."""
    c, quotient = rng.randint(2, 9), rng.randint(2, 9)
    total = c * quotient
    a = rng.randint(1, total - 1)
    b = total - a
    steps = f"Brackets come first: {a} + {b} = {total}. Then {total} ÷ {c} = {quotient}."
    return _Case(f"({a} + {b}) ÷ {c}", steps, quotient, a + b // c)


def _two_products(rng: Random) -> _Case:
    """`2 × 3 + 4 × 5`."""
    a, b, c, d = (rng.randint(2, 9) for _ in range(4))
    x, y = a * b, c * d
    steps = f"{_TIMES_FIRST}: {a} × {b} = {x} and {c} × {d} = {y}. Then {x} + {y} = {x + y}."
    return _Case(f"{a} × {b} + {c} × {d}", steps, x + y, (x + c) * d)


def _left_to_right(rng: Random) -> _Case:
    """`20 - 5 + 3` and `24 ÷ 4 × 2`."""
    if rng.random() < 0.6:
        a, b, c = rng.randint(5, 20), rng.randint(1, 20), rng.randint(1, 12)
        a, b = max(a, b), min(a, b)
        middle, value, text = a - b, a - b + c, f"{a} - {b} + {c}"
        careless, names, sign = abs(a - b - c), "Plus and minus go", "+"
        first = f"{a} - {b}"
    else:
        b, quotient, c = rng.randint(2, 9), rng.randint(1, 9), rng.randint(2, 5)
        a, middle, value = b * quotient, quotient, quotient * c
        text, first, sign = f"{a} ÷ {b} × {c}", f"{a} ÷ {b}", "×"
        careless, names = a // (b * c), "Times and divide go"
    steps = f"{names} from left to right: {first} = {middle}. Then {middle} {sign} {c} = {value}."
    return _Case(text, steps, value, careless)


_CASES: tuple[tuple[Callable[[Random], _Case], float], ...] = (
    (_after, 5), (_before, 3), (_divide, 3), (_brackets, 4), (_brackets_last, 2),
    (_brackets_divide, 2), (_two_products, 2), (_left_to_right, 2),
)  # fmt: skip


def _written(text: str) -> tuple[str, ...]:
    star, letter = text.replace("×", "*").replace("÷", "/"), text.replace("×", "x")
    tight = tuple(way.replace(" ", "") for way in (text, star, letter))
    return (text, text, star, letter, *tight)


def _spoken(text: str) -> tuple[str, ...]:
    words = text.replace("(", "( ").replace(")", " )").split()
    around: tuple[tuple[str, str], ...] = (
        ("open bracket", "close bracket"),
        ("brackets", "close brackets"),
    )
    if "(" not in words:
        around = around[:1]
    return tuple(
        " ".join(
            {"(": opening, ")": closing, **_SAID}.get(w) or spell(int(w)) for w in words
        )
        for opening, closing in around
    )  # fmt: skip


def order(rng: Random) -> Problem:
    """Make an expression with two or three operations."""
    makers, weights = zip(*_CASES, strict=True)
    case = rng.choices(makers, weights)[0](rng)
    answer = str(case.value)
    brackets = "(" in case.text
    return Problem(
        skill="order",
        key=f"order {case.text}",
        written=_written(case.text),
        spoken=_spoken(case.text),
        task=case.text,
        steps=case.steps,
        conclusion=f"So {case.text} = {answer}.",
        answer=answer,
        why="Everybody uses the same order, so that everybody gets the same answer: first "
        "brackets, then times and divide, then plus and minus, from left to right.",
        simpler="Let's make it easier. "
        + ("Do what is in the brackets first. " if brackets else "Do one small step at a time. ")
        + case.steps[case.steps.index(": ") + 2 :]
        + f" The answer is {answer}.",
        wrong=unlike(answer, str(case.careless), str(case.careless), str(case.value + 1),
                     str(abs(case.value - 2))),
        value=Fraction(case.value),
    )  # fmt: skip
