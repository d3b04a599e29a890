"""Whole-number skills: add, subtract, multiply, divide, with the steps a pupil writes.

Knows column addition and subtraction, times tables and splitting; knows no wording of questions.
"""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from inference.nano.numerals import spell
from inference.nano.problem import Problem

BY_HEART = 12
"""Times tables are known up to here."""
_PLACES = ("Ones", "Tens", "Hundreds", "Thousands")


def _spoken(a: int, b: int, words: tuple[str, ...], rng: Random) -> tuple[str, ...]:
    use_and, hyphen = rng.random() < 0.4, rng.random() < 0.1
    first = spell(a, use_and=use_and, hyphen=hyphen)
    second = spell(b, use_and=use_and, hyphen=hyphen)
    return tuple(word.format(a=first, b=second) for word in words)


def _written(a: int, b: int, signs: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    symbolic = [f"{a} {sign} {b}" for sign in signs] + [f"{a}{sign}{b}" for sign in signs]
    return tuple(symbolic + [word.format(a=a, b=b) for word in words])


def _wrong(answer: int, *more: int) -> tuple[str, ...]:
    near = (answer + 1, answer - 1, answer + 10, answer - 10, answer + 2, *more)
    return tuple(str(n) for n in near if n >= 0 and n != answer)


def column_add(a: int, b: int, *, places: Sequence[str] = _PLACES, least: int = 1) -> str:
    """Write column addition from the lowest place upwards, with carries; `least` columns."""
    width = max(len(str(a)), len(str(b)), least)
    lines, carry = [], 0
    for place in range(width):
        x, y = a // 10**place % 10, b // 10**place % 10
        total = x + y + carry
        line = f"{places[place]}: {x} + {y}{' + 1' if carry else ''} = {total}"
        carry = int(total > 9)
        lines.append(line + (f", carry {carry}." if carry and place < width - 1 else "."))
    return " ".join(lines)


def column_subtract(a: int, b: int, *, places: Sequence[str] = _PLACES, least: int = 1) -> str:
    """Write column subtraction from the lowest place upwards, with borrowing; needs a >= b."""
    width = max(len(str(a)), least)
    lines, borrow = [], 0
    for place in range(width):
        x, y = a // 10**place % 10, b // 10**place % 10
        needs = x - borrow < y
        top = x + 10 if needs else x
        line = f"{places[place]}: {top}{' - 1' if borrow else ''} - {y} = {top - borrow - y}"
        borrow = int(needs)
        lines.append(line + (", borrow 1." if needs else "."))
    return " ".join(lines)


def _add_steps(a: int, b: int) -> str:
    if a > 10 or b > 10:
        return column_add(a, b)
    if b <= 4:
        count = ", ".join(str(a + i + 1) for i in range(b))
        return f"Start at {a} and count on {b}: {count}." if b else "Adding 0 changes nothing."
    if a + b > 10 and a < 10:
        gap = 10 - a
        return f"First make ten: {a} + {gap} = 10. Then {b - gap} more."
    return f"Put {a} and {b} together."


_ADD = (
    "{a} plus {b}",
    "{a} plus {b}",
    "{a} plus {b}",
    "the sum of {a} and {b}",
    "{a} and {b} together",
    "{a} added to {b}",
)


def sum_of(a: int, b: int, rng: Random) -> Problem:
    """Build the problem `a + b`."""
    answer = a + b
    return Problem(
        skill="add",
        key=f"add {min(a, b)} {max(a, b)}",
        by_heart=a <= 10 and b <= 10,
        written=_written(a, b, ("+",), _ADD),
        spoken=_spoken(a, b, _ADD, rng),
        task="" if a <= 10 and b <= 10 else f"{a} + {b}",
        steps=_add_steps(a, b),
        conclusion=f"So {a} + {b} = {answer}.",
        answer=str(answer),
        why="Adding means putting two amounts together and counting them all. "
        "We add ones to ones and tens to tens, because they are the same kind.",
        simpler=f"Let's make it easier. Start with {a}. Add {b} more. That makes {answer}.",
        wrong=_wrong(answer, abs(a - b)),
        value=Fraction(answer),
    )


def add(rng: Random) -> Problem:
    """Make an addition of whole numbers up to three digits."""
    size = rng.choices((0, 1, 2, 3), weights=(2, 3, 3, 4))[0]
    if size == 0:
        return sum_of(rng.randint(0, 10), rng.randint(0, 10), rng)
    if size == 1:
        a, b = rng.randint(2, 99), rng.randint(1, 20)
    elif size == 2:
        a, b = rng.randint(10, 99), rng.randint(10, 99)
    else:
        a, b = rng.randint(100, 999), rng.randint(2, 999)
    a, b = rng.sample((a, b), 2)
    return sum_of(a, b, rng)


def add_several(rng: Random) -> Problem:
    """Make a sum of three to five small numbers, added from the left."""
    numbers = [rng.randint(1, 12) for _ in range(rng.choice((3, 3, 3, 4, 4, 5)))]
    shown = [str(n) for n in numbers]
    text = " + ".join(shown)
    sums = [sum(numbers[: n + 1]) for n in range(len(numbers))]
    answer = sums[-1]
    steps = [f"{sums[n - 1]} + {numbers[n]} = {sums[n]}." for n in range(1, len(numbers))]
    added = [f"Add {numbers[n]} to get {sums[n]}." for n in range(1, len(numbers))]
    return Problem(
        skill="add_several",
        key=f"add_several {' '.join(shown)}",
        written=(text, "+".join(shown), " plus ".join(shown)),
        spoken=(" plus ".join(spell(n) for n in numbers),),
        task=text,
        steps=f"First {' Then '.join(steps)}",
        conclusion=f"So {text} = {answer}.",
        answer=str(answer),
        why="You can add in small steps: two numbers first, then the next one.",
        simpler=f"Let's make it easier. Start with {numbers[0]}. {' '.join(added)}",
        wrong=_wrong(answer),
        value=Fraction(answer),
    )


_SUBTRACT = (
    "{a} minus {b}",
    "{a} minus {b}",
    "{a} take away {b}",
    "{a} subtract {b}",
    "the difference between {a} and {b}",
)


def _subtract_steps(a: int, b: int) -> str:
    if b > a:
        return f"{b} is {b - a} more than {a}, so we go {b - a} below zero."
    if a > 20:
        return column_subtract(a, b)
    if b <= 4:
        count = ", ".join(str(a - i - 1) for i in range(b))
        return f"Start at {a} and count back {b}: {count}." if b else "Taking 0 changes nothing."
    return f"Think: {b} and how many more make {a}? {b} + {a - b} = {a}."


def difference_of(a: int, b: int, rng: Random) -> Problem:
    """Build the problem `a - b`."""
    answer = a - b
    usable = _SUBTRACT if a >= b else _SUBTRACT[:4]
    return Problem(
        skill="subtract",
        key=f"subtract {a} {b}",
        by_heart=a <= 20 and b <= 20,
        written=_written(a, b, ("-",), usable),
        spoken=_spoken(a, b, usable, rng),
        task=f"{a} - {b}" if a > 20 else "",
        steps=_subtract_steps(a, b),
        conclusion=f"So {a} - {b} = {answer}.",
        answer=str(answer),
        why="Subtracting means taking away, or finding how far apart two numbers are. "
        "When the top digit is too small, we borrow a ten from the next place.",
        simpler=f"Let's make it easier. Start with {a}. Take away {b}. That leaves {answer}.",
        wrong=_wrong(answer, a + b),
        value=Fraction(answer) if answer >= 0 else None,
    )


def subtract(rng: Random) -> Problem:
    """Make a subtraction up to three digits; a few small ones go below zero."""
    size = rng.choices((0, 1, 2, 3), weights=(2, 3, 3, 5))[0]
    if size == 0:
        return difference_of(rng.randint(0, 20), rng.randint(0, 12), rng)
    if size == 1:
        a, b = rng.randint(21, 100), rng.randint(1, 20)
    elif size == 2:
        a, b = rng.randint(21, 99), rng.randint(10, 99)
    else:
        a, b = rng.randint(100, 999), rng.randint(2, 999)
    return difference_of(max(a, b), min(a, b), rng)


_MULTIPLY = (
    "{a} times {b}",
    "{a} times {b}",
    "{a} times {b}",
    "{a} multiplied by {b}",
    "the product of {a} and {b}",
    "{a} groups of {b}",
)


def _multiply_steps(a: int, b: int) -> str:
    big, small = max(a, b), min(a, b)
    if big % 10 == 0 and big > 12 and small <= 12:
        return f"{big // 10} × {small} = {big // 10 * small}, then times 10."
    if big <= 12 or small > 12:
        return f"{a} × {b} means {a} groups of {b}."
    tens, ones = big - big % 10, big % 10
    return (
        f"Split {big} into {tens} and {ones}. {tens} × {small} = {tens * small} and "
        f"{ones} × {small} = {ones * small}. {tens * small} + {ones * small} = {big * small}."
    )


def product_of(a: int, b: int, rng: Random) -> Problem:
    """Build the problem `a × b`."""
    answer = a * b
    return Problem(
        skill="multiply",
        key=f"multiply {min(a, b)} {max(a, b)}",
        by_heart=max(a, b) <= 12,
        written=_written(a, b, ("×", "x", "*"), _MULTIPLY),
        spoken=_spoken(a, b, _MULTIPLY, rng),
        task=f"{a} × {b}" if max(a, b) > 12 else "",
        steps=_multiply_steps(a, b),
        conclusion=f"So {a} × {b} = {answer}.",
        answer=str(answer),
        why="Times means groups of the same size. "
        f"{a} × {b} is {a} groups with {b} in each group.",
        simpler=f"Let's make it easier. Picture {a} bags with {b} sweets in each bag. "
        f"Count all the sweets: {answer}.",
        wrong=_wrong(answer, a + b, answer + a, answer - b),
        value=Fraction(answer),
    )


def multiply(rng: Random) -> Problem:
    """Make a product: a table to 12, or two digits times one digit."""
    if rng.random() < 0.4:
        return product_of(rng.randint(0, 12), rng.randint(0, 12), rng)
    a, b = rng.randint(13, 99), rng.randint(2, 9)
    a, b = rng.sample((a, b), 2)
    return product_of(a, b, rng)


_DIVIDE = (
    "{a} divided by {b}",
    "{a} divided by {b}",
    "{a} shared by {b}",
    "{a} split into {b} equal groups",
)


def divide_steps(a: int, b: int) -> str:
    """Write the steps of `a ÷ b`: one where the table is known by heart, else tens first."""
    quotient, rest = divmod(a, b)
    if quotient <= BY_HEART:
        tail = f" {a} - {b * quotient} = {rest}." if rest else ""
        return f"{b} × {quotient} = {b * quotient}.{tail}"
    tens = quotient // 10 * 10
    ones, left = quotient - tens, a - b * tens
    if not left:
        return f"{b} × {tens} = {a}."
    steps = f"{b} × {tens} = {b * tens}. {a} - {b * tens} = {left}."
    if ones:
        steps += f" {b} × {ones} = {b * ones}."
    if ones and rest:
        steps += f" {left} - {b * ones} = {rest}."
    return f"{steps} {tens} + {ones} = {quotient}." if ones else steps


def quotient_of(a: int, b: int, rng: Random) -> Problem:
    """Build the problem `a ÷ b`."""
    quotient, rest = divmod(a, b)
    answer = f"{quotient} remainder {rest}" if rest else str(quotient)
    # A slash means division only where the pair cannot be read as a fraction to work with.
    signs = ("÷", "/") if not rest and a > b else ("÷",)
    return Problem(
        skill="divide_rest" if rest else "divide",
        key=f"divide {a} {b}",
        by_heart=not rest and quotient <= 12 and b <= 12,
        written=_written(a, b, signs, _DIVIDE),
        spoken=_spoken(a, b, _DIVIDE, rng),
        task=f"{a} ÷ {b}",
        steps=divide_steps(a, b),
        conclusion=f"So {a} ÷ {b} = {answer}.",
        answer=answer,
        why=f"Dividing means sharing into equal groups. It undoes times, so we ask: "
        f"{b} times what makes {a}?",
        simpler=f"Let's make it easier. Share {a} sweets between {b} children. "
        f"Each child gets {quotient}" + (f" and {rest} are left over." if rest else "."),
        wrong=_wrong(quotient, a - b),
        value=None if rest else Fraction(quotient),
    )


def divide(rng: Random) -> Problem:
    """Make a division without remainder: a table, or a two-digit quotient."""
    if rng.random() < 0.45:
        b = rng.randint(1, 12)
        return quotient_of(b * rng.randint(0, 12), b, rng)
    b = rng.randint(2, 9)
    return quotient_of(b * rng.randint(13, 99), b, rng)


def divide_rest(rng: Random) -> Problem:
    """Make a division that leaves a remainder: a table, or a two-digit quotient."""
    if rng.random() < 0.35:
        b = rng.randint(2, 9)
        return quotient_of(b * rng.randint(13, 99) + rng.randint(1, b - 1), b, rng)
    b = rng.randint(2, 10)
    return quotient_of(b * rng.randint(1, 12) + rng.randint(1, b - 1), b, rng)
