"""How different the texts of a set are from one another. Pure.

Definition: each text becomes a vector of its words and pairs of neighbouring words, weighted by
TF-IDF within the set ((1 + ln count) x (1 + ln((1 + n) / (1 + texts with it)))), of length 1. A
text's nearness is its largest cosine to any other text of the set. The diversity of the set is
1 minus the mean nearness: 0 when every text has a twin, 1 when no two share a word. A set of
fewer than two texts has diversity 1. `WANTED` is what a training set should have.

Words are hashed into `BUCKETS` columns (CRC-32); two words in one column can only make texts
look nearer, so the measure errs on the strict side.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

WANTED: Final = 0.7
BUCKETS: Final = 8192
_WORD: Final = re.compile(r"\w+|[+\-*/=<>×÷−]")

Matrix: TypeAlias = NDArray[np.float32]


def diversity(texts: Sequence[str]) -> float:
    """1 minus the mean of each text's largest cosine to another."""
    if len(texts) < 2:
        return 1.0
    near = _cosines(texts)
    np.fill_diagonal(near, 0.0)
    return float(1 - near.max(axis=1).mean())


def thin(texts: Sequence[str], *, wanted: float = WANTED) -> tuple[int, ...]:
    """The places of texts that are far from one another: going through them in order, each is
    kept unless it is nearer than 1 - wanted to one kept before, by the weights of the whole set.

    Those kept have at least the wanted diversity by these weights; measured by themselves it is
    usually more, as words that many texts shared have become rarer."""
    if not texts:
        return ()
    near = _cosines(texts)
    kept: list[int] = []
    for place in range(len(texts)):
        if not kept or near[place, kept].max() <= 1 - wanted:
            kept.append(place)
    return tuple(kept)


def _cosines(texts: Sequence[str]) -> Matrix:
    """float32 [texts, texts]."""
    weights = np.zeros((len(texts), BUCKETS), dtype=np.float32)
    for row, text in enumerate(texts):
        for term, count in Counter(_terms(text)).items():
            weights[row, zlib.crc32(term.encode()) % BUCKETS] += 1 + np.log(count)
    found_in = (weights > 0).sum(axis=0)
    weights *= (1 + np.log((1 + len(texts)) / (1 + found_in))).astype(np.float32)
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    weights /= np.maximum(lengths, np.float32(1e-12))
    cosines: Matrix = weights @ weights.T
    return cosines


def _terms(text: str) -> Iterator[str]:
    words = _WORD.findall(text.casefold())
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"
