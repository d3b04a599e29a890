"""A LanguageModel over HTTP, whatever API is spoken: connections, deadlines, one streamed reply.

Knows HTTP and deadlines; imports no torch, retries nothing. What is said is a Dialect's.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Protocol, Self, TypeVar

import aiohttp

from inference.contracts import ChatRequest, Finished, JsonValue, ModelEvent
from inference.errors import InferenceError, ModelTimeoutError, ModelUnavailableError
from inference.llm.sse import EventOverflowError, EventReader

MAX_CONNECTIONS: Final = 256
CONNECT_TIMEOUT_S: Final = 5.0
MODELS_TIMEOUT_S: Final = 5.0
MAX_BODY_BYTES: Final = 1 << 20

T = TypeVar("T")


class Reply(Protocol):
    """Reads the events of one streamed reply."""

    @property
    def done(self) -> bool:
        """Whether its end was read."""

    def read(self, data: str) -> Iterator[ModelEvent]:
        """What one event says. Raises InferenceError."""

    def finish(self) -> Finished:
        """How it ended. Raises ModelUnavailableError when it was cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one server is spoken to."""

    url: str
    """The base that paths are added to."""
    path: str
    """Of a reply."""
    headers: Mapping[str, str] = field(repr=False)
    """Keys among them."""
    socket_path: str = ""
    """A unix socket instead of the host in the URL."""
    models: Mapping[str, str] = field(default_factory=dict)
    """Our tier names to the server's model names."""
    body: Callable[[ChatRequest], Mapping[str, JsonValue]]
    error: Callable[[int, str], InferenceError]
    """What an answer other than 200 means."""
    names: Callable[[str], tuple[str, ...]]
    """The models in a list. Raises InferenceError."""
    reply: Callable[[], Reply]


class HttpModel:
    """A LanguageModel in one dialect; an async context manager that owns its connections."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connection pool; nothing is sent yet."""
        path = self.dialect.socket_path
        self._session = aiohttp.ClientSession(
            connector=aiohttp.UnixConnector(path, limit=MAX_CONNECTIONS)
            if path
            else aiohttp.TCPConnector(limit=MAX_CONNECTIONS),
            headers=dict(self.dialect.headers),
            # Deadlines are the requests' own; a reply may be silent for as long as they allow.
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_S),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection; streams still open end with ModelUnavailableError."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def models(self) -> tuple[str, ...]:
        """Our names where there are any, else the server's list."""
        if self.dialect.models:
            return tuple(self.dialect.models)
        limit = _Deadline(MODELS_TIMEOUT_S)
        response = await limit.within(self._open_session().get(f"{self.dialect.url}/models"))
        async with response:
            text = await limit.within(_read_text(response))
        if response.status != 200:
            raise self.dialect.error(response.status, text)
        return self.dialect.names(text)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """Stream one completion; closing the generator closes the connection, which cancels the
        work at the server. Raises InferenceError (see the contract)."""
        limit = _Deadline(request.deadline_s)
        response = await limit.within(self._post(request))
        try:
            async with aclosing(_events(response, limit, self.dialect.reply())) as events:
                async for event in events:
                    yield event
        finally:
            # A connection that was read to its end goes back to the pool, any other is closed.
            response.release()

    async def _post(self, request: ChatRequest) -> aiohttp.ClientResponse:
        url = f"{self.dialect.url}{self.dialect.path}"
        response = await self._open_session().post(url, json=self.dialect.body(request))
        if response.status != 200:
            async with response:
                raise self.dialect.error(response.status, await _read_text(response))
        return response

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise ModelUnavailableError("the client is closed")
        return self._session


async def _read_text(response: aiohttp.ClientResponse) -> str:
    """An error page or a list; of a huge one the beginning says enough."""
    data = b""
    while len(data) < MAX_BODY_BYTES and (chunk := await response.content.readany()):
        data += chunk
    return data[:MAX_BODY_BYTES].decode(errors="replace")


class _Deadline:
    """Limits every wait of one exchange by the same moment.

    Each wait is limited by itself: a time-out around a `yield` would strike its consumer.
    """

    def __init__(self, seconds: float) -> None:
        self._at = asyncio.get_running_loop().time() + seconds

    async def within(self, wait: Awaitable[T]) -> T:
        """The result of `wait`. Raises ModelTimeoutError, ModelUnavailableError."""
        limit = asyncio.timeout_at(self._at)
        try:
            async with limit:
                return await wait
        except TimeoutError as error:
            if limit.expired():
                raise ModelTimeoutError("the deadline passed") from error
            raise ModelUnavailableError("the model server does not answer") from error
        except (aiohttp.ClientError, OSError) as error:
            raise ModelUnavailableError("the connection to the model server failed") from error


async def _events(
    response: aiohttp.ClientResponse, limit: _Deadline, reply: Reply
) -> AsyncGenerator[ModelEvent, None]:
    events = EventReader()
    try:
        while not reply.done and (chunk := await limit.within(response.content.readany())):
            for data in events.feed(chunk):
                for event in reply.read(data):
                    yield event
    except (EventOverflowError, UnicodeDecodeError) as error:
        raise ModelUnavailableError("the model server sent no event stream") from error
    yield reply.finish()
