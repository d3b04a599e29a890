"""What can be read off a question without a model: its length, numbers and connecting words. Pure.

Knows no weights. The order of NAMES is the order of the columns; a trained model stores it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

_WORD: Final = re.compile(r"[a-z']+")
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SENTENCE: Final = re.compile(r"[.?!]\s+")
MAX_CHARS: Final = 8_000
"""Of a longer text only the beginning is read."""

_GROUPS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "parts": frozenset({"half", "third", "quarter", "fourth", "fifth", "tenth", "fraction"}),
        "multiples": frozenset({"twice", "times", "double", "triple"}),
        "comparing": frozenset({"more", "less", "fewer", "than"}),
        "conditions": frozenset({"if", "then", "when", "unless"}),
        "rates": frozenset({"each", "every", "per"}),
        "rests": frozenset({"remaining", "left", "rest"}),
        "totals": frozenset({"total", "altogether", "combined", "all"}),
        "times": frozenset(
            {"second", "minute", "hour", "day", "week", "month", "year"}
            | {"seconds", "minutes", "hours", "days", "weeks", "months", "years", "old"}
        ),
        "averages": frozenset({"average", "ratio", "mean", "rate", "speed"}),
        "number_words": frozenset(
            {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
            | {"dozen", "hundred"}
        ),
        "reasons": frozenset({"why", "because", "explain", "prove", "compare"}),
    }
)


def _lengths(text: str, words: Sequence[str], numbers: Sequence[str]) -> Mapping[str, float]:
    sentences = [part for part in _SENTENCE.split(text) if part.strip()] or [text]
    sizes = [len(sentence.split()) for sentence in sentences]
    return {
        "chars": len(text),
        "log_chars": float(np.log1p(len(text))),
        "words": len(words),
        "sentences": len(sentences),
        "longest_sentence": max(sizes),
        "last_sentence": sizes[-1],
        "word_length": sum(map(len, words)) / max(1, len(words)),
        "different_words": len(set(words)) / max(1, len(words)),
        "numbers": len(numbers),
        "different_numbers": len(set(numbers)),
    }


def _signs(text: str, words: Sequence[str], numbers: Sequence[str]) -> Mapping[str, float]:
    digits = [sum(map(str.isdigit, number)) for number in numbers]
    return {
        "percents": text.count("%") + words.count("percent"),
        "money": text.count("$"),
        "slashes": text.count("/"),
        "decimals": sum("." in number for number in numbers),
        "most_digits": max(digits, default=0),
    }


def _counts(_text: str, words: Sequence[str], _numbers: Sequence[str]) -> Mapping[str, float]:
    return {name: sum(word in group for word in words) for name, group in _GROUPS.items()}


_PARTS: Final[Sequence[Callable[[str, Sequence[str], Sequence[str]], Mapping[str, float]]]] = (
    _lengths,
    _signs,
    _counts,
)


def _read(text: str) -> Mapping[str, float]:
    told = text[:MAX_CHARS]
    words, numbers = _WORD.findall(told.lower()), _NUMBER.findall(told)
    return {name: value for part in _PARTS for name, value in part(told, words, numbers).items()}


NAMES: Final = tuple(_read(""))
"""The features, in the order of their columns."""


def features(texts: Sequence[str]) -> NDArray[np.float64]:
    """One row per text, one column per name (float64, texts x NAMES)."""
    rows = [list(_read(text).values()) for text in texts]
    return np.array(rows, np.float64).reshape(len(rows), len(NAMES))
