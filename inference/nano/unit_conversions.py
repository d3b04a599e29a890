"""Units of time, length, weight and volume, up and down, with whole results.

Knows how many small units make a big one; knows no wording of questions.
"""

from dataclasses import dataclass
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import spell
from inference.nano.problem import Problem


@dataclass(frozen=True, slots=True)
class _Pair:
    """A big unit that holds `factor` small ones; amounts of the big one go up to `most`."""

    big: str
    small: str
    factor: int
    most: int
    short: tuple[str, str] | None = None


_PAIRS = (
    _Pair("hour", "minute", 60, 12),
    _Pair("hour", "minute", 60, 12),
    _Pair("minute", "second", 60, 12),
    _Pair("kilometer", "meter", 1000, 30, ("km", "m")),
    _Pair("meter", "centimeter", 100, 30, ("m", "cm")),
    _Pair("kilogram", "gram", 1000, 30, ("kg", "g")),
    _Pair("liter", "milliliter", 1000, 30, ("l", "ml")),
    _Pair("week", "day", 7, 12),
    _Pair("day", "hour", 24, 5),
    _Pair("year", "month", 12, 12),
    _Pair("centimeter", "millimeter", 10, 50),
)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" + ("s" if number != 1 else "")


def _said(number: int, unit: str) -> str:
    return f"{spell(number)} {unit}" + ("s" if number != 1 else "")


def _steps(pair: _Pair, number: int, down: bool) -> str:
    total, factor = number * pair.factor, pair.factor
    fact = f"1 {pair.big} has {factor} {pair.small}s."
    if down:
        return f"{fact} To get the smaller unit we multiply: {number} × {factor} = {total}."
    return f"{fact} To get the bigger unit we divide: {total} ÷ {factor} = {number}."


def convert_units(rng: Random) -> Problem:
    """Make an amount to write in the next smaller or bigger unit."""
    pair = rng.choice(_PAIRS)
    number, down = rng.randint(1, pair.most), rng.random() < 0.6
    total = number * pair.factor
    ends = ((number, pair.big), (total, pair.small))
    (have, unit), (get, wanted) = ends if down else ends[::-1]
    many, answer = f"{wanted}s", _count(get, wanted)
    first, said = _count(have, unit), _said(have, unit)
    whole_question = rng.random() < 0.5
    asked = (
        "how many {w} are in {h}",
        "how many {w} are there in {h}",
        "how many {w} in {h}",
        "how many {w} is {h}",
    )
    stated = ("{h} in {w}", "{h} in {w}", "{h} to {w}", "{h} into {w}")
    ways = (asked if down else asked[2:]) if whole_question else stated
    written = tuple(way.format(w=many, h=first) for way in ways)
    if pair.short:
        a, b = pair.short if down else pair.short[::-1]
        written += tuple(way.format(w=b, h=f"{have} {a}") for way in ways)
        written += (ways[0].format(w=b, h=f"{have}{a}"),)
    return Problem(
        skill="convert_units",
        key=f"convert_units {have} {unit} {wanted}",
        by_heart=number == 1,
        group="question" if whole_question else "units",
        written=written,
        spoken=tuple(way.format(w=many, h=said) for way in ways),
        task=f"{first} in {many}",
        verb="write",
        steps=_steps(pair, number, down),
        conclusion=f"So {first} = {answer}.",
        answer=answer,
        why=f"Every {pair.big} is made of {pair.factor} {pair.small}s. "
        + (f"So {_count(number, pair.big)} need {number} times as many." if number > 1
           else f"So one {pair.big} is the same as {pair.factor} of them."),
        simpler=f"Let's make it easier. Count one {pair.big} as {pair.factor} {pair.small}s. "
        + (f"Take that {number} times and you have {total} {pair.small}s." if number > 1
           else f"That is all, so it is {answer}."),
        wrong=unlike(answer, _count(get * 10, wanted), _count(have + pair.factor, wanted),
                     _count(get + pair.factor, wanted)),
    )  # fmt: skip
