"""A tier's model behind its budget: every request is fitted before it is sent."""

from collections.abc import AsyncIterator

from inference.contracts import ChatRequest, LanguageModel, ModelEvent
from inference.remembering.fit import Budget, fit
from inference.remembering.tokens import Count


class Within:
    """LanguageModel around another one."""

    def __init__(self, model: LanguageModel, budget: Budget, count: Count) -> None:
        self._model, self._budget, self._count = model, budget, count

    def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        """See LanguageModel."""
        return self._model.stream(fit(request, self._budget, self._count))

    async def models(self) -> tuple[str, ...]:
        """See LanguageModel."""
        return await self._model.models()
