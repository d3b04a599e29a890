"""Adding and subtracting fractions, with the common bottom number worked out in the open.

Knows exact fractions and their steps; knows no wording of questions.
"""

from fractions import Fraction
from math import gcd, lcm
from random import Random

from inference.nano.numerals import speak, speak_pair, write, write_mixed
from inference.nano.problem import Problem

Pair = tuple[int, int]
"""A fraction as written, top and bottom, perhaps not reduced; bottom 1 is a whole number."""


def show(pair: Pair) -> str:
    """Write a pair as typed, such as `2/4` or `3`."""
    return str(pair[0]) if pair[1] == 1 else f"{pair[0]}/{pair[1]}"


def say(pair: Pair, rng: Random) -> str:
    """Say a pair, such as `two quarters`."""
    return speak(pair[0], rng) if pair[1] == 1 else speak_pair(*pair, rng)


def draw_pair(rng: Random) -> Pair:
    """Draw a proper fraction; halves, thirds and quarters are the most frequent."""
    bottom = rng.choice((2, 3, 4, 5, 6, 8, 10)) if rng.random() < 0.5 else rng.randint(2, 12)
    return rng.randint(1, bottom - 1), bottom


def finish(expression: str, top: int, bottom: int) -> tuple[str, str]:
    """Reduce a result: return the extra step (may be empty) and the conclusion."""
    value, common = Fraction(top, bottom), gcd(top, bottom)
    step = ""
    if common > 1 and top and value.denominator > 1:
        step = f" Divide top and bottom by {common}: {top}/{bottom} = {write(value)}."
    elif value.denominator == 1 and bottom > 1:
        step = f" {top}/{bottom} is {value.numerator} whole{'s' if value != 1 else ''}."
        if not top:
            step = " Nothing is left."
    mixed = f", which is {write_mixed(value)}" if value > 1 and value.denominator > 1 else ""
    return step, f"So {expression} = {write(value)}{mixed}."


def _combine(a: Pair, b: Pair, sign: str) -> tuple[str, int, int]:
    """Return the steps up to one fraction, and its top and bottom."""
    bottom = lcm(a[1], b[1])
    x, y = a[0] * bottom // a[1], b[0] * bottom // b[1]
    top = x + y if sign == "+" else x - y
    word = "add" if sign == "+" else "subtract"
    if a[1] == b[1]:
        head = f"The bottom numbers match, so {word} the tops: {x} {sign} {y} = {top}."
        return f"{head} That makes {top}/{bottom}.", top, bottom
    turned = [f"{show(p)} = {n}/{bottom}" for p, n in ((a, x), (b, y)) if p[1] != bottom]
    return (
        f"Make the bottom numbers the same, {bottom}: {' and '.join(turned)}. "
        f"Now {x}/{bottom} {sign} {y}/{bottom} = {top}/{bottom}.",
        top,
        bottom,
    )


_WORDS = {
    "+": ("{a} plus {b}", "{a} plus {b}", "the sum of {a} and {b}", "{a} and {b} together"),
    "-": ("{a} minus {b}", "{a} minus {b}", "{a} take away {b}", "{a} subtract {b}"),
}


def _why(a: Pair, b: Pair, sign: str) -> str:
    word = "add" if sign == "+" else "subtract"
    if a[1] == b[1]:
        return (
            f"The bottom number says what size the pieces are. They are the same size, "
            f"so we just {word} how many pieces there are."
        )
    return (
        f"We can only {word} pieces of the same size. The bottom number tells the size, "
        f"so we first make both bottoms {lcm(a[1], b[1])}."
    )


def _simpler(a: Pair, b: Pair, sign: str, answer: str) -> str:
    bottom = lcm(a[1], b[1])
    x, y = a[0] * bottom // a[1], b[0] * bottom // b[1]
    act = f"Put {y} more with them" if sign == "+" else f"Take {y} of them away"
    total = x + y if sign == "+" else x - y
    ending = "" if answer == f"{total}/{bottom}" else f", or {answer}"
    return (
        f"Let's make it easier. Picture a bar cut into {bottom} equal pieces. {show(a)} is {x} "
        f"of them. {act}: now it is {total} pieces. That is {total}/{bottom}{ending}."
    )


def _mistakes(a: Pair, b: Pair, sign: str, answer: Fraction) -> tuple[str, ...]:
    """List the classic slips: tops and bottoms combined, or one top kept."""
    slips = [(a[0] + b[0], a[1] + b[1]), (a[0] + b[0], max(a[1], b[1]))]
    if sign == "-":
        slips = [(abs(a[0] - b[0]), max(a[1], b[1])), (a[0], max(a[1], b[1])), (1, a[1] + b[1])]
    kept = [f"{t}/{n}" for t, n in slips if t and n and Fraction(t, n) != answer]
    return tuple(kept) or (write(answer + Fraction(1, a[1] + b[1] + 1)),)


def combine(a: Pair, b: Pair, sign: str, rng: Random) -> Problem:
    """Build the problem `a + b` or `a - b`; the result must not be negative."""
    steps, top, bottom = _combine(a, b, sign)
    first, second = show(a), show(b)
    extra, conclusion = finish(f"{first} {sign} {second}", top, bottom)
    answer = Fraction(top, bottom)
    said = say(a, rng), say(b, rng)
    symbolic = (f"{first} {sign} {second}", f"{first}{sign}{second}")
    phrases = _WORDS[sign]
    name = "fraction_add" if sign == "+" else "fraction_subtract"
    return Problem(
        skill=name if a[1] != b[1] else name + "_like",
        key=f"{name} {first} {second}",
        written=(*symbolic, *symbolic, *(w.format(a=first, b=second) for w in phrases)),
        spoken=tuple(w.format(a=said[0], b=said[1]) for w in phrases),
        task=f"{first} {sign} {second}",
        steps=steps + extra,
        conclusion=conclusion,
        answer=write(answer),
        why=_why(a, b, sign),
        simpler=_simpler(a, b, sign, write(answer)),
        wrong=_mistakes(a, b, sign, answer),
        also_right=(f"{top}/{bottom}",) if write(answer) != f"{top}/{bottom}" and top else (),
        value=answer,
    )


def _ordered(a: Pair, b: Pair) -> tuple[Pair, Pair]:
    return (a, b) if Fraction(*a) >= Fraction(*b) else (b, a)


def _maybe_whole(rng: Random) -> Pair:
    return (rng.randint(1, 4), 1) if rng.random() < 0.08 else draw_pair(rng)


def add_unlike(rng: Random) -> Problem:
    """Make a sum of fractions with different bottoms, sometimes with a whole number."""
    a, b = draw_pair(rng), _maybe_whole(rng)
    while a[1] == b[1]:
        b = draw_pair(rng)
    a, b = rng.sample((a, b), 2)
    return combine(a, b, "+", rng)


def subtract_unlike(rng: Random) -> Problem:
    """Make a difference of fractions with different bottoms, sometimes from a whole number."""
    a, b = _maybe_whole(rng), draw_pair(rng)
    while a[1] == b[1]:
        b = draw_pair(rng)
    return combine(*_ordered(a, b), "-", rng)


def _like(rng: Random, sign: str) -> Problem:
    bottom = rng.randint(2, 20) if rng.random() < 0.4 else rng.randint(2, 12)
    a, b = (rng.randint(1, bottom - 1), bottom), (rng.randint(1, bottom - 1), bottom)
    return combine(*(_ordered(a, b) if sign == "-" else (a, b)), sign, rng)


def add_like(rng: Random) -> Problem:
    """Make a sum of fractions with the same bottom."""
    return _like(rng, "+")


def subtract_like(rng: Random) -> Problem:
    """Make a difference of fractions with the same bottom."""
    return _like(rng, "-")
