"""Full text search over some two thousand passages: BM25 on stems, in memory.

Not Postgres: the passages are part of the code and fit into 2 MB, a look-up takes less time than a
round trip, and a question is answered while the database is away. Source: Robertson and Zaragoza,
The Probabilistic Relevance Framework (2009), with the usual k1 and b. Pure.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.safety.stems import stem, words

K1: Final = 1.2
B: Final = 0.75
EMPTY: Final = frozenset(
    stem(word)
    for word in """a an the of to in on at by for with from as is are am was were be been being it
    its they them their this that these those there here and or but if so than then not no do does
    did done doing have has had can could will would should may might must shall i me my mine we us
    our you your he him his she her who whom whose what which when where why how about tell say
    please explain mean means called know show give get got go goes let want need help just really
    very much many some any all also too up out into over again one thing something somebody
    someone like because while during between hi hello hey okay ok yes yeah thank thanks
    dont doesnt isnt cant don't doesn't isn't can't didn't won't i'm it's that's what's""".split()  # noqa: SIM905
)
"""Words that say nothing about the topic."""


class FullText:
    """The index of some texts; never changes."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(terms(text)) for text in texts]
        lengths = np.array([max(1, sum(count.values())) for count in counts], np.float32)
        self._norm = K1 * (1 - B + B * lengths / (lengths.mean() if len(lengths) else 1))
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, count in enumerate(counts):
            for term, times in count.items():
                found[term].append((place, times))
        self._size = len(texts)
        self._places = {
            term: (
                np.array([place for place, _ in pairs], np.intp),
                np.array([times for _, times in pairs], np.float32),
            )
            for term, pairs in found.items()
        }

    def weight(self, term: str) -> float:
        """How telling a stem is (its inverse document frequency); the rarer, the more. A word
        that no text holds is the most telling of all."""
        pairs = self._places.get(term)
        df = len(pairs[0]) if pairs else 0
        return math.log(1 + (self._size - df + 0.5) / (df + 0.5))

    def scores(self, asked: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every text (float32, one per text) for the stems of a question."""
        scores = np.zeros(self._size, np.float32)
        for term in set(asked):
            if (pairs := self._places.get(term)) is not None:
                places, times = pairs
                scores[places] += (
                    self.weight(term) * times * (K1 + 1) / (times + self._norm[places])
                )
        return scores


def terms(text: str) -> list[str]:
    """The stems that say what a text is about."""
    found = (stem(word) for word in words(text))
    return [term for term in found if term not in EMPTY and len(term) > 1]
