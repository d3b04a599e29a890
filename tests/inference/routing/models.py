"""A tier's model for tests: waits, speaks, fails, stalls; counts its open streams."""

import asyncio
from collections.abc import AsyncIterator

from inference.contracts import ChatRequest, Finished, ModelEvent, TextDelta
from inference.errors import ModelUnavailableError
from inference.routing.tier import Tier

NANO = Tier(name="nano", first_event_s=0.3)
BASE = Tier(name="base", first_event_s=0.9)
PRO = Tier(name="pro", first_event_s=4.0)
ALL = (NANO, BASE, PRO)
END = Finished(reason="stop", prompt_tokens=1, completion_tokens=1)
DIED = ModelUnavailableError("died")


def request(**changes: object) -> ChatRequest:
    return ChatRequest(**({"messages": ()} | changes))


class Fake:
    """Says its name, then ends."""

    def __init__(self, name: str, *, wait_s: float = 0.0, error: Exception | None = None) -> None:
        self.name, self.wait_s, self.error = name, wait_s, error
        self.fail_after_first = False
        self.pause_s = 0.0
        """Between its name and the end."""
        self.ends = True
        """False: a stream that stops without a Finished."""
        self.close_s = 0.0
        """How long closing takes."""
        self.requests: list[ChatRequest] = []
        self.open = 0

    async def models(self) -> tuple[str, ...]:
        return (self.name,)

    async def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        self.requests.append(request)
        self.open += 1
        try:
            await asyncio.sleep(self.wait_s)
            if self.error and not self.fail_after_first:
                raise self.error
            yield TextDelta(text=self.name)
            if self.error:
                raise self.error
            await asyncio.sleep(self.pause_s)
            if self.ends:
                yield END
        finally:
            try:
                await asyncio.sleep(self.close_s)
            finally:
                self.open -= 1


class Empty(Fake):
    """Ends without a word."""

    async def stream(self, request: ChatRequest) -> AsyncIterator[ModelEvent]:
        self.requests.append(request)
        return
        yield


async def said(stream: AsyncIterator[ModelEvent]) -> str:
    """The text of a whole reply."""
    events = [event async for event in stream]
    assert events[-1] == END
    return "".join(event.text for event in events if isinstance(event, TextDelta))
