"""An ASGI application that hands requests to a model server and its answers back, byte by byte.

The server lives as long as the application. A client that leaves is left at the model server too,
which frees its slot. Knows HTTP and ASGI (asgi.readthedocs.io, HTTP 2.3); knows no cluster and no
models.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeAlias

import aiohttp
import msgspec

from inference.engine.openai_reply import STATUS, error_body, error_of, sse
from inference.errors import InferenceError, ModelUnavailableError

MAX_BODY_BYTES = 4 << 20
EVERYWHERE = ("/v1/load_lora_adapter", "/v1/unload_lora_adapter")
"""Paths that concern every replica."""
_PASSED_IN = ("authorization", "content-type", "accept")
_PASSED_BACK = ("Content-Type", "Content-Length", "Cache-Control", "Retry-After")

# Any: what ASGI says of its messages.
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

Headers: TypeAlias = dict[str, str]
Everywhere: TypeAlias = Callable[[str, bytes, Headers], Awaitable[tuple[int, bytes]]]
"""Posts to the same path of every replica; the status and the JSON body that sum it up."""


class _LeftError(Exception):
    """The client has gone."""


class _TooLargeError(Exception):
    """The body is larger than `MAX_BODY_BYTES`."""


class Upstream(AbstractAsyncContextManager[object], Protocol):
    """A model server; entering it may raise InferenceError."""

    http: aiohttp.ClientSession
    """Reaches it while it is open; has its base URL."""


class Forward:
    """The application; callable as ASGI wants it."""

    def __init__(self, server: Upstream, *, served_by: str, everywhere: Everywhere) -> None:
        """`served_by` is told in a header, so that a log line leads to a replica."""
        self._server, self._everywhere = server, everywhere
        self._mark = (b"x-served-by", served_by.encode())

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, or the application's life. Websockets are refused by returning."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            try:
                async with asyncio.TaskGroup() as group:
                    await self._serve(scope, receive, send, group)
            except* _LeftError:
                pass

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()  # lifespan.startup
        try:
            async with self._server:
                await send({"type": "lifespan.startup.complete"})
                await receive()  # lifespan.shutdown
        except InferenceError as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.shutdown.complete"})

    async def _serve(
        self, scope: Message, receive: Receive, send: Send, group: asyncio.TaskGroup
    ) -> None:
        try:
            body = await _body(receive)
        except _TooLargeError:
            error = error_body("the body is too large", code="http_413", status=413)
            await self.whole(send, 413, msgspec.json.encode(error))
            return
        watching = group.create_task(_until_left(receive))
        try:
            await self._exchange(scope, body, send)
        finally:
            watching.cancel()

    async def _exchange(self, scope: Message, body: bytes, send: Send) -> None:
        told = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        headers = {name: told[name] for name in _PASSED_IN if name in told}
        method, path = scope["method"], scope["path"]
        if method == "POST" and path in EVERYWHERE:
            await self.whole(send, *await self._everywhere(path, body, headers))
            return
        try:
            response = await self._server.http.request(method, path, data=body, headers=headers)
        except (aiohttp.ClientError, OSError):
            lost = ModelUnavailableError("the model server cannot be reached")
            await self.whole(send, STATUS[lost.code], msgspec.json.encode(error_of(lost)))
            return
        try:
            await self._pass_back(response, send)
        finally:
            response.release()  # closes it where it was not read to its end

    async def _pass_back(self, response: aiohttp.ClientResponse, send: Send) -> None:
        headers = [
            (name.lower().encode(), response.headers[name].encode("latin-1"))
            for name in _PASSED_BACK
            if name in response.headers
        ]
        await send(_start(response.status, [*headers, self._mark]))
        streamed = response.content_type == "text/event-stream"
        try:
            async for chunk in response.content.iter_any():
                await send(_part(chunk, more=True))
        except aiohttp.ClientError:
            if not streamed:
                raise
            lost = ModelUnavailableError("the model server died while it replied")
            # Half an event may have been sent.
            await send(_part(b"\n\n" + sse(error_of(lost)), more=True))
        await send(_part(b"", more=False))

    async def whole(self, send: Send, status: int, body: bytes) -> None:
        """Send one JSON body."""
        await send(_start(status, [(b"content-type", b"application/json"), self._mark]))
        await send(_part(body, more=False))


def _start(status: int, headers: list[tuple[bytes, bytes]]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}


async def _body(receive: Receive) -> bytes:
    """The whole body. Raises _LeftError, _TooLargeError."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _LeftError
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise _TooLargeError
        if not message.get("more_body"):
            return bytes(body)


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    raise _LeftError
