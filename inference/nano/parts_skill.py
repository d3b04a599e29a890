"""More fraction skills: simplify, equivalent, compare, of a number, multiply, and what one means.

Knows exact fractions and their steps; knows no wording of questions.
"""

from fractions import Fraction
from math import gcd, lcm
from random import Random

from inference.nano.fractions_skill import Pair, draw_pair, finish, say, show
from inference.nano.numerals import spell, spell_part, write
from inference.nano.problem import Problem


def _reduced(rng: Random) -> Pair:
    value = Fraction(*draw_pair(rng))
    return value.numerator, value.denominator


def simplify(rng: Random) -> Problem:
    """Make a fraction to reduce; the common factor is 2 to 10."""
    top, bottom = _reduced(rng)
    factor = rng.randint(2, 10)
    big = (top * factor, bottom * factor)
    text = show(big)
    said = say(big, rng)
    return Problem(
        skill="simplify",
        key=f"simplify {text}",
        group="simplify",
        written=(text,),
        spoken=(said,),
        task=text,
        verb="simplify",
        steps=f"Both numbers divide by {factor}: {big[0]} ÷ {factor} = {top} and "
        f"{big[1]} ÷ {factor} = {bottom}.",
        conclusion=f"So {text} = {top}/{bottom}.",
        answer=f"{top}/{bottom}",
        why="Dividing the top and the bottom by the same number keeps the fraction equal. "
        "It only cuts the whole into fewer, bigger pieces.",
        simpler=f"Let's make it easier. Find a number that goes into {big[0]} and {big[1]}. "
        f"{factor} works. Divide both by {factor} and you get {top}/{bottom}.",
        wrong=(f"{top}/{big[1]}", f"{big[0] // factor}/{bottom + 1}"),
    )


def equivalent(rng: Random) -> Problem:
    """Make a fraction to rewrite with a larger bottom number."""
    top, bottom = _reduced(rng)
    factor = rng.randint(2, 10)
    target = bottom * factor
    text = f"{top}/{bottom}"
    spoken = [f"{say((top, bottom), rng)} over {spell(target)}"]
    if target <= 20:
        spoken = [f"{say((top, bottom), rng)} in {spell_part(target, plural=True)}"]
    return Problem(
        skill="equivalent",
        key=f"equivalent {text} {target}",
        group="equivalent",
        written=(f"{text} = ?/{target}", f"{text} = __/{target}", f"{text} with bottom {target}"),
        spoken=tuple(spoken),
        task=f"{text} with bottom {target}",
        verb="write",
        steps=f"{bottom} × {factor} = {target}, so do the same on top: "
        f"{top} × {factor} = {top * factor}.",
        conclusion=f"So {text} = {top * factor}/{target}.",
        answer=f"{top * factor}/{target}",
        why="When top and bottom are multiplied by the same number, the fraction stays equal. "
        "Each piece is only cut into smaller pieces.",
        simpler=f"Let's make it easier. Cut every piece into {factor} smaller ones. "
        f"{top} becomes {top * factor} and {bottom} becomes {target}. "
        f"That is {top * factor}/{target}.",
        wrong=(f"{top}/{target}", f"{top + target - bottom}/{target}"),
    )


def _verdict(a: Pair, b: Pair) -> str:
    if Fraction(*a) == Fraction(*b):
        return f"So {show(a)} and {show(b)} are equal."
    big, small = (a, b) if Fraction(*a) > Fraction(*b) else (b, a)
    return f"So {show(big)} is bigger than {show(small)}."


def _compare_steps(a: Pair, b: Pair) -> str:
    bottom = lcm(a[1], b[1])
    x, y = a[0] * bottom // a[1], b[0] * bottom // b[1]
    turned = [f"{show(p)} = {n}/{bottom}" for p, n in ((a, x), (b, y)) if p[1] != bottom]
    head = f"Make the bottom numbers the same, {bottom}: {' and '.join(turned)}. "
    if not turned:
        head = "The bottom numbers match, so look at the tops. "
    same, other = f"{x} is the same as {y}.", f"{max(x, y)} is more than {min(x, y)}."
    return head + (same if x == y else other)


def compare(rng: Random) -> Problem:
    """Make two fractions to compare."""
    a, b = draw_pair(rng), draw_pair(rng)
    while a == b:
        b = draw_pair(rng)
    equal = Fraction(*a) == Fraction(*b)
    answer = "equal" if equal else show(max(a, b, key=lambda p: Fraction(*p)))
    first, second = show(a), show(b)
    return Problem(
        skill="compare",
        key=f"compare {first} {second}",
        group="compare",
        written=(f"{first} or {second}",),
        spoken=(f"{say(a, rng)} or {say(b, rng)}",),
        task=f"{first} and {second}",
        verb="compare",
        steps=_compare_steps(a, b),
        conclusion=_verdict(a, b),
        answer=answer,
        why="Pieces of different sizes are hard to compare. With the same bottom number, "
        "the pieces have the same size and we just count them.",
        simpler="Let's make it easier. Draw two bars of the same length and color the parts. "
        + _verdict(a, b),
        wrong=() if equal else (show(min(a, b, key=lambda p: Fraction(*p))),),
    )


def of_number(rng: Random) -> Problem:
    """Make a fraction of a whole number, with a whole answer."""
    top, bottom = _reduced(rng)
    part = rng.randint(1, 12)
    whole, answer = bottom * part, top * part
    said = f"{say((top, bottom), rng)} of {spell(whole)}"
    text = f"{top}/{bottom} of {whole}"
    return Problem(
        skill="of_number",
        key=f"of_number {text}",
        written=(text, text, f"{say((top, bottom), rng)} of {whole}"),
        spoken=(said,),
        task=text,
        verb="find",
        steps=f"One part is {whole} ÷ {bottom} = {part}."
        + (f" {top} parts are {top} × {part} = {answer}." if top > 1 else ""),
        conclusion=f"So {text} = {answer}.",
        answer=str(answer),
        why=f"The bottom number says to share {whole} into {bottom} equal parts. "
        f"The top number says how many parts to take.",
        simpler=f"Let's make it easier. Share {whole} sweets into {bottom} equal bags. "
        f"Each bag has {part}. Take {top} of the bags: {answer}.",
        wrong=(str(answer + 1), str(answer + bottom)),
        value=Fraction(answer),
    )


def multiply_fractions(rng: Random) -> Problem:
    """Make a product of two fractions."""
    a, b = draw_pair(rng), draw_pair(rng)
    top, bottom = a[0] * b[0], a[1] * b[1]
    text = f"{show(a)} × {show(b)}"
    extra, conclusion = finish(text, top, bottom)
    answer = write(Fraction(top, bottom))
    said = say(a, rng), say(b, rng)
    return Problem(
        skill="fraction_multiply",
        key=f"fraction_multiply {show(a)} {show(b)}",
        written=(text, *(f"{show(a)}{sign}{show(b)}" for sign in (" x ", "*", " times "))),
        spoken=(f"{said[0]} times {said[1]}", f"{said[0]} multiplied by {said[1]}"),
        task=text,
        steps=f"Multiply the tops: {a[0]} × {b[0]} = {top}. "
        f"Multiply the bottoms: {a[1]} × {b[1]} = {bottom}. That makes {top}/{bottom}.{extra}",
        conclusion=conclusion,
        answer=answer,
        why=f"Times means a part of a part: we take {show(a)} of {show(b)}. "
        "So the pieces get smaller.",
        simpler="Let's make it easier. Top times top, bottom times bottom. "
        f"That gives {top}/{bottom}" + (f", or {answer}." if gcd(top, bottom) > 1 else "."),
        wrong=(f"{a[0] + b[0]}/{a[1] + b[1]}",)
        if Fraction(a[0] + b[0], a[1] + b[1]) != Fraction(top, bottom)
        else (f"{top + 1}/{bottom}",),
        also_right=(f"{top}/{bottom}",) if answer != f"{top}/{bottom}" else (),
    )


def meaning(rng: Random) -> Problem:
    """Make a single fraction whose meaning is asked."""
    a = draw_pair(rng)
    part = spell_part(a[1], plural=a[0] != 1)
    return Problem(
        skill="meaning",
        key=f"meaning {show(a)}",
        by_heart=True,
        group="meaning",
        written=(show(a),),
        spoken=(say(a, rng),),
        steps=f"Cut something into {a[1]} equal parts and take {a[0]} of them.",
        conclusion=f"So {show(a)} means {a[0]} out of {a[1]} equal parts: {spell(a[0])} {part}.",
        answer=show(a),
        why="The bottom number counts the equal parts in the whole. "
        "The top number counts the parts we have.",
        simpler=f"Let's make it easier. Picture a cake with {a[1]} equal slices. "
        f"{a[0]} of the slices is {show(a)} of the cake.",
    )
