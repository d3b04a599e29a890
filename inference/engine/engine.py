"""The engine as the event loop sees it: open it, stream from it, close it once.

Joins the preparing thread (templates, grammars) and the worker thread (torch); neither blocks the
loop. Knows contracts and settings; knows no HTTP.
"""

import asyncio
import itertools
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from types import TracebackType
from typing import TypeVar

from inference.contracts import ChatRequest, Finished, Message, ModelEvent, Role, Sampling
from inference.engine.adapters import AdapterLibrary
from inference.engine.job import Job, Piece
from inference.engine.loading import Loaded, Loader, load
from inference.engine.metrics import EngineMetrics
from inference.engine.preparing import ChatTask, Prepared, Preparer
from inference.engine.settings import EngineSettings
from inference.engine.worker import News, Worker
from inference.errors import InferenceError, ModelOverloadedError, ModelUnavailableError

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Engine:
    """One model, served to many; an async context manager that loads, drains and stops."""

    def __init__(
        self, settings: EngineSettings, *, clock: Callable[[], float], loader: Loader = load
    ) -> None:
        """`clock` gives monotonic seconds. Loads nothing yet."""
        self.settings, self.metrics = settings, EngineMetrics()
        self._load = loader
        self._clock = clock
        self._tickets = itertools.count()
        # One entry per running stream; each holds at most max_tokens + 1 pieces, so none is full.
        self._streams: dict[int, asyncio.Queue[Piece | InferenceError]] = {}
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="engine-prepare")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._worker: Worker | None = None
        self._loaded: Loaded | None = None
        self._preparer: Preparer | None = None
        self._failed, self._quiet = asyncio.Event(), asyncio.Event()
        self._quiet.set()
        self._preparing = 0
        self._accepting = False
        self.healthy = False
        """True from the first warm reply until the engine drains or fails."""

    async def __aenter__(self) -> "Engine":
        """Load and warm up. Raises ModelLoadError."""
        self._loop = asyncio.get_running_loop()
        try:
            await self._open()
        except BaseException:  # cancelled too: the threads must not outlive a failed start
            await self._close()
            raise
        return self

    async def _open(self) -> None:
        loaded = await self._in_thread(
            lambda: self._load(self.settings, metrics=self.metrics, clock=self._clock)
        )
        self._loaded = loaded
        self._preparer = await self._in_thread(lambda: Preparer(loaded))
        self._worker = Worker(loaded.machine, self._publish)
        self._worker.start()
        await self._warm_up(self._preparer)
        # Nobody is let in before: a start that is called off would cut them short.
        self.healthy = self._accepting = True

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Refuse new work, let running work end within `drain_s`, stop the threads."""
        self.healthy = self._accepting = False
        try:
            async with asyncio.timeout(self.settings.drain_s):
                await self._quiet.wait()
        except TimeoutError:
            _log.warning("completions were still running at the end of the drain")
        finally:
            await self._close()

    async def _close(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()
            try:
                await self._in_thread(worker.join)
            finally:
                # Cancelled a second time: now the loop itself waits for the step to end.
                worker.join()
        self._threads.shutdown(wait=False)

    async def failed(self) -> None:
        """Wait until the worker dies; raises ModelUnavailableError then."""
        await self._failed.wait()
        raise ModelUnavailableError("the engine's worker died")

    @property
    def adapters(self) -> AdapterLibrary:
        """What adapters there are. Raises ModelUnavailableError while loading."""
        if self._loaded is None:
            raise ModelUnavailableError("the engine is loading or stopping")
        return self._loaded.adapters

    async def load_adapter(self, name: str, path: str) -> None:
        """Read an adapter into memory. Raises UnknownModelError, ModelRefusedError,
        AdapterLoadError."""
        loaded = self._loaded
        if loaded is None:
            raise ModelUnavailableError("the engine is loading or stopping")
        weights = await self._in_thread(lambda: loaded.adapters.register(name, path))
        loaded.machine.bank.check(weights)

    def chat(self, task: ChatTask) -> AsyncGenerator[ModelEvent, None]:
        """Stream one chat completion; closing the iterator cancels it between steps.

        Raises ModelRefusedError, ModelOverloadedError, ModelTimeoutError, ModelUnavailableError.
        """
        due = self._clock() + task.request.deadline_s
        return self._reply(lambda preparer: preparer.chat(task, deadline_s=due))

    def complete(self, prompt: str, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """Continue a plain prompt; `request` says how. Raises as `chat` does."""
        due = self._clock() + request.deadline_s
        return self._reply(lambda preparer: preparer.plain(prompt, request, deadline_s=due))

    async def _reply(
        self, prepare: Callable[[Preparer], Prepared]
    ) -> AsyncGenerator[ModelEvent, None]:
        prepared = await self._prepare(prepare)
        async with aclosing(self._events(prepared)) as events:
            async for event in events:
                yield event

    async def _prepare(self, prepare: Callable[[Preparer], Prepared]) -> Prepared:
        preparer = self._open_preparer()
        # As many may be prepared as may wait for a slot; beyond that requests are refused.
        if self._preparing >= self.settings.queue:
            raise ModelOverloadedError("too many requests at once")
        self._preparing += 1
        try:
            return await self._in_thread(lambda: prepare(preparer))
        finally:
            self._preparing -= 1

    def _open_preparer(self) -> Preparer:
        if self._preparer is None or not self._accepting:
            raise ModelUnavailableError("the engine is loading or stopping")
        return self._preparer

    async def _events(self, prepared: Prepared) -> AsyncGenerator[ModelEvent, None]:
        splitter, piece = prepared.splitter, Piece(text="", tokens=0)
        async with aclosing(self._pieces(prepared)) as pieces:
            async for piece in pieces:
                for event in splitter.push(piece.text):
                    yield event
        for event in splitter.finish():
            yield event
        called = splitter.called and piece.reason == "stop"
        yield Finished(
            reason="tool_calls" if called else piece.reason,
            prompt_tokens=len(prepared.work.prompt),
            completion_tokens=piece.tokens,
        )

    async def _pieces(self, prepared: Prepared) -> AsyncGenerator[Piece, None]:
        """The worker's pieces for one job; leaving early cancels it."""
        if self._worker is None or self._loaded is None:
            raise ModelUnavailableError("the engine is loading or stopping")
        worker, ticket = self._worker, next(self._tickets)
        vocabulary = self._loaded.tokenizer.vocabulary
        rule = self._loaded.abstention
        job = Job(prepared.work, ticket=ticket, vocabulary=vocabulary, abstention=rule)
        queue = self._streams[ticket] = asyncio.Queue()
        self._quiet.clear()
        try:
            worker.submit(job)
            while True:
                news = await queue.get()
                if isinstance(news, InferenceError):
                    raise news
                yield news
                if news.reason:
                    return
        finally:
            del self._streams[ticket]
            worker.cancel(ticket)
            if not self._streams:
                self._quiet.set()

    def _publish(self, news: Sequence[News]) -> None:
        """Called in the worker's thread: hand a step's news to the loop in one call."""
        assert self._loop is not None, "opened before the worker starts"  # noqa: S101
        dead = self._worker is not None and self._worker.dead
        self._loop.call_soon_threadsafe(self._deliver, tuple(news), dead)

    def _deliver(self, news: Sequence[News], dead: bool) -> None:
        for ticket, item in news:
            if (queue := self._streams.get(ticket)) is not None:
                queue.put_nowait(item)
        if dead:
            self.healthy = self._accepting = False
            self._failed.set()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        assert self._loop is not None, "opened first"  # noqa: S101
        return await self._loop.run_in_executor(self._threads, work)

    async def _warm_up(self, preparer: Preparer) -> None:
        """One short reply: allocates, pages in, and proves that the model computes."""
        request = ChatRequest(
            messages=(Message(role=Role.USER, content="Hello"),),
            sampling=Sampling(max_tokens=8),
            deadline_s=120.0,
        )
        due = self._clock() + request.deadline_s
        prepared = await self._in_thread(
            lambda: preparer.plain("Hello, 1 + 1 =", request, deadline_s=due)
        )
        async with aclosing(self._events(prepared)) as events:
            async for _ in events:
                pass
