"""Other ways of finding earlier sentences, to measure recall beside: the newest, and full text.

Full text is Okapi BM25 (Robertson and Zaragoza 2009) over stemmed words without a stop list's, as
search engines rank. Pure.
"""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import Final

from inference.remembering.piece import content_words
from tutor_server.modules.memory.ranking import Remembered

_K1: Final = 1.2
_B: Final = 0.75


def newest(kept: Sequence[Remembered], best: int) -> list[Remembered]:
    """What was said last, whatever is asked."""
    return sorted(kept, key=lambda one: one.at, reverse=True)[:best]


def full_text(kept: Sequence[Remembered], asked: str, best: int) -> list[Remembered]:
    """The best by BM25; sentences without a word of the question are not found."""
    documents = [content_words(one.piece.text) for one in kept]
    within = Counter(word for words in documents for word in words)
    average = sum(map(len, documents)) / max(1, len(documents))
    scored = []
    for one, words in zip(kept, documents, strict=True):
        length = 1 - _B + _B * len(words) / average if average else 1.0
        shared = words & content_words(asked)
        worth = sum(
            _rarity(within[word], len(documents)) * (_K1 + 1) / (1 + _K1 * length)
            for word in shared
        )
        if worth > 0:
            scored.append((worth, one))
    return [one for _, one in sorted(scored, key=lambda pair: -pair[0])[:best]]


def _rarity(documents: int, of: int) -> float:
    return log(1 + (of - documents + 0.5) / (documents + 0.5))
