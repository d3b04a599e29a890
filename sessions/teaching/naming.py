"""Names the error behind a wrong answer, from the checker's outcome and what came before.

Deterministic, and every name comes with its reason. A wrong answer that tells nothing has no
name yet; the tutor then asks how it came about. Knows no moves. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sessions.teaching.lesson import Item, ItemKind, Outcome
from sessions.teaching.numbers import Reading, read
from sessions.teaching.run import Error, Tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An error and why it is called so; `because` is for teachers and logs, not for children."""

    error: Error
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered, and in what situation."""

    text: str
    words: int
    """Of the text."""
    seconds: float | None = None
    """Since the question was put; None: unknown."""
    glance_s: float | None = None
    """Faster than this is without reading; None: time means nothing."""
    earlier: tuple[Tried, ...] = ()
    """Attempts on the same item, oldest first."""
    known: bool = False
    """The skill was shown without help before in this run."""


RIGHT = Named(error=Error.NONE, because="right, or no answer at all")
_FEW_WORDS = 3
_OPERATIONS = {
    "+": (re.compile(r"\+|\bplus\b|\bsum\b|\badd(?:ed)?\b|\btotal\b|\baltogether\b"), "addition"),
    "-": (
        re.compile(
            r"(?<=[#\d]) ?- ?(?=[#\d])|\bminus\b|\bdifference\b|\bsubtract\b|\btake away\b"
        ),
        "subtraction",
    ),
    "*": (re.compile(r"\*|\btimes\b|\bproduct\b|\bmultipl|(?<=#) ?x ?(?=#)"), "multiplication"),
    "/": (re.compile(r"(?<=#) ?/ ?(?=#)|\bdivided?\b|\bquotient\b|\bshared?\b"), "division"),
}


def name_error(item: Item, outcome: Outcome, answer: Answer, others: Sequence[Item] = ()) -> Named:
    """The error of one answer. `others` are the lesson's other items: an answer to one of them
    is misread."""
    if outcome.correct or not outcome.attempt:
        return RIGHT
    fast = _fast(answer)
    if fast and item.kind is ItemKind.CHOICE:
        return Named(error=Error.GUESS, because="chosen faster than the question can be read")
    if outcome.misconception:
        return Named(error=Error.MISCONCEPTION, because=f"listed for {outcome.misconception}")
    if outcome.equivalent:
        return Named(error=Error.RIGHT_IDEA, because="right value, another form")
    return (
        _partly(item, outcome, answer)
        or _misread(item, outcome, answer, others)
        or _slip(item, outcome)
        or _other_operation(item, outcome)
        or _unlike_anything(outcome, answer, fast=fast)
    )


def _fast(answer: Answer) -> bool:
    if answer.seconds is None or answer.glance_s is None:
        return False
    return answer.seconds < answer.glance_s


# --- part of it is right


def _partly(item: Item, outcome: Outcome, answer: Answer) -> Named | None:
    missing = len(outcome.missing)
    if item.kind is ItemKind.TEXT:
        if not re.search(r"[^\W\d]{3}", answer.text):  # "30 ft" is no words either
            return Named(error=Error.MISREAD, because="a number where words are asked for")
        return _words_partly(len(item.keys), missing, answer)
    whole = {ItemKind.STEPS: len(item.choices), ItemKind.PYTHON: len(item.tests)}.get(item.kind, 0)
    if item.kind is ItemKind.STEPS and whole and missing == 2:
        return Named(error=Error.SLIP, because="two steps are swapped")
    if whole and missing and 2 * missing <= whole:
        what = "places" if item.kind is ItemKind.STEPS else "tests"
        return Named(error=Error.RIGHT_IDEA, because=f"{whole - missing} of {whole} {what} right")
    return None


def _words_partly(groups: int, missing: int, answer: Answer) -> Named:
    present = groups - missing
    if present > missing:
        return Named(error=Error.RIGHT_IDEA, because=f"{present} of {groups} ideas are there")
    if present:
        return Named(error=Error.IMPRECISE, because=f"only {present} of {groups} ideas is there")
    if answer.words < _FEW_WORDS:
        return Named(error=Error.GUESS, because="a word or two without any of the ideas")
    return Named(error=Error.IMPRECISE, because="own words, but none of the ideas is named")


# --- another question was answered


def _misread(item: Item, outcome: Outcome, answer: Answer, others: Sequence[Item]) -> Named | None:
    if "unit" in outcome.flags:
        return Named(error=Error.MISREAD, because="another unit than asked for")
    if "copied" in outcome.flags:
        return Named(error=Error.MISREAD, because="a number of the question was copied")
    said = _plain(outcome.parsed or answer.text)
    long_enough = len(said) > 1 and item.kind is not ItemKind.CHOICE
    for other in others:
        if other.item_id != item.item_id and long_enough and _plain(other.answer) == said:
            return Named(error=Error.MISREAD, because=f"the answer to {other.item_id}")
    return None


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text.casefold())


# --- nearly right


def _slip(item: Item, outcome: Outcome) -> Named | None:
    for flag, because in (
        ("sign", "right but for the sign"),
        ("off_by_one", "off by one"),
        ("off_by_ten", "off by a power of ten"),
        ("swapped", "the two parts are swapped"),
        ("order", "right parts in another order"),
    ):
        if flag in outcome.flags:
            return Named(error=Error.SLIP, because=because)
    if item.kind is ItemKind.NUMBER and outcome.distance is not None:
        return _digits(item, Fraction(outcome.distance).limit_denominator(10**6))
    return None


def _digits(item: Item, distance: Fraction) -> Named | None:
    """One digit is wrong, or two are swapped; off by one, ten, a hundred."""
    key = _value(item.answer)
    if key is None:
        return None
    if abs(distance) in {1, 10, 100, 1_000} and abs(key) >= abs(distance):
        return Named(error=Error.SLIP, because=f"off by {abs(distance)}")
    if key and (key + distance) in {key * 10, key / 10, key * 100, key / 100}:
        return Named(error=Error.SLIP, because="off by a power of ten")
    right, said = str(abs(key)), str(abs(key + distance))
    if len(right) != len(said) or len(right) < 2 or key + distance == 0:
        return None
    apart = [at for at, (a, b) in enumerate(zip(right, said, strict=True)) if a != b]
    if sorted(right) == sorted(said) and len(apart) == 2:
        return Named(error=Error.SLIP, because="two digits are swapped")
    if len(apart) == 1 and len(right) > 2:
        return Named(error=Error.SLIP, because="one digit is wrong")
    return None


def _other_operation(item: Item, outcome: Outcome) -> Named | None:
    """Added instead of multiplied and so on: a slip where the sum is written out, misread where
    the operation had to be found."""
    key = _value(item.answer)
    if item.kind is not ItemKind.NUMBER or outcome.distance is None or key is None:
        return None
    asked = read(item.question)
    if len(asked.mentions) != 2:
        return None
    said = key + Fraction(outcome.distance).limit_denominator(10**6)
    a, b = (mention.value for mention in asked.mentions)
    signs = [sign for sign in _OPERATIONS if _result(sign, a, b) == said]
    if not signs or any(_result(sign, a, b) == key for sign in signs):
        return None
    stated = any(_states(asked, sign) and _result(sign, a, b) == key for sign in _OPERATIONS)
    because = f"{_OPERATIONS[signs[0]][1]} instead of what is asked"
    return Named(error=Error.SLIP if stated else Error.MISREAD, because=because)


def _states(asked: Reading, sign: str) -> bool:
    return _OPERATIONS[sign][0].search(asked.canon) is not None


def _result(sign: str, a: Fraction, b: Fraction) -> Fraction | None:
    if sign == "/":
        return a / b if b else None
    return {"+": a + b, "-": abs(a - b), "*": a * b}[sign]


def _value(text: str) -> Fraction | None:
    mentions = read(text).mentions
    return mentions[0].value if len(mentions) == 1 else None


# --- no pattern


def _unlike_anything(outcome: Outcome, answer: Answer, *, fast: bool) -> Named:
    if fast:
        return Named(error=Error.GUESS, because="faster than the question can be read")
    said = _plain(outcome.parsed or answer.text)
    wrong = [t for t in answer.earlier if not t.correct]
    if any(_plain(t.answer) == said for t in wrong):
        return Named(error=Error.GUESS, because="the same wrong answer again")
    vague = [t for t in wrong if t.error in {Error.NONE, Error.GUESS}]
    if vague:
        return Named(error=Error.GUESS, because="again unlike anything the question leads to")
    if answer.known and not wrong:
        return Named(error=Error.SLIP, because="the skill was shown before in this lesson")
    return Named(error=Error.NONE, because="tells nothing yet")
