"""Fractions: meaning, simplest form, equivalents, comparing, and the operations."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm
from random import Random
from types import MappingProxyType
from typing import Final

from sessions.teaching.lesson import ItemKind
from tutor_server.modules.lessons.generators.draft import Draft, mixed, part, proper

_THINGS: Final = ("pizza", "ribbon", "garden", "cake", "chocolate bar", "strip of paper")


def fraction_meaning(rng: Random) -> Draft:
    share = proper(rng)
    top, bottom = share.numerator, share.denominator
    thing = rng.choice(_THINGS)
    return Draft(
        kind=ItemKind.FRACTION,
        question=(
            f"A {thing} is cut into {bottom} equal pieces. Somebody takes {top} of them."
            f" What fraction of the {thing} is that?"
        ),
        answer=part(share),
        wrong=(
            (f"{bottom}/{top}", "upside-down"),
            (f"{top}/{bottom - top}", "taken-over-left"),
        ),
        hints=(
            f"How many pieces does the whole {thing} have?",
            "All the pieces go below the line and the taken ones above it.",
            "When 13 of 17 equal pieces are taken, that is 13/17.",
            f"{top} of {bottom} equal pieces are {part(share)}.",
        ),
    )


def fraction_simplify(rng: Random) -> Draft:
    share, factor = proper(rng, high=9), rng.randint(2, 6)
    top, bottom = share.numerator * factor, share.denominator * factor
    return Draft(
        kind=ItemKind.FRACTION,
        form="lowest",
        question=f"Write {top}/{bottom} in lowest terms.",
        answer=part(share),
        wrong=(
            (f"{share.numerator}/{bottom}", "divides-the-top-only"),
            (f"{abs(top - factor)}/{bottom - factor}", "subtracts-instead-of-dividing"),
        ),
        hints=(
            f"Which number goes into both {top} and {bottom}?",
            f"Try to divide above and below the line by {factor}.",
            "For 26/39 both numbers can be divided by 13, and what is left is two over three."
            if share != Fraction(2, 3)
            else "For 39/52 both numbers can be divided by 13, and that leaves 3 over 4.",
            f"{top} ÷ {factor} = {share.numerator} and {bottom} ÷ {factor} = {share.denominator},"
            f" so it is {part(share)}.",
        ),
    )


def fraction_equivalent(rng: Random) -> Draft:
    share, factor = proper(rng, high=9), rng.randint(2, 7)
    bottom = share.denominator * factor
    top = share.numerator * factor
    return Draft(
        question=f"{part(share)} = □/{bottom}. Which number belongs in the box?",
        answer=str(top),
        wrong=(
            (str(share.numerator), "keeps-the-top"),
            (str(share.numerator + bottom - share.denominator), "adds-instead-of-multiplying"),
        ),
        hints=(
            f"How do you get from {share.denominator} to {bottom}?",
            "Whatever multiplies the number below must multiply the number above.",
            "In 11/13 the bottom becomes 26 when it is doubled, so the top is doubled too: 22.",
            f"{share.denominator} × {factor} = {bottom}, so the top is"
            f" {share.numerator} × {factor} = {top}.",
        ),
    )


def fraction_compare(rng: Random) -> Draft:
    one, other = _unlike(rng)
    common = lcm(one.denominator, other.denominator)
    larger, smaller = max(one, other), min(one, other)
    return Draft(
        kind=ItemKind.CHOICE,
        question=f"Which is larger, {part(one)} or {part(other)}?",
        choices=(part(one), part(other), "They are equal"),
        answer=part(larger),
        wrong=((part(smaller), "looks-at-one-number-only"), ("They are equal", "same-gap")),
        hints=(
            "Can you compare pieces of different sizes just by counting them?",
            f"Give both fractions the bottom number {common}.",
            "With 11/20 and 8/15 you would use sixtieths: 33 of them against 32.",
            f"{part(larger)} is {larger * common}/{common} and {part(smaller)} is"
            f" {smaller * common}/{common}, so {part(larger)} is larger.",
        ),
    )


def fraction_add_like(rng: Random) -> Draft:
    bottom = rng.randint(5, 15)
    a = rng.randint(1, bottom - 2)
    b = rng.randint(1, bottom - 1 - a)
    total = Fraction(a + b, bottom)
    return Draft(
        kind=ItemKind.FRACTION,
        question=f"Work out {a}/{bottom} + {b}/{bottom}.",
        answer=part(total),
        wrong=((f"{a + b}/{2 * bottom}", "adds-the-bottoms"),),
        hints=(
            "What are both fractions made of?",
            "The pieces are the same size, so only their number changes.",
            "Four 23rds and five 23rds: 4/23 + 5/23 = 9/23.",
            f"{a} + {b} = {a + b} pieces of size 1/{bottom}: that is {part(total)}.",
        ),
    )


def _unlike(rng: Random) -> tuple[Fraction, Fraction]:
    while True:
        a, b = proper(rng, low=2, high=9), proper(rng, low=2, high=9)
        if a.denominator != b.denominator and lcm(a.denominator, b.denominator) <= 40:
            return a, b


def _over(value: Fraction, bottom: int) -> str:
    return f"{value * bottom}/{bottom}"


def fraction_add(rng: Random) -> Draft:
    a, b = _unlike(rng)
    common, total = lcm(a.denominator, b.denominator), a + b
    naive = f"{a.numerator + b.numerator}/{a.denominator + b.denominator}"
    return Draft(
        kind=ItemKind.FRACTION,
        question=f"Work out {part(a)} + {part(b)}.",
        answer=part(total),
        wrong=(
            (naive, "adds-tops-and-bottoms"),
            (f"{a.numerator + b.numerator}/{common}", "changes-the-bottoms-only"),
        ),
        hints=(
            "Are the pieces of the two fractions the same size?",
            f"Both can be written with {common} below the line.",
            "For 1/11 + 1/22, write the first one as 2/22; together that makes 3/22.",
            f"{_over(a, common)} + {_over(b, common)} = {_over(total, common)},"
            f" and that is {part(total)}.",
        ),
    )


def fraction_subtract(rng: Random) -> Draft:
    pair = _unlike(rng)
    a, b = max(pair), min(pair)
    common, left = lcm(a.denominator, b.denominator), a - b
    below = abs(a.denominator - b.denominator)
    return Draft(
        kind=ItemKind.FRACTION,
        question=f"Work out {part(a)} − {part(b)}.",
        answer=part(left),
        wrong=(
            (f"{abs(a.numerator - b.numerator)}/{below}", "subtracts-tops-and-bottoms"),
            (f"{abs(a.numerator - b.numerator)}/{common}", "changes-the-bottoms-only"),
        ),
        hints=(
            "Can pieces of different sizes be taken from one another?",
            f"Write both fractions with {common} below the line.",
            "For 10/11 − 1/22, write the first one as 20/22; 19/22 remains.",
            f"{_over(a, common)} − {_over(b, common)} = {_over(left, common)},"
            f" and that is {part(left)}.",
        ),
    )


def fraction_multiply(rng: Random) -> Draft:
    a, b = proper(rng, low=2, high=9), proper(rng, low=2, high=9)
    common = lcm(a.denominator, b.denominator)
    top, bottom = a.numerator * b.numerator, a.denominator * b.denominator
    return Draft(
        kind=ItemKind.FRACTION,
        question=f"Work out {part(a)} × {part(b)}.",
        answer=part(a * b),
        wrong=(
            (f"{top}/{common}", "keeps-a-common-bottom"),
            (part(a + b), "adds-instead"),
        ),
        hints=(
            f"What is a part of a part: {part(a)} of {part(b)}?",
            "Top times top, and bottom times bottom.",
            "For 2/11 × 5/13 the tops make 10 and the bottoms 143.",
            f"The tops make {top} and the bottoms {bottom}: {top}/{bottom} is {part(a * b)}.",
        ),
    )


def fraction_divide(rng: Random) -> Draft:
    a, b = proper(rng, low=2, high=8), proper(rng, low=2, high=8)
    return Draft(
        kind=ItemKind.FRACTION,
        question=f"Work out {part(a)} ÷ {part(b)}.",
        answer=part(a / b),
        wrong=(
            (part(a * b), "multiplies-without-turning"),
            (part(b / a), "turns-the-wrong-fraction"),
        ),
        hints=(
            f"How often does {part(b)} fit into {part(a)}?",
            "Turn the second fraction upside down, then multiply.",
            "For 2/11 ÷ 3/13 you multiply 2/11 by 13/3 and get 26/33.",
            f"{part(a)} × {b.denominator}/{b.numerator} = {part(a / b)}.",
        ),
    )


def fraction_of_number(rng: Random) -> Draft:
    share = proper(rng, low=3, high=9)
    whole = share.denominator * rng.randint(3, 12)
    one, answer = whole // share.denominator, int(share * whole)
    return Draft(
        question=f"What is {part(share)} of {whole}?",
        answer=str(answer),
        wrong=(
            (str(one), "finds-one-part-only"),
            (str(whole * share.denominator // share.numerator), "divides-by-the-top"),
        ),
        hints=(
            f"Into how many equal parts do you split {whole}?",
            f"Find one part first, then take as many as the top of {part(share)} says.",
            "For 2/11 of 165: one part is 15, so two parts are 30.",
            f"{whole} ÷ {share.denominator} = {one}, and {share.numerator} × {one} = {answer}.",
        ),
    )


def mixed_numbers(rng: Random) -> Draft:
    value = rng.randint(1, 6) + proper(rng, high=9)
    top, bottom = value.numerator, value.denominator
    whole = top // bottom
    rest = top - whole * bottom
    if rng.random() < 0.5:
        return Draft(
            kind=ItemKind.FRACTION,
            form="mixed",
            question=f"Write {top}/{bottom} as a mixed number.",
            answer=mixed(value),
            wrong=((f"{rest} {whole}/{bottom}", "swaps-whole-and-rest"),
                   (f"{whole} {bottom}/{top}", "keeps-the-top-below")),
            hints=(
                f"How many wholes can you build from {top} pieces of size 1/{bottom}?",
                f"Each whole takes {bottom} pieces. What is left over stays a fraction.",
                "25/11 makes two wholes and leaves three pieces: 2 3/11.",
                f"{whole} × {bottom} = {whole * bottom}, and {rest} pieces are left:"
                f" {mixed(value)}.",
            ),
        )  # fmt: skip
    return Draft(
        kind=ItemKind.FRACTION,
        form="improper",
        question=f"Write {mixed(value)} as one fraction.",
        answer=part(value),
        wrong=((f"{whole + rest}/{bottom}", "adds-whole-and-top"),
               (f"{whole * rest}/{bottom}", "multiplies-whole-and-top")),
        hints=(
            "How many pieces does each whole have?",
            f"Cut each of the {whole} wholes into {bottom} pieces and add the pieces you have.",
            "10 2/11 holds 110 pieces and 2 more: 112/11.",
            f"{whole} × {bottom} = {whole * bottom}, and {rest} more make {top}: {part(value)}.",
        ),
    )  # fmt: skip


MAKERS: Final[Mapping[str, Callable[[Random], Draft]]] = MappingProxyType(
    {
        "fraction_meaning": fraction_meaning,
        "fraction_simplify": fraction_simplify,
        "fraction_equivalent": fraction_equivalent,
        "fraction_compare": fraction_compare,
        "fraction_add_like": fraction_add_like,
        "fraction_add": fraction_add,
        "fraction_subtract": fraction_subtract,
        "fraction_multiply": fraction_multiply,
        "fraction_divide": fraction_divide,
        "fraction_of_number": fraction_of_number,
        "mixed_numbers": mixed_numbers,
    }
)
