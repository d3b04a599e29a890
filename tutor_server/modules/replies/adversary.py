"""Pairs of questions that look alike and want different replies: what must never be a hit.

Each pair is drawn from school questions with places to fill: a number is changed, two sides change
their roles, a unit, an operator or a direction is another one, or a negation comes in. Half of the
second questions are dressed in another wording, so that they are no mere copies. Pure.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A question that was answered, and another one that it must not answer."""

    kind: str
    kept: str
    asked: str
    plain: str = ""
    """What is asked, before it was dressed."""


_THINGS: Final = ("apples", "pencils", "marbles", "books", "shells", "cards", "stickers", "coins")
_NAMES: Final = ("Ana", "Ben", "Carla", "Deniz", "Emil", "Fatima", "Goran", "Hana")
_UNITS: Final = (
    ("cm", "mm"), ("cm", "m"), ("km", "m"), ("meters", "centimeters"), ("inches", "feet"),
    ("kg", "g"), ("grams", "kilograms"), ("ml", "liters"), ("minutes", "hours"),
    ("seconds", "minutes"), ("days", "weeks"), ("dollars", "cents"), ("%", "cm"),
    ("°C", "°F"), ("degrees celsius", "degrees fahrenheit"), ("square meters", "meters"),
    ("cm²", "cm"), ("m³", "m²"), ("pounds", "ounces"), ("miles", "kilometers"),
)  # fmt: skip
_NUMBERED: Final = (
    "What is {n} + {m}?", "What is {n} minus {m}?", "How do you divide {n} by {m}?",
    "What is {n}/{m} of {k}?", "What is {n}% of {k}?", "Is {n} a prime number?",
    "How do you round {n} to the nearest {m}?", "What is {n} to the power of {m}?",
    "Why is {n} a factor of {m}?", "What are the factors of {n}?", "What is {n}.{m} times {k}?",
    "What is -{n} + {m}?", "How many {t} are in {n} bags of {m}?", "Solve {n}x + {m} = {k}.",
    "Why is {n}/{m} smaller than {k}?", "How do you write {n}/{m} as a decimal?",
    "What is the perimeter of a rectangle with sides {n} and {m}?", "Explain {n} * {m}.",
    "{a} has {n} {t} and gets {m} more. How many {t} are there?", "What is {n}:{m} simplified?",
    "What is {n} x {m}?", "How much is {n} tens and {m} ones?", "What comes after {n}?",
    "Find the mean of {n}, {m} and {k}.", "What is the square root of {n}?", "What is {n}²?",
)  # fmt: skip
_ROLES: Final = (
    "How do you subtract {x} from {y}?", "What is {x} minus {y}?", "What is {x} divided by {y}?",
    "Is {x} greater than {y}?", "Why does the {p} orbit the {q}?", "Does the {p} eat the {q}?",
    "{a} has {n} more {t} than {b}. Who has fewer?", "{a} gives {b} {n} {t}. Who has more now?",
    "How do you turn a {f} into a {g}?", "What is {x} to the power of {y}?",
    "Why is every {s} a {u}?", "Is every {s} a {u}?", "How many {v} are in a {w}?",
    "What does the {p} do to the {q}?", "How does the {p} change the {q}?",
    "Why do {p}s need {q}s?", "What happens to {x} when {y} is taken away?",
    "What is the ratio of {p}s to {q}s?", "What comes first, {p} or {q}?", "What is {x}/{y}?",
    "If {a} is older than {b}, who is younger?", "What part of {x} is {y}?",
)  # fmt: skip
_SIDES: Final = (
    ("p", "q", (("earth", "moon"), ("planet", "star"), ("cat", "mouse"), ("heart", "lung"),
                ("force", "mass"), ("plant", "animal"), ("river", "sea"), ("sun", "wind"))),
    ("f", "g", (("fraction", "decimal"), ("decimal", "percent"), ("fraction", "ratio"),
                ("word", "number"), ("table", "graph"))),
    ("s", "u", (("square", "rectangle"), ("square", "rhombus"), ("whale", "mammal"),
                ("fraction", "number"), ("noun", "word"))),
    ("v", "w", (("centimeters", "meter"), ("minutes", "hour"), ("grams", "kilogram"),
                ("days", "week"), ("cents", "dollar"))),
)  # fmt: skip
_MEASURED: Final = (
    "What is {n} {u} plus {m} {u}?", "How long is {n} {u}?", "What is half of {n} {u}?",
    "How do you measure {n} {u}?", "Is {n} {u} a lot?", "What is {n} {u} times {m}?",
    "How far is {n} {u}?", "How many parts are in {n} {u}?", "Why is {n} {u} more than {m} {u}?",
    "What is the area of a square with sides of {n} {u}?", "How many {u} are in the jar?",
)  # fmt: skip
_PLAIN: Final = (
    ("is", "What is a {c}?", "What is not a {c}?"),
    ("is", "What is a {c}?", "What isn't a {c}?"),
    ("is", "Is a {c} a {d}?", "Isn't a {c} a {d}?"),
    ("is", "Is a {c} a {d}?", "Is a {c} not a {d}?"),
    ("do", "Why do {c}s need {d}s?", "Why don't {c}s need {d}s?"),
    ("do", "Why do {c}s need {d}s?", "Why do {c}s not need {d}s?"),
    ("do", "Why do {c}s need {d}s?", "Why do {c}s never need {d}s?"),
    ("do", "How do {c}s live with {d}s?", "How do {c}s live without {d}s?"),
    ("can", "Why can {c}s have {d}s?", "Why can't {c}s have {d}s?"),
    ("can", "Why can {c}s have {d}s?", "Why cannot {c}s have {d}s?"),
    ("when", "When do you use a {c}?", "When don't you use a {c}?"),
    ("when", "When do you use a {c}?", "When should you not use a {c}?"),
    ("which", "Which {c} has a {d}?", "Which {c} has no {d}?"),
    ("which", "Which {c} is a {d}?", "Which {c} is not a {d}?"),
    ("how", "How do you find a {c}?", "How do you not find a {c}?"),
    ("example", "Give me an example of a {c}.", "Give me an example of what is not a {c}."),
    ("every", "Is every {c} a {d}?", "Is no {c} a {d}?"),
    ("true", "Is it true that a {c} is a {d}?", "Is it not true that a {c} is a {d}?"),
    ("except", "What do all {c}s have?", "What do all {c}s except a {d} have?"),
    ("neither", "Is a {c} a {d} or a {e}?", "Is a {c} neither a {d} nor a {e}?"),
    ("un", "What is a {c} that is equal?", "What is a {c} that is unequal?"),
    ("mean", "What does {c} mean?", "What does {c} not mean?"),
    ("understand", "Explain the {c} with a {d}.", "Explain the {c} without a {d}."),
    ("why", "Why does a {c} work?", "Why doesn't a {c} work?"),
    ("how", "How does a {c} work?", "How come a {c} does not work?"),
)  # fmt: skip
_CONCEPTS: Final = (
    "fraction", "triangle", "cell", "planet", "verb", "noun", "magnet", "loop", "square", "circle",
    "decimal", "factor", "angle", "plant", "animal", "sentence", "volcano", "simile", "function",
    "numerator", "denominator", "variable", "equation", "rectangle", "multiple", "atom", "root",
)  # fmt: skip
_OPERATORS: Final = (
    ("What is {n} + {m}?", "What is {n} - {m}?"), ("What is {n} * {m}?", "What is {n} + {m}?"),
    ("What is {n} times {m}?", "What is {n} plus {m}?"),
    ("What is {n} < {m}?", "What is {n} > {m}?"),
    ("What is {n} ÷ {m}?", "What is {n} × {m}?"), ("What is {n}^{m}?", "What is {n}*{m}?"),
    ("Is {n} less than {m}?", "Is {n} more than {m}?"), ("What is {n}/{m}?", "What is {n}-{m}?"),
    ("How do you add {n} and {m}?", "How do you multiply {n} and {m}?"),
    ("Which numbers are at least {n}?", "Which numbers are at most {n}?"),
    ("Solve x + {n} = {m}.", "Solve x - {n} = {m}."), ("What is {n}!?", "What is {n}?"),
    ("What is 2×({n} + {m})?", "What is 2×{n} + {m}?"),
    ("Simplify {n}(x+{m}).", "Simplify {n}x+{m}."),
    ("What is the smallest factor of {n}?", "What is the largest factor of {n}?"),
    ("Why does a {c} increase?", "Why does a {c} decrease?"),
    ("What comes before {n}?", "What comes after {n}?"), ("What is √{n}?", "What is {n}?"),
    ("How do you add a {c}?", "How do you subtract a {c}?"), ("What is −{n}?", "What is {n}?"),
    ("What is the first {c}?", "What is the last {c}?"), ("What was a {c}?", "What is a {c}?"),
)  # fmt: skip
_TERMS: Final = (
    "What is a {c}?", "Explain what a {c} is.", "How does a {c} work?", "What does {c} mean?",
    "Give me an example of a {c}.", "Why do we need a {c}?", "How do you find a {c}?",
    "What are the parts of a {c}?", "When do you use a {c}?", "How many sides does a {c} have?",
)  # fmt: skip
_A: Final = re.compile(r"\b([Aa]) ([aeiou])")
"""`a angle` becomes `an angle`."""
_DRESS: Final = (
    "{q}", "can you tell me {q}", "Hi, {q}", "{q} please", "so {q}", "um {q}", "please, {q}",
    "{q} thanks", "ok {q} again", "Hello! {q}", "tell me {q}", "{q} for me", "excuse me, {q}",
    "i want to know {q}", "{q}??", "tutor, {q}", "do you know {q}", "hey {q} really",
)  # fmt: skip


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """`count` pairs of each of the four kinds that are promised."""
    rng = Random(seed)  # noqa: S311  repeatable, no secret
    for make in (_negation, _numbers, _roles, _units):
        yield from _drawn(make, count, rng)


def further_pairs(count: int, seed: int) -> Iterator[Pair]:
    """`count` pairs of each of two more kinds: operators and directions, and other terms."""
    rng = Random(seed)  # noqa: S311  repeatable, no secret
    for make in (_operators, _other_terms):
        yield from _drawn(make, count, rng)


def _drawn(make: Callable[[Random], Pair], count: int, rng: Random) -> Iterator[Pair]:
    for _ in range(count):
        pair = make(rng)
        while pair.kept == pair.asked:
            pair = make(rng)
        kept, plain = (_A.sub(r"\1n \2", text) for text in (pair.kept, pair.asked))
        yield Pair(kind=pair.kind, kept=kept, asked=_dressed(plain, rng), plain=plain)


def _dressed(text: str, rng: Random) -> str:
    if rng.random() < 0.5:
        return text
    plain = text.rstrip("?.")
    # Capitals may be names or units; only the first letter is let down.
    return rng.choice(_DRESS).format(q=plain[:1].lower() + plain[1:])


def _fields(rng: Random) -> dict[str, object]:
    a, b = rng.sample(_NAMES, 2)
    c, d, e = rng.sample(_CONCEPTS, 3)
    n, m, k = rng.sample(range(2, 100), 3)
    return {
        "n": n,
        "m": m,
        "k": k,
        "t": rng.choice(_THINGS),
        "a": a,
        "b": b,
        "c": c,
        "d": d,
        "e": e,
    }


def _negation(rng: Random) -> Pair:
    _, plain, negated = rng.choice(_PLAIN)
    texts = [plain, negated]
    rng.shuffle(texts)
    fields = _fields(rng)
    return Pair(kind="negation", kept=texts[0].format(**fields), asked=texts[1].format(**fields))


def _numbers(rng: Random) -> Pair:
    text, fields = rng.choice(_NUMBERED), _fields(rng)
    place = rng.choice([name for name in ("n", "m", "k") if f"{{{name}}}" in text])
    other = {**fields, place: _other_number(int(str(fields[place])), rng)}
    return Pair(kind="numbers", kept=text.format(**fields), asked=text.format(**other))


def _other_number(number: int, rng: Random) -> str:
    digits = str(number)
    return rng.choice(
        (str(number + 1), str(number - 1), str(number * 10), digits[::-1], f"{digits}0",
         f"0.{digits}", f"-{digits}", f"{digits}.5", f"1,{number:03}", f"{digits}/2")
    )  # fmt: skip


def _roles(rng: Random) -> Pair:
    text, fields = rng.choice(_ROLES), _fields(rng)
    x, y = rng.sample(range(2, 100), 2)
    first: dict[str, object] = {**fields, "x": x, "y": y}
    second = {**first, "x": y, "y": x, "a": fields["b"], "b": fields["a"]}
    for one, two, choices in _SIDES:
        left, right = rng.choice(choices)
        first |= {one: left, two: right}
        second |= {one: right, two: left}
    return Pair(kind="roles", kept=text.format(**first), asked=text.format(**second))


def _units(rng: Random) -> Pair:
    text, fields = rng.choice(_MEASURED), _fields(rng)
    units: Sequence[str] = rng.sample(rng.choice(_UNITS), 2)
    kept, asked = (text.format(**{**fields, "u": unit}) for unit in units)
    return Pair(kind="units", kept=kept, asked=asked)


def _operators(rng: Random) -> Pair:
    texts, fields = list(rng.choice(_OPERATORS)), _fields(rng)
    rng.shuffle(texts)
    return Pair(kind="operators", kept=texts[0].format(**fields), asked=texts[1].format(**fields))


def _other_terms(rng: Random) -> Pair:
    text = rng.choice(_TERMS)
    one, two = rng.sample(_CONCEPTS, 2)
    return Pair(kind="terms", kept=text.format(c=one), asked=text.format(c=two))
