"""Percents: of a number by way of 10%, 50%, 25% and 1%, as fractions, and one number of another.

Knows percents that a pupil can work out without a calculator; knows no wording of questions.
"""

from fractions import Fraction
from math import gcd
from random import Random

from inference.nano.conversions import draw_part, scaled
from inference.nano.fractions_skill import say
from inference.nano.guesses import unlike
from inference.nano.numerals import spell, write_decimal
from inference.nano.problem import Problem
from inference.nano.whole import divide_steps


def _draw(rng: Random) -> tuple[int, int]:
    """Draw a percent and a number that it takes easily."""
    kind = rng.choices(("tens", "ten", "half", "quarter", "five", "one"), (6, 2, 2, 3, 2, 2))[0]
    if kind == "tens":
        return rng.choice((10, 20, 20, 30, 40, 60, 70, 80, 90)), rng.randint(1, 40) * 10
    if kind == "ten":
        return 10, rng.randint(5, 200)
    if kind == "half":
        return 50, rng.randint(2, 100) * 2
    if kind == "quarter":
        return rng.choice((25, 25, 75)), rng.randint(2, 50) * 4
    if kind == "five":
        return rng.choice((5, 15)), rng.randint(1, 20) * 20
    return rng.randint(1, 9), rng.randint(1, 9) * 100


def _tenth(number: int) -> str:
    return f"10% of {number} is {number} ÷ 10 = {write_decimal(Fraction(number, 10))}."


def _share(number: int, parts: int) -> str:
    """Work out `number ÷ parts`; short where the table is known by heart."""
    if number <= 12 * parts:
        return f"{number} ÷ {parts} = {number // parts}."
    return f"{number} ÷ {parts}: {divide_steps(number, parts)}"


def _steps(percent: int, number: int) -> str:
    if percent == 10:
        return f"10% means one tenth, so divide by 10: {_tenth(number)}"
    if percent == 50:
        return f"50% is one half. {_share(number, 2)}"
    if percent in {25, 75}:
        quarter = number // 4
        more = f" 75% is three quarters: 3 × {quarter} = {3 * quarter}." if percent == 75 else ""
        return f"25% is one quarter. {_share(number, 4)}{more}"
    tenth = number // 10
    if percent in {5, 15}:
        half = tenth // 2
        more = (
            f" 15% is both together: {tenth} + {half} = {tenth + half}." if percent == 15 else ""
        )
        return f"{_tenth(number)} 5% is half of that: {tenth} ÷ 2 = {half}.{more}"
    if percent % 10:
        one = number // 100
        more = f" {percent}% is {percent} × {one} = {percent * one}." if percent > 1 else ""
        return f"1% of {number} is {number} ÷ 100 = {one}.{more}"
    times = percent // 10
    if tenth <= 12:
        return f"{_tenth(number)} {percent}% is {times} × {tenth} = {times * tenth}."
    big, small = tenth - tenth % 10, tenth % 10
    if not small:
        return f"{_tenth(number)} {percent}% is {times} × {tenth} = {times * tenth}."
    return (
        f"{_tenth(number)} {percent}% is {times} × {tenth}. {times} × {big} = {times * big} and "
        f"{times} × {small} = {times * small}. {times * big} + {times * small} = {times * tenth}."
    )


def _picture(percent: int, number: int) -> str:
    """Say which equal parts to take."""
    if percent in {5, 15}:
        tenth = number // 10
        if percent == 5:
            return f"10% is {tenth}, and 5% is half of that."
        return f"10% is {tenth}, so 5% is {tenth // 2}. Put {tenth} and {tenth // 2} together."
    common = gcd(percent, 100) if percent in {25, 50, 75} else 10 if percent % 10 == 0 else 1
    parts, taken = 100 // common, percent // common
    each = write_decimal(Fraction(number, parts))
    return f"Share {number} into {parts} equal parts. Each part is {each}. Take {taken} of them."


def percent_of(rng: Random) -> Problem:
    """Make a percent of a whole number; the answer has one decimal place at most."""
    percent, number = _draw(rng)
    value = Fraction(percent * number, 100)
    text, answer = f"{percent}% of {number}", write_decimal(value)
    said = f"{spell(percent)} percent of {spell(number, use_and=rng.random() < 0.4)}"
    return Problem(
        skill="percent_of",
        key=f"percent_of {percent} {number}",
        written=(text, text, text, f"{percent} percent of {number}", f"{percent} % of {number}"),
        spoken=(said,),
        task=text,
        verb="find",
        steps=_steps(percent, number),
        conclusion=f"So {text} = {answer}.",
        answer=answer,
        why=f"Percent means out of one hundred. So {percent}% of {number} is {percent} out of "
        f"every hundred parts of {number}.",
        simpler=f"Let's make it easier. {_picture(percent, number)} That makes {answer}.",
        wrong=unlike(
            answer,
            str(percent),
            write_decimal(Fraction(number, percent), 0)
            if number % percent == 0
            else str(number - percent if number > percent else number + percent),
            write_decimal(value * 10),
            write_decimal(value + 1),
        ),
        value=value if value.denominator == 1 else None,
    )


def to_percent(rng: Random) -> Problem:
    """Make a fraction to write as a percent."""
    part = draw_part(rng)
    text, percent = f"{part.numerator}/{part.denominator}", (part * 100).numerator
    return Problem(
        skill="fraction_to_percent",
        key=f"fraction_to_percent {text}",
        group="convert",
        written=(f"{text} as a percent", f"{text} as a percentage", f"{text} in percent"),
        spoken=(f"{say((part.numerator, part.denominator), rng)} as a percent",),
        task=f"{text} as a percent",
        verb="write",
        steps=f"Percent means out of 100. {scaled((part.numerator, part.denominator), 100)}"
        f"{percent} out of 100 is {percent}%.",
        conclusion=f"So {text} = {percent}%.",
        answer=f"{percent}%",
        why="Percent means out of one hundred. So we make the bottom number 100, and the top "
        "number is the percent.",
        simpler=f"Let's make it easier. Think of 100 small squares. {text} of them are "
        f"{percent} squares, and that is {percent}%.",
        wrong=unlike(
            f"{percent}%",
            f"{part.denominator}%",
            f"{part.numerator}{part.denominator}%",
            f"{percent + 5}%",
        ),
    )


def from_percent(rng: Random) -> Problem:
    """Make a percent to write as a fraction."""
    part = draw_part(rng)
    percent = (part * 100).numerator
    common = gcd(percent, 100)
    answer = f"{part.numerator}/{part.denominator}"
    reduce = ""
    if common > 1:
        reduce = (
            f" Both divide by {common}: {percent} ÷ {common} = {part.numerator} and "
            f"100 ÷ {common} = {part.denominator}."
        )
    return Problem(
        skill="percent_to_fraction",
        key=f"percent_to_fraction {percent}",
        group="convert",
        written=(f"{percent}% as a fraction", f"{percent}% as a fraction",
                 f"{percent} percent as a fraction"),
        spoken=(f"{spell(percent)} percent as a fraction",),
        task=f"{percent}% as a fraction",
        verb="write",
        steps=f"Percent means out of 100: {percent}% = {percent}/100.{reduce}",
        conclusion=f"So {percent}% = {answer}.",
        answer=answer,
        why="Percent means out of one hundred, so 100 goes to the bottom. Then we make the "
        "fraction as simple as we can.",
        simpler=f"Let's make it easier. {percent}% is {percent} pieces out of 100. "
        + (f"That is the same as {answer}." if common > 1 else f"We write that as {answer}."),
        wrong=unlike(answer, f"1/{percent}", f"{percent}/10", f"100/{percent}"),
        also_right=(f"{percent}/100",) if common > 1 else (),
    )  # fmt: skip


_WHOLES = (4, 5, 8, 10, 12, 16, 20, 25, 30, 40, 50, 60, 80, 100, 200)


def what_percent(rng: Random) -> Problem:
    """Make two numbers and ask what percent one is of the other."""
    part = draw_part(rng, (2, 4, 4, 5, 5, 10, 10, 20))
    number = rng.choice([n for n in _WHOLES if n % part.denominator == 0])
    share, percent = (part * number).numerator, (part * 100).numerator
    common = number // part.denominator
    fraction = f"{part.numerator}/{part.denominator}"
    reduce, pair = f"{share} out of {number} is {share}/{number}. ", (share, number)
    if number == 100:
        reduce = "Percent means out of 100. "
    if 100 % number:
        pair = (part.numerator, part.denominator)
        reduce += f"Both divide by {common}: {share}/{number} = {fraction}. "
    a, b = spell(share), spell(number)
    asked = (
        "what percent is {a} of {b}",
        "what percent of {b} is {a}",
        "{a} is what percent of {b}",
        "how many percent is {a} out of {b}",
    )
    return Problem(
        skill="what_percent",
        key=f"what_percent {share} {number}",
        group="question",
        written=tuple(way.format(a=share, b=number) for way in asked),
        spoken=tuple(way.format(a=a, b=b) for way in asked),
        task=f"{share} of {number} as a percent",
        verb="write",
        steps=f"{reduce}{scaled(pair, 100)}{percent} out of 100 is {percent}%.",
        conclusion=f"So {share} of {number} is {percent}%.",
        answer=f"{percent}%",
        why="First we write the part over the whole. Then we make the bottom number 100, "
        "because percent means out of one hundred.",
        simpler=f"Let's make it easier. {share} of {number} is the same part as {percent} of 100, "
        f"so it is {percent}%.",
        wrong=unlike(f"{percent}%", f"{share}%", f"{number - share}%", f"{percent + 10}%"),
    )  # fmt: skip
