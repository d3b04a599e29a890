"""Keeps a reply going while the model server restarts. Knows the contract; knows no HTTP.

When a stream dies, the same request with the same seed is asked again once the server is back, and
what was delivered already is skipped. A reply that comes out differently is ended, never repeated.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from inference.contracts import (
    ChatRequest,
    Finished,
    LanguageModel,
    ModelEvent,
    TextDelta,
    ToolCallDelta,
)
from inference.errors import ModelTimeoutError, ModelUnavailableError
from inference.llm.closing import closing

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How time passes; tests bring their own."""

    now: Callable[[], float]
    """Seconds, monotonic."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Steadfast:
    """A LanguageModel that survives the death of the one it wraps."""

    def __init__(self, model: LanguageModel, timing: Timing) -> None:
        self._model, self._timing = model, timing

    async def models(self) -> tuple[str, ...]:
        """As the wrapped model says."""
        return await self._model.models()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """As the wrapped model does, but ModelUnavailableError leads to another attempt while
        the deadline allows one; then raises ModelTimeoutError from it."""
        due = self._timing.now() + request.deadline_s
        delivered, pause = _Delivered(), FIRST_PAUSE_S
        while True:
            left = due - self._timing.now()
            before = delivered.size
            try:
                asked = replace(request, deadline_s=left)
                async with aclosing(self._attempt(asked, delivered)) as events:
                    async for event in events:
                        yield event
            except ModelUnavailableError as error:
                pause = FIRST_PAUSE_S if delivered.size > before else pause
                if self._timing.now() + pause >= due:
                    raise ModelTimeoutError("the model did not come back in time") from error
                await self._timing.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)
            else:
                return

    async def _attempt(
        self, request: ChatRequest, delivered: "_Delivered"
    ) -> AsyncGenerator[ModelEvent, None]:
        replay = _Replay(delivered)
        async with closing(self._model.stream(request)) as events:
            async for event in events:
                fresh = replay.admit(event)
                if replay.diverged:
                    yield Finished(
                        reason="length", prompt_tokens=0, completion_tokens=delivered.deltas
                    )
                    return
                if fresh is not None:
                    yield fresh


class _Delivered:
    """What the consumer has had already, over all attempts."""

    def __init__(self) -> None:
        self.text = ""
        self.calls: list[ToolCallDelta] = []
        """One per call, with all its arguments so far."""
        self.deltas = 0

    @property
    def size(self) -> int:
        """Characters delivered."""
        return len(self.text) + sum(len(c.name) + len(c.arguments) for c in self.calls)


class _Replay:
    """One attempt, compared with what was delivered before it."""

    def __init__(self, delivered: _Delivered) -> None:
        self._delivered = delivered
        self._text = 0
        """Characters of the text that this attempt has repeated or added."""
        self._ids: list[str] = []
        self._arguments: list[int] = []
        """Per call of this attempt: its id, and the characters of its arguments so far."""
        self.diverged = False

    def admit(self, event: ModelEvent) -> ModelEvent | None:
        """What of the event is new; None when it only repeats. May set `diverged`."""
        if isinstance(event, TextDelta):
            return self._admit_text(event)
        if isinstance(event, ToolCallDelta):
            return self._admit_call(event)
        self.diverged = not self._caught_up()
        return event

    def _admit_text(self, event: TextDelta) -> TextDelta | None:
        old = self._delivered.text[self._text :]
        fresh = self._fresh(old, event.text)
        self._text += len(event.text)
        if not fresh:
            return None
        self._delivered.text += fresh
        self._delivered.deltas += 1
        return TextDelta(text=fresh)

    def _admit_call(self, event: ToolCallDelta) -> ToolCallDelta | None:
        if event.call_id not in self._ids:
            self._ids.append(event.call_id)
            self._arguments.append(0)
        place, calls = self._ids.index(event.call_id), self._delivered.calls
        if place == len(calls):
            calls.append(event)
            self._arguments[place] = len(event.arguments)
            self._delivered.deltas += 1
            return event
        known = calls[place]
        fresh = self._fresh(known.arguments[self._arguments[place] :], event.arguments)
        self._arguments[place] += len(event.arguments)
        if event.name not in ("", known.name):
            self.diverged = True
        if not fresh:
            return None
        calls[place] = replace(known, arguments=known.arguments + fresh)
        self._delivered.deltas += 1
        # The consumer knows the call by the id of the attempt that began it.
        return ToolCallDelta(call_id=known.call_id, name="", arguments=fresh)

    def _fresh(self, old: str, new: str) -> str:
        """The part of `new` that goes beyond `old`, which it must repeat first."""
        same = min(len(old), len(new))
        if old[:same] != new[:same]:
            self.diverged = True
        return new[same:]

    def _caught_up(self) -> bool:
        """Whether this attempt has at least said everything that was delivered."""
        calls = self._delivered.calls
        lengths = [len(call.arguments) for call in calls]
        return self._text >= len(self._delivered.text) and self._arguments == lengths
