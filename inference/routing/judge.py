"""Says how hard a question is while somebody waits: a sentence vector, then the trained model.

Never raises and never takes longer than its limit: who is late or broken says nothing, and the
router goes on by rules. Knows no particular sentence model.
"""

import asyncio
import logging
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from inference.errors import InferenceError
from inference.routing.difficulty import DifficultyModel

LIMIT_S: Final = 0.05
"""A vector takes 4 to 20 ms; who waits longer for it loses what the choice could win."""

_log = logging.getLogger(__name__)


class Embedder(Protocol):
    """Sentences to unit vectors, beside the event loop."""

    async def embed(self, text: str) -> NDArray[np.float32]:
        """Raises InferenceError."""


class LearnedJudge:
    """The router's Judge."""

    def __init__(
        self, model: DifficultyModel, embedder: Embedder, *, limit_s: float = LIMIT_S
    ) -> None:
        self._model, self._embedder, self._limit_s = model, embedder, limit_s

    async def difficulty(self, text: str) -> float | None:
        """See inference.router.Judge."""
        try:
            async with asyncio.timeout(self._limit_s):
                vector = await self._embedder.embed(text)
            return self._model.difficulty(text, vector)
        except TimeoutError:
            _log.info("difficulty came too late", extra={"limit_s": self._limit_s})
        except (InferenceError, ValueError, RuntimeError) as error:
            # The error's text may quote the question, so only its kind is logged.
            _log.warning("difficulty failed", extra={"error": type(error).__name__})
        return None
