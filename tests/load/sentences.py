"""Generated things a student says in a lesson, by kind, and things no lesson recogniser expects.

Pure: the same seed gives the same sentences. Words as they are spoken, in lower case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from inference.hearing.phrases import SCHOOL_TERMS, TENS, UNITS

_PART = ("half", "third", "quarter", "fifth", "eighth")
_HELP = ("i don't understand", "give me a hint", "can you help me", "show me an example", "why")
_OUTSIDE = (
    "my brother has a red bicycle",
    "the weather is lovely in the mountains",
    "we went swimming at the lake on sunday",
    "did you see the football match last night",
    "her grandmother bakes bread every morning",
    "the museum closes early in winter",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What is said, and which kind of thing that is."""

    kind: str
    text: str


def _sum(random: Random) -> str:
    return f"what is {random.choice(TENS)} {random.choice(UNITS)} plus {random.choice(UNITS)}"


def _fraction(random: Random) -> str:
    return f"what is one {random.choice(_PART)} plus one {random.choice(_PART)}"


def _answer(random: Random) -> str:
    return f"it is {random.choice(TENS)} {random.choice(UNITS)}"


def _term(random: Random) -> str:
    return f"what is {random.choice(SCHOOL_TERMS)}"


def _help(random: Random) -> str:
    return random.choice(_HELP)


KINDS: dict[str, Callable[[Random], str]] = {
    "sum": _sum,
    "fractions": _fraction,
    "answer": _answer,
    "term": _term,
    "help": _help,
}


def lesson_talk(count: int, seed: int) -> tuple[Sentence, ...]:
    """The kinds in turn."""
    random = Random(seed)
    kinds = list(KINDS.items())
    chosen = (kinds[number % len(kinds)] for number in range(count))
    return tuple(Sentence(kind=kind, text=make(random)) for kind, make in chosen)


def other_talk() -> tuple[Sentence, ...]:
    """English that belongs to no lesson."""
    return tuple(Sentence(kind="other talk", text=text) for text in _OUTSIDE)


def written(text: str) -> str:
    """How two texts are compared: lower case, without punctuation."""
    return " ".join("".join(c for c in text.lower() if c.isalnum() or c in " '").split())
