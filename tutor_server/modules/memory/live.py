"""A session's model with its student's memory: what is recalled goes along with each request.

The reply never waits longer than a limit: what is late or broken is left out, counted and said in
the log. Knows no storage; the tiers decide how much of it fits (inference.remembering).
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from typing import Final

from prometheus_client import CollectorRegistry, Counter

from inference.contracts import ChatRequest, LanguageModel, ModelEvent, Role
from inference.errors import InferenceError
from inference.llm.closing import closing
from tutor_server.errors import TutorError

LIMIT_S: Final = 0.05
"""A recall takes about 10 ms; who waits longer for it notices."""

Recall = Callable[[str], Awaitable[tuple[str, ...]]]
"""What was just said to lines. Raises InferenceError, TutorError."""

log = logging.getLogger(__name__)


class MemoryMetrics:
    """Counts recalls."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._recalls = Counter(
            "tutor_memory_recalls",
            "Recalls for live replies, by how they ended (used, nothing, late, failed).",
            ("result",),
            registry=registry,
        )

    def recalled(self, result: str) -> None:
        """Count one."""
        self._recalls.labels(result=result).inc()


class Remembering:
    """LanguageModel around another one, for one session."""

    def __init__(
        self,
        model: LanguageModel,
        recall: Recall,
        metrics: MemoryMetrics,
        *,
        limit_s: float = LIMIT_S,
    ) -> None:
        self._model, self._recall = model, recall
        self._metrics, self._limit_s = metrics, limit_s

    async def models(self) -> tuple[str, ...]:
        """See LanguageModel."""
        return await self._model.models()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """See LanguageModel."""
        said = [m.content for m in request.messages if m.role is Role.USER]
        if said and not request.background:
            request = replace(request, background=await self._lines(said[-1]))
        async with closing(self._model.stream(request)) as events:
            async for event in events:
                yield event

    async def _lines(self, asked: str) -> tuple[str, ...]:
        result, lines = "failed", tuple[str, ...]()
        try:
            async with asyncio.timeout(self._limit_s):
                lines = await self._recall(asked)
            result = "used" if lines else "nothing"
        except TimeoutError:
            result = "late"
            log.info("recall came too late", extra={"limit_s": self._limit_s})
        except (TutorError, InferenceError) as error:
            # The error's text may quote the student, so only its kind is logged.
            log.warning("recall failed", extra={"error": type(error).__name__})
        self._metrics.recalled(result)
        return lines
