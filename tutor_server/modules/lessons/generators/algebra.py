"""Numbers below zero, letters, equations and sequences."""

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Final

from sessions.teaching.lesson import ItemKind
from tutor_server.modules.lessons.generators.draft import Draft, signed

_LETTERS: Final = ("x", "n", "y", "m", "t", "k")


def _nonzero(rng: Random, low: int, high: int) -> int:
    return rng.choice([value for value in range(low, high + 1) if value not in {-1, 0, 1}])


def _term(number: int, letter: str) -> str:
    return f"{number}{letter}" if number not in {1, -1} else f"{'-' if number < 0 else ''}{letter}"


def _plus(number: int) -> str:
    """` + 3` or ` - 3`."""
    return f" + {number}" if number >= 0 else f" - {-number}"


def integer_add(rng: Random) -> Draft:
    a, b = -rng.randint(2, 15), _nonzero(rng, -15, 15)
    side = "right" if b > 0 else "left"
    return Draft(
        question=f"Work out ({a}) + {signed(b)}.",
        answer=str(a + b),
        wrong=(
            (str(abs(a) + abs(b)), "ignores-the-signs"),
            (str(a - b), "moves-the-wrong-way"),
        ),
        hints=(
            f"Where on the number line does {a} lie?",
            f"From there, go {abs(b)} steps to the {side}.",
            "(-40) + 25 starts far left of zero and moves to the right, to -15.",
            f"From {a}, {abs(b)} steps to the {side} end at {a + b}.",
        ),
    )


def integer_multiply(rng: Random) -> Draft:
    a, b = _nonzero(rng, -12, -2), _nonzero(rng, -12, 12)
    signs = "the same sign, so the product is positive" if b < 0 else (
        "different signs, so the product is negative"
    )  # fmt: skip
    return Draft(
        question=f"Work out ({a}) × {signed(b)}.",
        answer=str(a * b),
        wrong=((str(-a * b), "wrong-sign"), (str(a + b), "adds-instead")),
        hints=(
            "Do the two numbers have the same sign?",
            "First multiply without the signs, then decide about the sign.",
            "(-13) × 11 has different signs, so it is -143; (-13) × (-11) would be 143.",
            f"They have {signs}: {a * b}.",
        ),
    )


def evaluate_expression(rng: Random) -> Draft:
    letter = rng.choice(_LETTERS)
    a, b, value = rng.randint(2, 9), _nonzero(rng, -12, 12), rng.randint(2, 9)
    answer = a * value + b
    return Draft(
        question=f"What is the value of {a}{letter}{_plus(b)} for {letter} = {value}?",
        answer=str(answer),
        wrong=(
            (str(int(f"{a}{value}") + b), "writes-the-digits-together"),
            (str(a + value + b), "adds-instead-of-multiplying"),
        ),
        hints=(
            f"What stands between {a} and {letter} without being written?",
            f"Put the number in the place of the letter: {a} × ({value}){_plus(b)}.",
            "For 20w + 3 with w = 5, the product is 100 and the value is 103.",
            f"{a} × {value} = {a * value}, and {a * value}{_plus(b)} = {answer}.",
        ),
    )


def like_terms(rng: Random) -> Draft:
    letter = rng.choice(_LETTERS)
    a, b, c, d = rng.randint(2, 9), rng.randint(2, 9), rng.randint(2, 9), rng.randint(2, 9)
    return Draft(
        kind=ItemKind.EXPRESSION,
        form="expanded",
        question=f"Simplify {a}{letter} + {c} + {b}{letter} + {d}.",
        answer=f"{a + b}*{letter} + {c + d}",
        wrong=(
            (f"{a + b + c + d}*{letter}", "adds-unlike-terms"),
            (f"{a + b}*{letter}**2 + {c + d}", "adds-the-exponents"),
        ),
        hints=(
            "Which of the terms are of the same kind?",
            f"Put the terms with {letter} together, and the plain numbers together.",
            "In 20w + 30 + 4w + 1 the letters make 24w and the numbers 31.",
            f"{a} + {b} = {a + b} and {c} + {d} = {c + d}, so it is {a + b}{letter} + {c + d}.",
        ),
    )


def distribute(rng: Random) -> Draft:
    letter = rng.choice(_LETTERS)
    a, b, c = rng.randint(2, 9), rng.randint(1, 6), _nonzero(rng, -9, 9)
    inner = f"{_term(b, letter)}{_plus(c)}"
    return Draft(
        kind=ItemKind.EXPRESSION,
        form="expanded",
        question=f"Multiply out: {a}({inner}).",
        answer=f"{a * b}*{letter}{_plus(a * c)}",
        wrong=(
            (f"{a * b}*{letter}{_plus(c)}", "multiplies-the-first-term-only"),
            (f"{a + b}*{letter}{_plus(a + c)}", "adds-the-factor"),
        ),
        hints=(
            f"How many times does the whole bracket count in {a}({inner})?",
            f"Multiply {a} by the first term and by the second term.",
            "10(2w + 3) is ten times two w and ten times three: 20w + 30.",
            f"{a} × {_term(b, letter)} = {a * b}{letter} and {a} × {signed(c)} = {a * c},"
            f" so it is {a * b}{letter}{_plus(a * c)}.",
        ),
    )


def equation_one_step(rng: Random) -> Draft:
    letter, answer, a = rng.choice(_LETTERS), rng.randint(2, 20), rng.randint(2, 12)
    if rng.random() < 0.5:
        left, right = f"{letter} + {a}", answer + a
        undo, wrong = f"Take {a} away on both sides", right + a
        example = "w + 30 = 95 becomes w = 65 when 30 is taken away on both sides."
    else:
        left, right = f"{a}{letter}", answer * a
        undo, wrong = f"Divide both sides by {a}", right - a
        example = "30w = 990 becomes w = 33 when both sides are divided by 30."
    return Draft(
        kind=ItemKind.EXPRESSION,
        question=f"Solve {left} = {right} for {letter}.",
        answer=f"{letter} = {answer}",
        wrong=((f"{letter} = {wrong}", "uses-the-wrong-operation"),
               (f"{letter} = {right}", "changes-one-side-only")),
        hints=(
            f"What was done to {letter}?",
            "Undo it, and do the same on the other side.",
            f"A similar one: {example}",
            f"{undo}: {letter} = {answer}.",
        ),
    )  # fmt: skip


def equation_two_steps(rng: Random) -> Draft:
    letter, answer = rng.choice(_LETTERS), _nonzero(rng, -9, 12)
    a, b = rng.randint(2, 9), _nonzero(rng, -12, 12)
    right = a * answer + b
    undo = f"take {b} away" if b > 0 else f"add {-b}"
    return Draft(
        kind=ItemKind.EXPRESSION,
        question=f"Solve {a}{letter}{_plus(b)} = {right} for {letter}.",
        answer=f"{letter} = {answer}",
        wrong=(
            (f"{letter} = {a * answer}", "stops-after-one-step"),
            (f"{letter} = {right - a - b}", "subtracts-the-factor"),
        ),
        hints=(
            f"Which number stands alone beside {a}{letter}?",
            f"First {undo} on both sides, then divide.",
            "For 20w + 30 = 690, take 30 away to get 20w = 660, and then w = 33.",
            f"{a}{letter} = {a * answer}, and divided by {a} that is {letter} = {answer}.",
        ),
    )


def inequality_one_step(rng: Random) -> Draft:
    letter, bound, a = rng.choice(_LETTERS), rng.randint(2, 20), rng.randint(2, 12)
    sign = rng.choice("<>")
    other = ">" if sign == "<" else "<"
    if rng.random() < 0.5:
        left, right, undo = f"{letter} + {a}", bound + a, f"Take {a} away on both sides"
        wrong = right + a
    else:
        left, right, undo = f"{a}{letter}", bound * a, f"Divide both sides by {a}"
        wrong = right - a
    return Draft(
        kind=ItemKind.EXPRESSION,
        question=f"Solve {left} {sign} {right} for {letter}.",
        answer=f"{letter} {sign} {bound}",
        wrong=(
            (f"{letter} {other} {bound}", "turns-the-sign"),
            (f"{letter} {sign} {wrong}", "uses-the-wrong-operation"),
        ),
        hints=(
            "How would you solve it with an equals sign?",
            "Do the same on both sides; the sign stays as it is.",
            "30w < 990 becomes w < 33, and w + 30 > 95 becomes w > 65.",
            f"{undo}: {letter} {sign} {bound}.",
        ),
    )


def sequence_next(rng: Random) -> Draft:
    start, step = rng.randint(1, 20), _nonzero(rng, -6, 12)
    shown = [start + step * place for place in range(4)]
    answer = shown[-1] + step
    return Draft(
        question=f"Which number comes next? {', '.join(map(str, shown))}, ...",
        answer=str(answer),
        wrong=(
            (str(shown[-1] + 1), "counts-on-by-one"),
            (str(shown[-1] + shown[0]), "adds-the-first-number"),
        ),
        hints=(
            "What happens from each number to the next?",
            f"Compare {shown[0]} with {shown[1]}, and {shown[1]} with {shown[2]}.",
            "In 100, 130, 160, 190 each step adds 30, so 220 follows.",
            f"Each step is {step}, so after {shown[-1]} comes {answer}.",
        ),
    )


MAKERS: Final[Mapping[str, Callable[[Random], Draft]]] = MappingProxyType(
    {
        "integer_add": integer_add,
        "integer_multiply": integer_multiply,
        "evaluate_expression": evaluate_expression,
        "like_terms": like_terms,
        "distribute": distribute,
        "equation_one_step": equation_one_step,
        "equation_two_steps": equation_two_steps,
        "inequality_one_step": inequality_one_step,
        "sequence_next": sequence_next,
    }
)
