"""A client for servers that speak Anthropic's Messages API.

Knows HTTP and deadlines; imports no torch, retries nothing. Adapters do not exist there: a request
goes to the plain model, and a student's adapter name never leaves the house.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

import aiohttp

from inference.contracts import ChatRequest, ModelEvent
from inference.errors import ModelUnavailableError
from inference.llm.anthropic_wire import (
    VERSION,
    MessageReader,
    error_of,
    model_names,
    request_body,
)
from inference.llm.client import _Deadline, _read_text
from inference.llm.sse import EventOverflowError, EventReader

_MAX_CONNECTIONS: Final = 256
_MODELS_TIMEOUT_S: Final = 5.0
_CONNECT_TIMEOUT_S: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnthropicEndpoint:
    """Where a server is, and what it calls its models."""

    base_url: str
    """Up to and with `/v1`."""
    api_key: str = field(default="", repr=False)
    models: Mapping[str, str] = field(default_factory=dict)
    """Our tier names to the server's model names; other names are passed as they are."""


class AnthropicClient:
    """A LanguageModel over one endpoint; an async context manager that owns its connections."""

    def __init__(self, endpoint: AnthropicEndpoint) -> None:
        self._endpoint = endpoint
        self._url = endpoint.base_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connection pool; nothing is sent yet."""
        headers = {"anthropic-version": VERSION}
        if self._endpoint.api_key:
            headers["x-api-key"] = self._endpoint.api_key
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=_MAX_CONNECTIONS),
            headers=headers,
            # Deadlines are the requests' own; a reply may be silent for as long as they allow.
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_TIMEOUT_S),
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
        response = await limit.within(self._open_session().get(f"{self._url}/models"))
        async with response:
            text = await limit.within(_read_text(response))
        if response.status != 200:
            raise error_of(response.status, text)
        return model_names(text)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ModelEvent, None]:
        """Stream one completion; closing the generator closes the connection. Raises
        InferenceError (see the contract)."""
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
        model = self._endpoint.models.get(request.model, request.model)
        body = request_body(request, model=model)
        response = await self._open_session().post(f"{self._url}/messages", json=body)
        if response.status != 200:
            async with response:
                raise error_of(response.status, await _read_text(response))
        return response

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise ModelUnavailableError("the client is closed")
        return self._session


async def _events(
    response: aiohttp.ClientResponse, limit: _Deadline
) -> AsyncGenerator[ModelEvent, None]:
    events, reply = EventReader(), MessageReader()
    try:
        while not reply.done and (chunk := await limit.within(response.content.readany())):
            for data in events.feed(chunk):
                for event in reply.read(data):
                    yield event
    except (EventOverflowError, UnicodeDecodeError) as error:
        raise ModelUnavailableError("the model server sent no event stream") from error
    yield reply.finish()
