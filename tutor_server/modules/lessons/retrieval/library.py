"""The lessons as a library that live sessions ask; never late and never in the way.

The vector of a question has a deadline: after it the full text decides alone. Vectors that are not
shipped with the code, because a lesson has changed, are made in the background (`refresh`).
"""

import asyncio
import logging
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from inference.contracts import Passage
from sessions.teaching.parts import SIMPLE_UP_TO
from tutor_server.modules.lessons.curriculum import Curriculum
from tutor_server.modules.lessons.retrieval.index import Index
from tutor_server.modules.lessons.retrieval.passages import Level, passages
from tutor_server.modules.lessons.retrieval.saying import passage_of
from tutor_server.modules.lessons.retrieval.vectors import read_vectors

DEADLINE_S: Final = 0.06
"""For the vector of a question: ten times what it takes on a quiet core."""
MAX_CHARS: Final = 400
"""Of a question; a longer text is no question about a topic."""

_log = logging.getLogger(__name__)


class Embedder(Protocol):
    """A sentence model beside the event loop."""

    async def embed(self, text: str) -> NDArray[np.float32]:
        """The unit vector of one text. Raises InferenceError."""


class LessonLibrary:
    """Implements inference.contracts.Library."""

    def __init__(
        self, index: Index, embedder: Embedder, *, missing: tuple[int, ...] = (),
        deadline_s: float = DEADLINE_S,
    ) -> None:  # fmt: skip
        """`missing`: places of passages without a vector."""
        self._index, self._embedder, self._missing = index, embedder, missing
        self._deadline_s = deadline_s
        self._ready = False

    async def find(self, question: str, *, grade: int) -> Passage | None:
        """See Library."""
        if not question.strip() or len(question) > MAX_CHARS:
            return None
        vector = await self._vector(question)
        level = Level.SIMPLE if grade <= SIMPLE_UP_TO else Level.FULL
        found = self._index.find(question, vector, level)
        if found is None:
            return None
        passage = passage_of(found, question)
        return passage if passage.said else None

    async def refresh(self) -> None:
        """Load the sentence model, and embed what is missing. Runs once, in the background;
        without a model the full text decides alone."""
        try:
            await self._embedder.embed("What is a fraction?")
            self._ready = True
            for place in self._missing:
                key = self._index.passages[place].key
                self._index.learn(place, await self._embedder.embed(key))
        except Exception as error:  # noqa: BLE001 - whatever breaks, the full text decides
            _log.warning("no sentence model", extra={"error": type(error).__name__})
        self._missing = ()

    async def _vector(self, question: str) -> NDArray[np.float32] | None:
        """None: not in time, or not at all. Before the model is loaded nobody waits for it."""
        if not self._ready:
            return None
        try:
            async with asyncio.timeout(self._deadline_s):
                return await self._embedder.embed(question)
        except Exception:  # noqa: BLE001 - late or broken: the full text decides
            return None


def open_library(curriculum: Curriculum, embedder: Embedder) -> LessonLibrary:
    """The library of a curriculum; takes about a third of a second."""
    cut = passages(curriculum.lessons.values())
    vectors, missing = read_vectors(cut)
    return LessonLibrary(Index(cut, vectors), embedder, missing=missing)
