"""Fractions as decimals and decimals as fractions, by way of tenths and hundredths.

Knows bottom numbers that go into 100; knows no wording of questions.
"""

from fractions import Fraction
from math import gcd
from random import Random

from inference.nano.fractions_skill import Pair, say
from inference.nano.guesses import unlike
from inference.nano.numerals import spell_decimal, write_decimal
from inference.nano.problem import Problem

BOTTOMS = (2, 4, 4, 5, 5, 10, 10, 20, 20, 25, 50, 100, 100)


def draw_part(rng: Random, bottoms: tuple[int, ...] = BOTTOMS) -> Fraction:
    """Draw a reduced proper fraction whose bottom number goes into 100."""
    bottom = rng.choice(bottoms)
    while True:
        top = rng.randint(1, bottom - 1)
        if gcd(top, bottom) == 1:
            return Fraction(top, bottom)


def scaled(part: Pair, bottom: int) -> str:
    """Rewrite a fraction with bottom 10 or 100, as sentences; empty where it has it already."""
    top, below = part
    factor = bottom // below
    if factor == 1:
        return ""
    return (
        f"{below} × {factor} = {bottom} and {top} × {factor} = {top * factor}, "
        f"so {top}/{below} = {top * factor}/{bottom}. "
    )


def to_decimal(rng: Random) -> Problem:
    """Make a fraction to write as a decimal."""
    part = draw_part(rng)
    bottom = 10 if 10 % part.denominator == 0 else 100
    top = part.numerator * bottom // part.denominator
    text, answer = f"{part.numerator}/{part.denominator}", write_decimal(part)
    name = "tenth" if bottom == 10 else "hundredth"
    name += "s" if top != 1 else ""
    place = "one digit" if bottom == 10 else "two digits"
    said = say((part.numerator, part.denominator), rng)
    return Problem(
        skill="fraction_to_decimal",
        key=f"fraction_to_decimal {text}",
        group="convert",
        written=(f"{text} as a decimal", f"{text} as a decimal", f"{text} in decimals"),
        spoken=(f"{said} as a decimal",),
        task=f"{text} as a decimal",
        verb="write",
        steps=f"{scaled((part.numerator, part.denominator), bottom)}"
        f"{top} {name} has {place} after the point: {answer}.",
        conclusion=f"So {text} = {answer}.",
        answer=answer,
        why="The places after the point are tenths and hundredths. So we first make the bottom "
        f"number {bottom}, and then we can write it with a point.",
        simpler=f"Let's make it easier. Cut one whole into {bottom} equal pieces. {text} is "
        f"{top} of them, and we write that as {answer}.",
        wrong=unlike(
            answer,
            f"{part.numerator}.{part.denominator}",
            f"0.{part.denominator}",
            write_decimal(part / 10),
        ),
    )


def to_fraction(rng: Random) -> Problem:
    """Make a decimal below one to write as a fraction."""
    part = draw_part(rng)
    decimal = write_decimal(part)
    bottom = 10 ** len(decimal.partition(".")[2])
    top = (part * bottom).numerator
    common = bottom // part.denominator
    answer = f"{part.numerator}/{part.denominator}"
    reduce = ""
    if common > 1:
        reduce = (
            f" Both divide by {common}: {top} ÷ {common} = {part.numerator} and "
            f"{bottom} ÷ {common} = {part.denominator}."
        )
    place = "One digit" if bottom == 10 else "Two digits"
    name = "tenths" if bottom == 10 else "hundredths"
    return Problem(
        skill="decimal_to_fraction",
        key=f"decimal_to_fraction {decimal}",
        group="convert",
        written=(f"{decimal} as a fraction", f"{decimal} as a fraction",
                 f"{decimal.removeprefix('0')} as a fraction"),
        spoken=(f"{spell_decimal(decimal)} as a fraction",),
        task=f"{decimal} as a fraction",
        verb="write",
        steps=f"{place} after the point means {name}: {decimal} = {top}/{bottom}.{reduce}",
        conclusion=f"So {decimal} = {answer}.",
        answer=answer,
        why="The digits after the point count tenths or hundredths, so 10 or 100 goes to the "
        "bottom. Then we make the fraction as simple as we can.",
        simpler=f"Let's make it easier. {decimal} is {top} pieces out of {bottom}. "
        + (f"That is the same as {answer}." if common > 1 else f"We write that as {answer}."),
        wrong=unlike(answer, f"1/{top}", f"{top}/{bottom * 10}", f"{bottom}/{top}"),
        also_right=(f"{top}/{bottom}",) if common > 1 else (),
    )  # fmt: skip
