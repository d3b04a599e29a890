"""Thinking: streams the model's reply, cut into pieces, into the inbox. One task per reply,
cancelled at the next token."""

import asyncio

from inference.contracts import ChatRequest, Finished, LanguageModel, TextDelta, ToolCallDelta
from inference.errors import InferenceError, ModelTimeoutError, ModelUnavailableError
from sessions.contracts import Clock
from sessions.effects import Think
from sessions.events import CallGrew, ThinkingDone, ThinkingFailed, Thought
from sessions.inbox import Inbox
from sessions.sentences import Splitter
from sessions.streams import closing


class Mind:
    """The model's side of a session."""

    def __init__(
        self, inbox: Inbox, *, llm: LanguageModel, clock: Clock, tasks: asyncio.TaskGroup
    ) -> None:
        self._inbox = inbox
        self._llm = llm
        self._clock = clock
        self._tasks = tasks
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
                await self._stream(effect.response, effect.request)
        except TimeoutError:
            self._fail(effect.response, ModelTimeoutError.code)
        except InferenceError as error:
            self._fail(effect.response, error.code)

    async def _stream(self, response: int, request: ChatRequest) -> None:
        splitter = Splitter()
        first_s: float | None = None
        async with closing(self._llm.stream(request)) as events:
            async for event in events:
                first_s = self._clock() if first_s is None else first_s
                if isinstance(event, Finished):
                    self._piece(response, splitter.flush(), first_s)
                    self._done(response, event)
                    return
                if isinstance(event, TextDelta):
                    for piece in splitter.push(event.text):
                        self._piece(response, piece, first_s)
                else:
                    self._piece(response, splitter.flush(), first_s)
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
