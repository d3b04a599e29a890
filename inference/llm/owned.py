"""One student's way to a model: every request says whose it is, for fair shares of our engine.

Knows nothing of the student but a name that means nothing elsewhere.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from inference.contracts import ChatRequest, LanguageModel, ModelEvent


@dataclass(frozen=True, slots=True)
class Owned:
    """Implements LanguageModel over another one."""

    llm: LanguageModel
    user: str

    def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        """As the other model's; a request that already names its user keeps it."""
        return self.llm.stream(request if request.user else replace(request, user=self.user))

    async def models(self) -> tuple[str, ...]:
        """As the other model's."""
        return await self.llm.models()
