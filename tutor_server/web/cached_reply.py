"""A model that says kept replies again, for callers who ask for that. Knows the cache's port only.

It stands behind the safety gate: the question was judged before it is looked up, and a kept reply
is judged again like any other. What the gate stops half-way is never kept.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final, Protocol

from aiohttp import web

from inference.contracts import (
    ChatRequest,
    Finished,
    LanguageModel,
    ModelEvent,
    Role,
    TextDelta,
    ToolCallDelta,
)
from inference.llm.closing import closing
from sessions.ids import StudentId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything besides the words that must be equal for a reply to be said again."""

    tenant: TenantId
    student: StudentId | None
    """Whose question leaves the reply behind; forgotten with them, and not compared."""
    scope: str
    locale: str
    grade: int
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A reply to say again."""

    reply_id: str
    reply: str
    similarity: float
    to_check: bool = False
    """Ask the model nevertheless, and compare."""


class Replies(Protocol):
    """The reply cache; joined by its module. No method raises."""

    async def find(self, asked: Asked, text: str) -> Kept | None:
        """A reply that may be said to this question."""

    async def keep(self, asked: Asked, text: str, reply: str) -> str | None:
        """Keep a reply that is nobody's own; its id, or None when it is not kept."""

    async def check(self, asked: Asked, text: str, kept: Kept, fresh: str) -> bool:
        """Tell the cache what the model says now; whether both say the same."""


REPLIES: Final = web.AppKey("replies", Replies)
"""Absent when no cache was joined."""


class CachingModel:
    """A LanguageModel for one request."""

    def __init__(self, model: LanguageModel, replies: Replies, asked: Asked) -> None:
        self._model, self._replies, self._asked = model, replies, asked
        self.reply_id: str | None = None
        """After the stream: the kept reply that was said, or that was made of this one."""
        self.cached = False
        """Whether a kept reply was said."""

    async def models(self) -> tuple[str, ...]:
        """As the wrapped model says."""
        return await self._model.models()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """A kept reply at once, or the wrapped model's, kept once all of it was taken."""
        text = next((m.content for m in reversed(request.messages) if m.role is Role.USER), "")
        kept = await self._replies.find(self._asked, text)
        if kept is not None and not kept.to_check:
            self.reply_id, self.cached = kept.reply_id, True
            yield TextDelta(text=kept.reply)
            yield Finished(reason="stop", prompt_tokens=0, completion_tokens=0)
            return
        said: list[str] = []
        whole = False
        async with closing(self._model.stream(request)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    said.append(event.text)
                whole = isinstance(event, Finished) and event.reason == "stop"
                if isinstance(event, ToolCallDelta):
                    said.clear()
                # Whoever stops reading here, because the gate refused a sentence, keeps nothing.
                yield event
        if whole and said:
            await self._learn(text, kept, "".join(said))

    async def _learn(self, text: str, kept: Kept | None, fresh: str) -> None:
        if kept is not None:
            await self._replies.check(self._asked, text, kept, fresh)
        else:
            self.reply_id = await self._replies.keep(self._asked, text, fresh)
