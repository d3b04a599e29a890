"""One number told by another: more or less than it, double, half, the next in a row, the worth of
a digit.

Knows how such a task becomes a sum; the sums themselves are `whole.py`.
"""

import re
from dataclasses import replace
from fractions import Fraction
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import spell, write_decimal
from inference.nano.problem import Problem
from inference.nano.whole import difference_of, sum_of

_STEPS = (1, 1, 1, 2, 3, 4, 5, 5, 10, 10, 10, 20, 50, 100)


def more_less(rng: Random) -> Problem:
    """Ask for the number that is so much more or less than another, or beside it."""
    step = rng.choice(_STEPS)
    number = rng.randint(step, rng.choice((30, 120, 999)) + step)
    more = rng.random() < 0.5
    sums = sum_of(number, step, rng) if more else difference_of(number, step, rng)
    name, said = ("more", "after") if more else ("less", "before")
    ways = [("{b} " + name + " than {a}", "sum")] * 2
    if step == 1:
        ways += [(f"what comes {said} {{a}}", "question"), (f"the number {said} {{a}}", "sum"),
                 (f"what number is {said} {{a}}", "question"),
                 (f"which number comes {said} {{a}}", "question")]  # fmt: skip
    way, group = rng.choice(ways)
    return replace(
        sums,
        skill="more_less",
        key=f"more_less {name} {number} {step}",
        by_heart=False,
        group=group,
        written=(way.format(a=number, b=step),),
        spoken=(way.format(a=spell(number), b=spell(step)),),
    )


def double(rng: Random) -> Problem:
    """Ask for the double of a number up to two digits."""
    number = rng.randint(1, 99)
    ways = ("double {}", "double {}", "twice {}", "the double of {}", "{} doubled")
    return replace(
        sum_of(number, number, rng),
        skill="double",
        key=f"double {number}",
        by_heart=True,
        written=tuple(way.format(number) for way in ways),
        spoken=tuple(way.format(spell(number)) for way in ways),
    )


def half_odd(rng: Random) -> Problem:
    """Ask for half of an odd number up to two digits."""
    number = rng.randrange(3, 100, 2)
    even = number - 1
    answer = write_decimal(Fraction(number, 2))
    return Problem(
        skill="half_odd",
        key=f"half_odd {number}",
        by_heart=True,
        written=tuple(f"{half} of {number}" for half in ("half", "half", "1/2", "a half")),
        spoken=tuple(f"{half} of {spell(number)}" for half in ("half", "one half", "a half")),
        task=f"1/2 of {number}",
        verb="find",
        steps=f"{even} ÷ 2 = {even // 2}, and half of 1 is 0.5. {even // 2} + 0.5 = {answer}.",
        conclusion=f"So 1/2 of {number} = {answer}.",
        answer=answer,
        why="Half means two equal parts. An odd number has one left over, and that one is cut "
        "in two.",
        simpler=f"Let's make it easier. Share {even} apples between two children: {even // 2} "
        f"each. Cut the last apple in half: {answer} each.",
        wrong=(str(even // 2), str(even // 2 + 1), str(number * 2)),
    )


def next_number(rng: Random) -> Problem:
    """Ask how a row of equal steps goes on."""
    step = rng.choice((1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 10, 10, 11, 20, 25, 50, 100))
    count, up = rng.choice((3, 4, 4, 5)), rng.random() < 0.75
    first = rng.randint(0, 30) if up else rng.randint(step * count, step * count + 40)
    row = [first + (step if up else -step) * n for n in range(count)]
    following = row[-1] + (step if up else -step)
    shown, said = ", ".join(map(str, row)), " ".join(map(spell, row))
    ways = ("what comes next: {}", "{}, what comes next", "what is the next number in {}",
            "what comes next {}", "{} what is next", "how does this go on {}",
            "what number comes after {}", "continue {}", "which number is next: {}")  # fmt: skip
    plain = tuple(re.sub("[,:]", "", way).format(said) for way in ways)
    change = "more" if up else "less"
    return Problem(
        skill="next_number",
        key=f"next_number {shown}",
        group="question",
        written=tuple(way.format(shown) for way in ways),
        spoken=plain if max(row) < 20 else (),
        task=shown,
        verb="continue",
        steps=f"From {row[0]} to {row[1]} it is {step} {change}. "
        f"{row[-1]} {'+' if up else '-'} {step} = {following}.",
        conclusion=f"So the next number is {following}.",
        answer=str(following),
        why="In such a row the step from each number to the next is always the same.",
        simpler=f"Let's make it easier. The step is always {step} {change}. "
        f"After {row[-1]} comes {following}.",
        wrong=unlike(str(following), str(row[-1] + 1), str(row[-1]), str(following + step)),
    )


def place_value(rng: Random) -> Problem:
    """Ask what one digit of a number is worth."""
    length = rng.choice((2, 3, 3, 3, 4))
    digits = rng.sample("123456789", length)
    number, at = "".join(digits), rng.randrange(length)
    parts = [digit + "0" * (length - 1 - place) for place, digit in enumerate(digits)]
    digit, worth = digits[at], parts[at]
    ways = ("what is the value of the {d} in {n}", "what is the {d} in {n} worth",
            "how much is the {d} in {n} worth", "the value of {d} in {n}",
            "what is the {d} worth in {n}", "what does the {d} in {n} stand for",
            "what is the place value of {d} in {n}")  # fmt: skip
    return Problem(
        skill="place_value",
        key=f"place_value {digit} {number}",
        group="question",
        written=tuple(way.format(d=digit, n=number) for way in ways),
        spoken=tuple(way.format(d=spell(int(digit)), n=spell(int(number))) for way in ways),
        task=f"the {digit} in {number}",
        verb="look at",
        steps=f"{number} = {' + '.join(parts)}.",
        conclusion=f"So the {digit} in {number} is worth {worth}.",
        answer=worth,
        why="The place of a digit says what it counts: ones, tens, hundreds or thousands.",
        simpler=f"Let's make it easier. Take {number} apart: {', '.join(parts)}. "
        f"The {digit} stands for {worth}.",
        wrong=unlike(worth, digit, worth + "0", number),
    )
