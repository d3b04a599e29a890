"""Thinking: streams the model's reply, cut into pieces, into the inbox. One task per reply,
cancelled at the next token."""

import asyncio

from inference.contracts import (
    Finished,
    LanguageModel,
    ModelEvent,
    Passage,
    TextDelta,
    ToolCallDelta,
)
from inference.errors import InferenceError, ModelTimeoutError, ModelUnavailableError
from sessions.contracts import Clock
from sessions.effects import Think
from sessions.events import CallGrew, ThinkingDone, ThinkingFailed, Thought
from sessions.grounding import Ask, Grounding, Grounds, look_up, recite
from sessions.inbox import Inbox
from sessions.sentences import Splitter
from sessions.streams import closing

_SAID = Finished(reason="stop", prompt_tokens=0, completion_tokens=0)
"""The lesson's words end a reply."""


class Mind:
    """The model's side of a session."""

    def __init__(
        self,
        inbox: Inbox,
        *,
        llm: LanguageModel,
        clock: Clock,
        tasks: asyncio.TaskGroup,
        grounds: Grounds | None = None,
    ) -> None:
        self._inbox = inbox
        self._llm = llm
        self._clock = clock
        self._tasks = tasks
        self._grounds = grounds
        self._thinking: dict[int, asyncio.Task[None]] = {}

    def think(self, effect: Think) -> None:
        """Start; reports carry the reply's number."""
        task = self._tasks.create_task(self._think(effect))
        self._thinking[effect.response] = task
        task.add_done_callback(lambda _: self._thinking.pop(effect.response, None))

    def cancel(self, response: int) -> None:
        """Stop thinking about a reply."""
        task = self._thinking.get(response)
        if task is not None:
            task.cancel()

    def close(self) -> None:
        """Stop all."""
        for task in self._thinking.values():
            task.cancel()

    async def _think(self, effect: Think) -> None:
        try:
            async with asyncio.timeout(effect.request.deadline_s):
                passage = await self._look_up(effect.ask)
                if effect.ask is not None and effect.ask.only:
                    self._recite(effect.response, effect.ask, passage)
                else:
                    await self._stream(effect, passage)
        except TimeoutError:
            self._fail(effect.response, ModelTimeoutError.code)
        except InferenceError as error:
            self._fail(effect.response, error.code)

    async def _look_up(self, ask: Ask | None) -> Passage | None:
        if ask is None or self._grounds is None:
            return None
        return await look_up(self._grounds, ask)

    def _recite(self, response: int, ask: Ask, passage: Passage | None) -> None:
        """The lessons alone answer, or nobody."""
        if passage is None:
            raise ModelUnavailableError("no lesson answers this")
        for piece in recite(ask, passage):
            self._piece(response, piece, self._clock())
        self._done(response, _SAID)

    async def _stream(self, effect: Think, passage: Passage | None) -> None:
        response, request, grounding = effect.response, effect.request, None
        if passage is not None and effect.ask is not None and self._grounds is not None:
            grounding = Grounding(self._grounds, effect.ask, passage)
            request = grounding.request(request)
        take = grounding.take if grounding is not None else _as_it_is
        splitter = Splitter()
        first_s: float | None = None
        async with closing(self._llm.stream(request)) as events:
            async for event in events:
                first_s = self._clock() if first_s is None else first_s
                for piece in _pieces(splitter, event):
                    for text in take(piece):
                        self._piece(response, text, first_s)
                if isinstance(event, Finished) or (grounding is not None and grounding.over):
                    self._done(response, event if isinstance(event, Finished) else _SAID)
                    return
                if isinstance(event, ToolCallDelta):
                    self._call(response, event)
                await self._inbox.room()
        raise ModelUnavailableError("the stream ended without a finish")

    def _piece(self, response: int, text: str, first_s: float) -> None:
        if text:
            now_s = self._clock()
            self._inbox.report(
                Thought(at_s=now_s, response=response, text=text, first_token_s=first_s)
            )

    def _call(self, response: int, delta: ToolCallDelta) -> None:
        self._inbox.report(
            CallGrew(
                at_s=self._clock(),
                response=response,
                call_id=delta.call_id,
                name=delta.name,
                arguments=delta.arguments,
            )
        )

    def _done(self, response: int, event: Finished) -> None:
        self._inbox.report(
            ThinkingDone(
                at_s=self._clock(),
                response=response,
                reason=event.reason,
                prompt_tokens=event.prompt_tokens,
                completion_tokens=event.completion_tokens,
            )
        )

    def _fail(self, response: int, code: str) -> None:
        self._inbox.report(ThinkingFailed(at_s=self._clock(), response=response, code=code))


def _pieces(splitter: Splitter, event: ModelEvent) -> tuple[str, ...]:
    """What has ended with this event."""
    if isinstance(event, TextDelta):
        return splitter.push(event.text)
    rest = splitter.flush()
    return (rest,) if rest else ()


def _as_it_is(piece: str) -> tuple[str, ...]:
    return (piece,)
