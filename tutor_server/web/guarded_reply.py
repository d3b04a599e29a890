"""A model's reply behind the safety gate, sentence by sentence, for callers without a session.

The student's last message is masked and judged first; a blocked sentence is replaced and ends
the reply. A gate that fails counts as blocked (fails closed).
"""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace

from inference.contracts import (
    ChatRequest,
    Direction,
    Finished,
    LanguageModel,
    Masker,
    ModelEvent,
    Role,
    SafetyGate,
    TextDelta,
)
from sessions.sentences import Splitter

BLOCKED = Finished(reason="content_filter", prompt_tokens=0, completion_tokens=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """The gate's two halves and the model behind them."""

    llm: LanguageModel
    gate: SafetyGate
    masker: Masker

    def mask(self, request: ChatRequest) -> ChatRequest:
        """Personal data out of every message a person wrote."""
        messages = tuple(
            replace(message, content=self.masker.mask(message.content))
            if message.role is Role.USER
            else message
            for message in request.messages
        )
        return replace(request, messages=messages)

    async def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        """The guarded reply; raises what the model raises."""
        request = self.mask(request)
        last = next((m.content for m in reversed(request.messages) if m.role is Role.USER), "")
        verdict = await self.gate.judge(Direction.FROM_STUDENT, last)
        if not verdict.allowed:
            yield TextDelta(text=verdict.replacement)
            yield BLOCKED
            return
        async for event in self._checked(request):
            yield event

    async def _checked(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        splitter = Splitter()
        async with aclosing(self.llm.stream(request)) as events:  # type: ignore[type-var]
            async for event in events:
                for piece in _pieces(splitter, event):
                    verdict = await self.gate.judge(Direction.TO_STUDENT, piece)
                    if not verdict.allowed:
                        yield TextDelta(text=verdict.replacement)
                        yield BLOCKED
                        return
                    yield TextDelta(text=piece)
                if not isinstance(event, TextDelta):
                    yield event


def _pieces(splitter: Splitter, event: ModelEvent) -> tuple[str, ...]:
    """Sentences that ended with this event."""
    if isinstance(event, TextDelta):
        return splitter.push(event.text)
    rest = splitter.flush() if isinstance(event, Finished) else ""
    return (rest,) if rest else ()
