"""Finds the passage that answers a question: by meaning (sentence vectors) and by words (BM25),
joined by reciprocal rank fusion, and only when the evidence is strong enough.

Source of the fusion: Cormack, Clarke and Buettcher, Reciprocal Rank Fusion (SIGIR 2009). Ranks are
of lessons, each by its best passage, so that a long lesson has no more chances than a short one.
Pure; knows no model and no event loop.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tutor_server.modules.lessons.retrieval.full_text import FullText, terms
from tutor_server.modules.lessons.retrieval.passages import LessonPassage, Level

Vector = NDArray[np.float32]
RANK: Final = 10
"""Added to every rank: the first ten places differ, the far ones hardly."""
MEANING_WEIGHT: Final = 2.0
"""Of the vectors' vote beside 1 of the full text's."""
WORDS_WEIGHT: Final = 0.02
"""Of a BM25 score beside a cosine, within one lesson."""
COVERED_WEIGHT: Final = 0.03
"""Of the share of a question's telling words that the passage holds, beside a cosine."""
EVIDENCE: Final = 0.495
"""Less is no answer: cosine plus covered words. Chosen on [tuning] of the two question files."""
WORDS_ALONE: Final = 13.0
"""BM25 score from which a passage that holds all telling words counts without a vector."""
OTHER_LEVEL: Final = 0.12
"""So much nearer a passage of the other reading level must be to be taken all the same."""


class By(StrEnum):
    """What is asked."""

    MEANING = "embeddings"
    WORDS = "full text"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Scores:
    """How near every passage is to one question (float32, one per passage)."""

    terms: tuple[str, ...]
    words: Vector
    """BM25."""
    meaning: Vector | None
    """Cosines; None when there is no vector of the question."""

    @property
    def joined(self) -> Vector:
        """For comparing passages of one lesson."""
        words = self.words * np.float32(WORDS_WEIGHT)
        return words if self.meaning is None else self.meaning + words


class Index:
    """All passages; vectors of passages may come later (`learn`)."""

    def __init__(self, passages: Sequence[LessonPassage], vectors: Vector) -> None:
        """Passages of one lesson stand together. `vectors`: float32, passages x width; a row of
        zeros where none is known yet."""
        self.passages = tuple(passages)
        self._vectors = vectors
        self._text = FullText([passage.key for passage in passages])
        self._keys = [frozenset(terms(passage.key)) for passage in passages]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, passage in enumerate(passages):
            self._places[passage.lesson_id].append(place)
        self._lessons = tuple(self._places)
        self._begins = np.array([places[0] for places in self._places.values()], np.intp)

    def learn(self, place: int, vector: Vector) -> None:
        """The vector of one passage is known now."""
        self._vectors[place] = vector

    def scores(self, question: str, vector: Vector | None) -> Scores:
        """`vector` is the question's, of length 1."""
        asked = tuple(dict.fromkeys(terms(question)))
        # Not `@`: its threads took 33 ms on a busy machine where this takes 0.4 ms on one.
        meaning = None if vector is None else np.einsum("pw,w->p", self._vectors, vector)
        return Scores(asked, self._text.scores(asked), meaning)

    def ranked(self, scores: Scores, by: By = By.BOTH) -> list[str]:
        """Lesson ids, the most likely first; those that nothing speaks for are left out."""
        votes: dict[str, float] = defaultdict(float)
        if by is not By.WORDS and scores.meaning is not None:
            for rank, lesson in enumerate(self._order(scores.meaning), 1):
                votes[lesson] += MEANING_WEIGHT / (RANK + rank)
        if by is not By.MEANING:
            for rank, lesson in enumerate(self._order(scores.words), 1):
                votes[lesson] += 1 / (RANK + rank)
        return sorted(votes, key=lambda lesson: -votes[lesson])

    def find(self, question: str, vector: Vector | None, level: Level) -> LessonPassage | None:
        """The passage that answers best, at this level where there is one; None: no lesson says
        enough about it."""
        scores = self.scores(question, vector)
        ranked = self.ranked(scores)
        if not ranked or not scores.terms:
            return None
        joined = scores.joined
        best = max(self._places[ranked[0]], key=joined.__getitem__)
        if not self._enough(scores, best):
            return None
        fitting = [
            place
            for place in self._places[ranked[0]]
            if self.passages[place].level in {level, Level.ANY}
        ]
        near = max(fitting, key=joined.__getitem__, default=best)
        return self.passages[near if joined[best] - joined[near] < OTHER_LEVEL else best]

    def _enough(self, scores: Scores, place: int) -> bool:
        covered = self._covered(scores.terms, place)
        if scores.meaning is None:
            return covered >= 1 and float(scores.words[place]) >= WORDS_ALONE
        return float(scores.meaning[place]) + COVERED_WEIGHT * covered >= EVIDENCE

    def _covered(self, asked: Sequence[str], place: int) -> float:
        """The share of the question's words, by weight, that the passage holds."""
        weights = {term: self._text.weight(term) for term in asked}
        held = sum(weight for term, weight in weights.items() if term in self._keys[place])
        return held / (sum(weights.values()) or 1.0)

    def _order(self, scores: Vector) -> list[str]:
        """Lessons by their best passage, those with nothing left out."""
        best = np.maximum.reduceat(scores, self._begins)
        order = np.argsort(-best, kind="stable")
        return [self._lessons[place] for place in order if best[place] > 0]
