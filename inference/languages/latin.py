"""Tells seven languages with Latin letters apart: naive Bayes over letters, and small words.

Learnt when imported (14 ms) from `texts/*.txt`, which we wrote: a line of function words, then the
same sentences in each language, so that no subject speaks for a language. Deterministic; about
100 us a sentence.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

KNOWN = ("en", "es", "fr", "de", "pt", "it", "pl")
_TEXTS = Path(__file__).parent / "texts"
_TOKENS = re.compile(r"[^\W\d_]{2,}")
"""Single letters are variables as often as words."""
_WORD_NATS = 4.0
"""A small word that a language has counts as much as some trigrams do."""
_GRAM_NATS = 4.0
"""The most that one trigram may speak for or against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The likeliest language, by how much, and on what."""

    tag: str
    margin: float
    """Nats over the second."""
    words: int
    """Of the text."""
    small_words: int
    """Of them in the language's list."""


@dataclass(frozen=True, slots=True)
class _Model:
    small_words: frozenset[str]
    grams: dict[str, float]
    """Log likelihood."""
    unseen: float


def judge(text: str) -> Verdict | None:
    """None without letters."""
    words = _TOKENS.findall(text.lower())
    if not words:
        return None
    grams = _grams(words)
    scores = {tag: _score(_MODELS[tag], words, grams) for tag in KNOWN}
    first, second = sorted(KNOWN, key=lambda tag: -scores[tag])[:2]
    return Verdict(
        tag=first,
        margin=scores[first] - scores[second],
        words=len(words),
        small_words=sum(word in _MODELS[first].small_words for word in words),
    )


def _score(model: _Model, words: list[str], grams: Counter[str]) -> float:
    letters = sum(n * model.grams.get(gram, model.unseen) for gram, n in grams.items())
    return letters + _WORD_NATS * sum(word in model.small_words for word in words)


def _grams(words: list[str]) -> Counter[str]:
    """Letters, pairs and threes, with a space at each end of a word."""
    found: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        for size in (2, 3):
            found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return found


def _learn() -> dict[str, _Model]:
    read = {tag: (_TEXTS / f"{tag}.txt").read_text("utf-8").split("---") for tag in KNOWN}
    counts = {
        tag: _grams(_TOKENS.findall(f"{small} {text}".lower()))
        for tag, (small, text) in read.items()
    }
    kinds = len(set().union(*counts.values()))
    return {tag: _model(read[tag][0], counts[tag], kinds) for tag in KNOWN}


def _model(small: str, counts: Counter[str], kinds: int) -> _Model:
    total = sum(counts.values()) + 0.5 * kinds
    unseen = math.log(0.5 / total)
    floor = unseen + _GRAM_NATS
    grams = {gram: min(math.log((n + 0.5) / total), floor) for gram, n in counts.items()}
    return _Model(frozenset(small.lower().split()), grams, unseen)


_MODELS = _learn()
"""At import and not at the first sentence: that comes in the middle of a live session's loop."""
