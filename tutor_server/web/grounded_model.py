"""A model whose reply to one question stands on the lessons, as in a live session: for callers
without one. Knows the session's grounding and the model's contract.

It stands behind the reply cache, so that what is kept is what was said.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from inference.contracts import (
    ChatRequest,
    Finished,
    LanguageModel,
    ModelEvent,
    Role,
    TextDelta,
)
from inference.llm.closing import closing
from sessions.grounding import Ask, Grounding, Grounds, look_up
from sessions.sentences import Splitter

ROUTED = "tutor"
"""Only the routed tutor is grounded; who names a tier wants that model's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedModel:
    """A LanguageModel for one caller."""

    llm: LanguageModel
    grounds: Grounds | None
    grade: int

    async def models(self) -> tuple[str, ...]:
        """As the wrapped model says."""
        return await self.llm.models()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """Whole sentences; raises what the model raises."""
        grounding = await self._grounding(request)
        if grounding is None:
            async with closing(self.llm.stream(request)) as events:
                async for event in events:
                    yield event
            return
        splitter = Splitter()
        async with closing(self.llm.stream(grounding.request(request))) as events:
            async for event in events:
                for text in _said(grounding, splitter, event):
                    yield TextDelta(text=text)
                if grounding.over:
                    yield Finished(reason="stop", prompt_tokens=0, completion_tokens=0)
                    return
                if not isinstance(event, TextDelta):
                    yield event

    async def _grounding(self, request: ChatRequest) -> Grounding | None:
        last = request.messages[-1] if request.messages else None
        asks = last is not None and last.role is Role.USER
        if last is None or not asks or self.grounds is None:
            return None
        if request.model != ROUTED or request.tools:
            return None
        ask = Ask(question=last.content, grade=self.grade)
        passage = await look_up(self.grounds, ask)
        return None if passage is None else Grounding(self.grounds, ask, passage)


def _said(grounding: Grounding, splitter: Splitter, event: ModelEvent) -> list[str]:
    """What is said now that this event has come."""
    if isinstance(event, TextDelta):
        pieces = splitter.push(event.text)
    else:
        rest = splitter.flush()
        pieces = (rest,) if rest else ()
    return [text for piece in pieces for text in grounding.take(piece)]
