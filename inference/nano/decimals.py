"""Decimals with one or two places: add, subtract, times one digit, compare.

Knows columns of decimals, one digit at a time; knows no wording of questions.
"""

from fractions import Fraction
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import spell_decimal, write_decimal
from inference.nano.problem import Problem
from inference.nano.whole import BY_HEART, column_add, column_subtract

_PLACES = ("Hundredths", "Tenths", "Ones", "Tens", "Hundreds")
_WORDS = {1: "one decimal place", 2: "two decimal places"}


def places_of(text: str) -> int:
    """Count the digits after the point."""
    return len(text.partition(".")[2])


def draw_decimal(rng: Random, places: int) -> str:
    """Draw a number below 100 whose last place is not zero; half of them are below 10."""
    limit = 10**places * (10 if rng.random() < 0.6 else 100)
    if rng.random() < 0.2 and places:
        limit = 10**places
    while True:
        digits = rng.randint(1, limit - 1)
        if digits % 10 or not places:
            return write_decimal(Fraction(digits, 10**places))


def typed_forms(first: str, sign: str, second: str) -> tuple[str, ...]:
    """Ways to type a sum: with and without spaces, and without the zero before the point."""
    ways = [f"{first} {sign} {second}", f"{first} {sign} {second}", f"{first}{sign}{second}"]
    if first.startswith("0.") or second.startswith("0."):
        bare = [n.removeprefix("0") if n.startswith("0.") else n for n in (first, second)]
        ways += [f" {sign} ".join(bare), sign.join(bare)]
    return tuple(ways)


def _two(rng: Random) -> tuple[str, str]:
    places = rng.choice(((1, 1), (1, 1), (1, 2), (2, 1), (2, 2), (0, 1), (1, 0)))
    return draw_decimal(rng, places[0]), draw_decimal(rng, places[1])


def _ready(first: str, second: str) -> tuple[int, str, str, str]:
    """Give both the same places: how many, the sentence (may be empty) and both numbers."""
    places = max(places_of(first), places_of(second))
    a, b = (write_decimal(Fraction(n), places) for n in (first, second))
    if (a, b) == (first, second):
        return places, "", a, b
    return places, f"Write both with {_WORDS[places]}: {a} and {b}. ", a, b


def _digits(text: str) -> int:
    return int(text.replace(".", ""))


def _end(value: Fraction, places: int) -> str:
    long, short = write_decimal(value, places), write_decimal(value)
    return "" if long == short else f" {long} = {short}."


def glued(a: str, b: str, sign: int) -> str:
    """Return the answer of a child that treats the digits after the point as a whole number."""
    (x, _, p), (y, _, q) = a.partition("."), b.partition(".")
    return f"{abs(int(x) + sign * int(y))}.{abs(int(p or 0) + sign * int(q or 0))}"


def decimal_add(rng: Random) -> Problem:
    """Make a sum of two decimals."""
    first, second = _two(rng)
    places, head, a, b = _ready(first, second)
    value = Fraction(first) + Fraction(second)
    answer, text = write_decimal(value), f"{first} + {second}"
    columns = column_add(
        _digits(a), _digits(b), places=_PLACES[2 - places :], least=places + 1
    )  # fmt: skip
    low, high = sorted((first, second), key=Fraction)
    said = (spell_decimal(first), spell_decimal(second))
    return Problem(
        skill="decimal_add",
        key=f"decimal_add {low} {high}",
        written=(*typed_forms(first, "+", second), f"{first} plus {second}"),
        spoken=(f"{said[0]} plus {said[1]}",) * 2 + (f"the sum of {said[0]} and {said[1]}",),
        task=text,
        steps=f"{head}{columns}{_end(value, places)}",
        conclusion=f"So {text} = {answer}.",
        answer=answer,
        why="We write the points under each other, so that tenths meet tenths and ones meet "
        "ones. Only the same kind of place can be added.",
        simpler="Let's make it easier. Think of money: "
        f"{write_decimal(Fraction(first), 2)} dollars and {write_decimal(Fraction(second), 2)} "
        f"dollars. Together that is {write_decimal(value, 2)} dollars, so {answer}.",
        wrong=unlike(
            answer,
            glued(first, second, 1),
            write_decimal(value + Fraction(1, 10)),
            write_decimal(value + 1),
            write_decimal(value * 10),
        ),
        value=value if value.denominator == 1 else None,
    )


def decimal_subtract(rng: Random) -> Problem:
    """Make a difference of two decimals, not below zero."""
    first, second = _two(rng)
    while Fraction(first) == Fraction(second):
        first, second = _two(rng)
    second, first = sorted((first, second), key=Fraction)
    places, head, a, b = _ready(first, second)
    value = Fraction(first) - Fraction(second)
    answer, text = write_decimal(value), f"{first} - {second}"
    columns = column_subtract(
        _digits(a), _digits(b), places=_PLACES[2 - places :], least=places + 1
    )  # fmt: skip
    said = (spell_decimal(first), spell_decimal(second))
    return Problem(
        skill="decimal_subtract",
        key=f"decimal_subtract {first} {second}",
        written=(*typed_forms(first, "-", second), f"{first} minus {second}"),
        spoken=(
            f"{said[0]} minus {said[1]}",
            f"{said[0]} minus {said[1]}",
            f"{said[0]} take away {said[1]}",
        ),
        task=text,
        steps=f"{head}{columns}{_end(value, places)}",
        conclusion=f"So {text} = {answer}.",
        answer=answer,
        why="We write the points under each other and take tenths from tenths and ones from "
        "ones. When a digit is too small, we borrow from the next place.",
        simpler="Let's make it easier. Think of money: you have "
        f"{write_decimal(Fraction(first), 2)} dollars and spend "
        f"{write_decimal(Fraction(second), 2)} dollars. "
        f"{write_decimal(value, 2)} dollars are left, so {answer}.",
        wrong=unlike(
            answer,
            glued(first, second, -1),
            write_decimal(value + Fraction(1, 10)),
            write_decimal(value + 1),
            write_decimal(Fraction(first) + Fraction(second)),
        ),
        value=value if value.denominator == 1 else None,
    )


def _product_steps(digits: int, times: int) -> str:
    if digits <= BY_HEART:
        return f"{digits} × {times} = {digits * times}."
    tens, ones = digits - digits % 10, digits % 10
    return (
        f"{digits} × {times}. Split {digits} into {tens} and {ones}. "
        f"{tens} × {times} = {tens * times} and "
        f"{ones} × {times} = {ones * times}. "
        f"{tens * times} + {ones * times} = {digits * times}."
    )


def decimal_times(rng: Random) -> Problem:
    """Make a decimal with one place, below 10, times a whole number from 2 to 9."""
    decimal, times = draw_decimal(rng, 1), rng.randint(2, 9)
    while Fraction(decimal) >= 10:
        decimal = draw_decimal(rng, 1)
    digits = _digits(decimal)
    value = Fraction(decimal) * times
    long, answer = write_decimal(value, 1), write_decimal(value)
    a, b = (decimal, str(times)) if rng.random() < 0.7 else (str(times), decimal)
    text = f"{a} × {b}"
    return Problem(
        skill="decimal_times",
        key=f"decimal_times {decimal} {times}",
        written=(
            text,
            *typed_forms(a, "x", b),
            *typed_forms(a, "*", b),
            f"{a}×{b}",
            f"{a} times {b}",
        ),
        spoken=(
            f"{spell_decimal(a)} times {spell_decimal(b)}",
            f"{spell_decimal(a)} times {spell_decimal(b)}",
            f"{spell_decimal(a)} multiplied by {spell_decimal(b)}",
        ),
        task=text,
        steps=f"Leave out the point: {_product_steps(digits, times)} "
        f"Those are tenths, so one digit goes after the point: {long}."
        f"{_end(value, 1)}",
        conclusion=f"So {text} = {answer}.",
        answer=answer,
        why=f"{decimal} is {digits} tenths. {times} times {digits} tenths makes "
        f"{digits * times} tenths, and ten tenths make one whole.",
        simpler=f"Let's make it easier. Count {digits} small blocks, {times} times. "
        f"That is {digits * times} blocks. Each block is one tenth, so it is {answer}.",
        wrong=unlike(
            answer,
            str(digits * times),
            write_decimal(value / 10),
            write_decimal(value + Fraction(1, 10)),
            write_decimal(Fraction(decimal) + times),
        ),
        value=value if value.denominator == 1 else None,
    )


def _look(a: str, b: str) -> str:
    """Compare two numbers with the same places from the left, one place at a time."""
    size = max(len(a), len(b))
    x, y = a.rjust(size, "0"), b.rjust(size, "0")
    names = [*reversed(_PLACES[2 : 2 + len(x.partition(".")[0])]), "point", "Tenths", "Hundredths"]
    seen: list[str] = []
    for name, p, q in zip(names, x, y, strict=False):
        if p != q:
            big, small = max(p, q), min(p, q)
            return " ".join([*seen, f"{name}: {p} and {q}. {big} is more than {small}."])
        if p != ".":
            seen.append(f"{name}: {p} and {q}.")
    return " ".join([*seen, "All the digits are the same."])


def decimal_compare(rng: Random) -> Problem:
    """Make two decimals to compare; most have the same ones, a few are equal."""
    places = rng.choice(((1, 2), (2, 1), (1, 2), (2, 1), (1, 1), (2, 2)))
    ones = rng.randint(0, 1) * rng.randint(0, 12)
    first, second = (
        write_decimal(Fraction(ones * 10**p + rng.randint(1, 10**p - 1), 10**p), p) for p in places
    )
    if rng.random() < 0.08:
        first = write_decimal(ones + Fraction(rng.randint(1, 9), 10))
        second = write_decimal(Fraction(first), 2)
        first, second = rng.sample((first, second), 2)
    if first == second:
        second = write_decimal(Fraction(second) + 1, places[1])
    a, b = Fraction(first), Fraction(second)
    small, big = sorted((first, second), key=Fraction)
    verdict = f"{big} is bigger than {small}" if a != b else f"{first} and {second} are equal"
    _, head, long_a, long_b = _ready(first, second)
    return Problem(
        skill="decimal_compare",
        key=f"decimal_compare {' '.join(sorted((first, second)))}",
        group="which",
        written=(f"{first} or {second}",),
        spoken=(f"{spell_decimal(first)} or {spell_decimal(second)}",),
        task=f"{first} and {second}",
        verb="compare",
        steps=f"{head}{_look(long_a, long_b)}",
        conclusion=f"So {verdict}.",
        answer=big if a != b else "equal",
        why="The places on the left count the most, so we compare from the left and stop at "
        "the first digit that differs. More digits do not make a number bigger.",
        simpler=f"Let's make it easier. Think of money: {write_decimal(a, 2)} dollars and "
        f"{write_decimal(b, 2)} dollars. So {verdict}.",
        wrong=(small,) if a != b else (),
    )
