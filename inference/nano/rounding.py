"""Rounding whole numbers to tens, hundreds and thousands, and decimals to tenths and ones.

Knows which digit decides; knows no wording of questions.
"""

from fractions import Fraction
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import spell, spell_decimal, write_decimal
from inference.nano.problem import Problem


def _problem(skill: str, number: str, to: str, unit: Fraction, rng: Random) -> Problem:
    """Round `number` to `unit`, which `to` names in the words of the question."""
    value, places = Fraction(number), 1 if unit < 1 else 0
    low = value // unit * unit
    digit = (value - low) * 10 // unit
    up = digit >= 5
    below, above = write_decimal(low, places), write_decimal(low + unit, places)
    answer, other = (above, below) if up else (below, above)
    place = {
        Fraction(1, 10): "hundredths",
        Fraction(1): "tenths",
        Fraction(10): "ones",
        Fraction(1000): "hundreds",
    }
    rule = "5 or more, so we round up" if up else "less than 5, so we round down"
    said = (
        spell_decimal(number) if "." in number else spell(int(number), use_and=rng.random() < 0.4)
    )
    return Problem(
        skill=skill,
        key=f"{skill} {number} {write_decimal(unit)}",
        group="round",
        written=(f"{number} {to}",),
        spoken=(f"{said} {to}",),
        task=f"{number} {to}",
        verb="round",
        steps=f"{number} is between {below} and {above}. "
        f"Look at the {place.get(unit, 'tens')}: {digit} is {rule}.",
        conclusion=f"So {number} {to} is {answer}.",
        answer=answer,
        why="Rounding means taking the number that is nearest. From 5 on, the next higher one "
        "is taken.",
        simpler=f"Let's make it easier. Picture a line from {below} to {above}. "
        + (f"{number} is right in the middle, and then we go up to {answer}."
           if (value - low) * 2 == unit
           else f"{number} is nearer to {answer}, so we take {answer}."),
        wrong=unlike(
            answer, other, other, write_decimal(Fraction(answer) + 2 * unit, places),
            write_decimal(Fraction(answer) + unit, places),
        ),
        value=Fraction(answer) if places == 0 else None,
    )  # fmt: skip


def round_whole(rng: Random) -> Problem:
    """Make a whole number to round to the nearest ten, hundred or thousand."""
    unit, name = rng.choices(((10, "ten"), (100, "hundred"), (1000, "thousand")), (5, 4, 2))[0]
    least = max(11, unit + 1)
    number = rng.randint(least, rng.choice([n for n in (99, 999, 999, 9_499) if n > least]))
    while number % unit == 0:
        number += 3
    return _problem("round_whole", str(number), f"to the nearest {name}", Fraction(unit), rng)


def round_decimal(rng: Random) -> Problem:
    """Make a decimal to round to one place or to a whole number."""
    digits, limit = rng.randint(1, 1999), rng.choice((10, 100, 100))
    if limit == 10:
        digits = digits % 500 + 1
    while digits % 10 == 0:
        digits += 3
    number = write_decimal(Fraction(digits, limit))
    if limit == 100 and rng.random() < 0.6:
        to = rng.choice(("to one decimal place", "to the nearest tenth"))
        return _problem("round_decimal", number, to, Fraction(1, 10), rng)
    to = rng.choice(("to the nearest whole number", "to a whole number"))
    return _problem("round_decimal", number, to, Fraction(1), rng)
