"""Decimals, percent, ratios and rates."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import gcd
from random import Random
from types import MappingProxyType
from typing import Final

from sessions.teaching.lesson import ItemKind
from tutor_server.modules.lessons.generators.draft import Draft, decimal, part, proper

_RATES: Final = (
    "A printer makes {total} pages in {count} minutes. How many pages is that in one minute?",
    "{count} notebooks cost {total} dollars. How many dollars does one notebook cost?",
    "A pump moves {total} liters in {count} minutes. How many liters is that in one minute?",
)


def decimal_add(rng: Random) -> Draft:
    a = Fraction(rng.randint(11, 98) * 10 + rng.randint(1, 9), 100)
    b = Fraction(rng.randint(11, 98), 10)
    lined_up_right = Fraction(int(a * 100) + int(b * 10), 100)
    return Draft(
        question=f"Work out {decimal(a)} + {decimal(b)}.",
        answer=decimal(a + b),
        wrong=((decimal(lined_up_right), "lines-up-the-last-digits"),),
        hints=(
            "Which digits of the two numbers belong under each other?",
            f"Put the points under each other; {decimal(b)} has no hundredths.",
            "For 21.25 + 0.3, write 0.30, and the sum is 21.55.",
            f"{decimal(a)} + {decimal(b)} = {decimal(a + b)}.",
        ),
    )


def decimal_fraction(rng: Random) -> Draft:
    bottom = rng.choice((2, 4, 5, 8, 20, 25, 50))
    share = proper(rng, low=bottom, high=bottom)
    factor = (1000 if bottom == 8 else 100) // bottom
    below = bottom * factor
    return Draft(
        question=f"Write {part(share)} as a decimal.",
        answer=decimal(share),
        wrong=(
            (f"{share.numerator}.{share.denominator}", "puts-a-point-between"),
            (f"0.{share.denominator}", "takes-the-bottom"),
        ),
        hints=(
            "What does the line of a fraction tell you to do?",
            f"Make the bottom {below}: multiply above and below the line by the same number.",
            "11/40 is 275/1000, and as a decimal that is 0.275.",
            f"{part(share)} = {share.numerator * factor}/{below} = {decimal(share)}.",
        ),
    )


def percent_of(rng: Random) -> Draft:
    percent = rng.choice((5, 10, 15, 20, 25, 30, 40, 60, 75, 80))
    whole = 20 * rng.randint(2, 25)
    answer = Fraction(percent * whole, 100)
    return Draft(
        question=f"What is {percent}% of {whole}?",
        answer=decimal(answer),
        wrong=(
            (str(whole - percent), "subtracts-the-percent"),
            (decimal(Fraction(whole, percent)), "divides-by-the-percent"),
        ),
        hints=(
            "Percent means: out of each hundred.",
            f"Find one percent of {whole} first.",
            "For 6% of 350: one percent is 3.5, and six times that is 21.",
            f"One percent is {decimal(Fraction(whole, 100))}, so {percent}% is"
            f" {percent} times that: {decimal(answer)}.",
        ),
    )


def percent_change(rng: Random) -> Draft:
    percent = rng.choice((10, 20, 25, 30, 40, 50, 60, 75))
    old = 20 * rng.randint(2, 20)
    change = old * percent // 100
    up = rng.random() < 0.5
    new = old + change if up else old - change
    verb = "rises" if up else "falls"
    return Draft(
        question=(
            f"A price {verb} from {old} to {new} dollars. By how many percent does it change?"
        ),
        answer=str(percent),
        form="%",
        wrong=(
            (str(change), "takes-the-difference-as-percent"),
            (decimal(Fraction(round(Fraction(1000 * change, new)), 10)), "compares-with-the-new"),
        ),
        hints=(
            "By how many dollars does the price change?",
            f"Compare the change with the old price, {old} dollars.",
            "From 500 to 535 the change is 35, and 35 out of 500 is 7 out of each hundred.",
            f"The change is {change}, and {change} ÷ {old} = {decimal(Fraction(percent, 100))},"
            f" which is {percent}%.",
        ),
    )


def percent_to_fraction(rng: Random) -> Draft:
    percent = rng.choice([value for value in range(4, 98) if gcd(value, 100) > 1])
    share = Fraction(percent, 100)
    return Draft(
        kind=ItemKind.FRACTION,
        form="lowest",
        question=f"Write {percent}% as a fraction in lowest terms.",
        answer=part(share),
        wrong=((f"1/{percent}", "one-over-the-percent"), (f"{percent}/10", "out-of-ten")),
        hints=(
            "Out of how many does percent count?",
            "Write the percent over one hundred, then look for a number that divides both.",
            "For 68%, sixty-eight over one hundred can be divided by four: 17/25."
            if percent != 68
            else "For 44%, forty-four over one hundred can be divided by four: 11/25.",
            f"{percent}/100, divided above and below by {gcd(percent, 100)}, is {part(share)}.",
        ),
    )


def ratio_simplify(rng: Random) -> Draft:
    share, factor = proper(rng, high=9), rng.randint(2, 9)
    a, b = share.numerator * factor, share.denominator * factor
    return Draft(
        kind=ItemKind.FRACTION,
        form="lowest",
        question=f"Simplify the ratio {a} to {b}. Write it as a fraction in lowest terms.",
        answer=part(share),
        wrong=(
            (f"{share.denominator}/{share.numerator}", "turns-the-ratio-round"),
            (f"{a}/{share.denominator}", "divides-one-side-only"),
        ),
        hints=(
            f"Which number divides both {a} and {b}?",
            "Divide both sides of the ratio by it.",
            "The ratio 26 to 65 shrinks by 13 to two over five."
            if share != Fraction(2, 5)
            else "The ratio 39 to 52 shrinks by 13 to three over four.",
            f"Both can be divided by {factor}, and what is left is {part(share)}.",
        ),
    )


def unit_rate(rng: Random) -> Draft:
    count, rate = rng.randint(3, 12), rng.randint(2, 15)
    total = count * rate
    text = rng.choice(_RATES)
    return Draft(
        question=text.format(count=count, total=total),
        answer=str(rate),
        wrong=(
            (str(total - count), "subtracts"),
            (decimal(Fraction(round(Fraction(100 * count, total)), 100)), "divides-the-wrong-way"),
        ),
        hints=(
            "What would be the amount for just one?",
            f"Share {total} equally over {count}.",
            "If 340 sheets lie in 20 equal stacks, each stack holds 17.",
            f"{total} ÷ {count} = {rate}.",
        ),
    )


def proportion(rng: Random) -> Draft:
    a, rate, factor = rng.randint(2, 9), rng.randint(2, 9), rng.randint(2, 8)
    b, c = a * rate, a * factor
    answer = b * factor
    return Draft(
        question=f"{a} bags hold {b} marbles. How many marbles are in {c} such bags?",
        answer=str(answer),
        wrong=(
            (str(b + c - a), "adds-the-difference"),
            (str(b * c), "multiplies-everything"),
        ),
        hints=(
            "How many marbles does one bag hold?",
            f"How many times as many bags are {c} bags as {a} bags?",
            "If 5 bags hold 55 marbles, then each holds eleven, and 20 bags hold 220.",
            f"One bag holds {rate}, so {c} bags hold {c} × {rate} = {answer}.",
        ),
    )


MAKERS: Final[Mapping[str, Callable[[Random], Draft]]] = MappingProxyType(
    {
        "decimal_add": decimal_add,
        "decimal_fraction": decimal_fraction,
        "percent_of": percent_of,
        "percent_change": percent_change,
        "percent_to_fraction": percent_to_fraction,
        "ratio_simplify": ratio_simplify,
        "unit_rate": unit_rate,
        "proportion": proportion,
    }
)
