"""Embeds sentences beside the event loop, in a thread of its own. Knows no particular model."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from inference.errors import ModelOverloadedError

MAX_WAITING: Final = 64
"""Callers at once; a further one is refused, for who waits longer than a reply gains nothing."""
REMEMBERED: Final = 1_024
"""Newest texts whose vectors are kept (1.5 MB): the router and the cache ask for the same one."""

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, one row each; blocks."""


class EmbeddingWorker:
    """An async context manager that owns one thread."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._executor: ThreadPoolExecutor | None = None
        self._waiting = 0
        # By digest: a child's words are not kept for this.
        self._known: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()

    async def __aenter__(self) -> Self:
        """Start the thread."""
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the current text finish; what waits behind it is cancelled."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)

    async def embed(self, text: str) -> NDArray[np.float32]:
        """The unit vector of one text (float32, 384). Raises ModelOverloadedError."""
        key = hashlib.sha256(text.encode()).digest()
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if self._executor is None or self._waiting >= MAX_WAITING:
            raise ModelOverloadedError("the embedding worker takes no more texts")
        self._waiting += 1
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._executor, self._embed, [text])
        running.add_done_callback(lambda done: self._done(key, done))
        # A caller with a deadline may leave; who asks the same again then finds it made.
        vectors = await asyncio.shield(running)
        vector: NDArray[np.float32] = vectors[0]
        return vector

    def _done(self, key: bytes, done: "asyncio.Future[NDArray[np.float32]]") -> None:
        self._waiting -= 1
        if done.cancelled() or done.exception() is not None:
            return
        self._known[key] = done.result()[0]
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
