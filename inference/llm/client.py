"""One client for every OpenAI-compatible chat server: our engine, vLLM, Ollama, any URL.

Knows HTTP and deadlines; imports no torch, retries nothing.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from types import TracebackType
from typing import TypeVar

import aiohttp

from inference.contracts import ChatRequest, ModelEvent
from inference.errors import ModelTimeoutError, ModelUnavailableError
from inference.llm.sse import EventOverflowError, EventReader
from inference.llm.wire import ReplyReader, error_of, model_names, request_body

_MAX_CONNECTIONS = 256
_MODELS_TIMEOUT_S = 5.0
_MAX_BODY_BYTES = 1 << 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a server is, and what it calls its models."""

    base_url: str = ""
    """Up to and with `/v1`, e.g. `http://localhost:11434/v1`."""
    socket_path: str = ""
    """A unix socket; then `base_url` stays empty."""
    api_key: str = field(default="", repr=False)
    models: Mapping[str, str] = field(default_factory=dict)
    """Our tier names to the server's model names; other names are passed as they are."""
    native: bool = False
    """The server is our own engine and takes priorities and deadlines."""

    def __post_init__(self) -> None:
        if bool(self.base_url) == bool(self.socket_path):
            raise ValueError("an endpoint has either a base_url or a socket_path")

    @property
    def url(self) -> str:
        """The base that paths are added to."""
        return self.base_url.rstrip("/") or "http://engine/v1"


class OpenAiClient:
    """A LanguageModel over one endpoint; an async context manager that owns its connections."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "OpenAiClient":
        """Open the connection pool; nothing is sent yet."""
        path = self._endpoint.socket_path
        key = self._endpoint.api_key
        self._session = aiohttp.ClientSession(
            connector=aiohttp.UnixConnector(path, limit=_MAX_CONNECTIONS)
            if path
            else aiohttp.TCPConnector(limit=_MAX_CONNECTIONS),
            headers={"Authorization": f"Bearer {key}"} if key else {},
            # Deadlines are the requests' own; a reply may be silent for as long as they allow.
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=5.0),
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
        """Our names where the endpoint has them, else the server's list."""
        if self._endpoint.models:
            return tuple(self._endpoint.models)
        limit = _Deadline(_MODELS_TIMEOUT_S)
        response = await limit.within(self._open_session().get(f"{self._endpoint.url}/models"))
        async with response:
            text = await limit.within(_read_text(response))
        if response.status != 200:
            raise error_of(response.status, text)
        return model_names(text)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """Stream one completion; closing the generator closes the connection, which cancels the
        work at the server. Raises InferenceError (see the contract)."""
        limit = _Deadline(request.deadline_s)
        response = await limit.within(self._post(request))
        try:
            async with aclosing(_events(response, limit)) as events:
                async for event in events:
                    yield event
        finally:
            # A connection that was read to its end goes back to the pool, any other is closed.
            response.release()

    async def _post(self, request: ChatRequest) -> aiohttp.ClientResponse:
        model = request.adapter or self._endpoint.models.get(request.model, request.model)
        body = request_body(request, model=model, native=self._endpoint.native)
        url = f"{self._endpoint.url}/chat/completions"
        response = await self._open_session().post(url, json=body)
        if response.status != 200:
            async with response:
                raise error_of(response.status, await _read_text(response))
        return response

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise ModelUnavailableError("the client is closed")
        return self._session


async def _read_text(response: aiohttp.ClientResponse) -> str:
    """An error page or a list; of a huge one the beginning says enough."""
    data = b""
    while len(data) < _MAX_BODY_BYTES and (chunk := await response.content.readany()):
        data += chunk
    return data[:_MAX_BODY_BYTES].decode(errors="replace")


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
    response: aiohttp.ClientResponse, limit: _Deadline
) -> AsyncGenerator[ModelEvent, None]:
    events, reply = EventReader(), ReplyReader()
    try:
        while not reply.done and (chunk := await limit.within(response.content.readany())):
            for data in events.feed(chunk):
                for event in reply.read(data):
                    yield event
    except (EventOverflowError, UnicodeDecodeError) as error:
        raise ModelUnavailableError("the model server sent no event stream") from error
    yield reply.finish()
