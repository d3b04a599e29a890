"""The forwarding, called as an ASGI server does, before model servers that do as the test says."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from inference.errors import ModelLoadError
from inference.scaling.forward import MAX_BODY_BYTES, Forward

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Event = MutableMapping[str, Any]


class Upstream:
    """A model server at a path; opens when it is entered."""

    def __init__(self, path: Path, error: Exception | None = None) -> None:
        self._path, self._error = path, error
        self.open = False
        self.http: aiohttp.ClientSession

    async def __aenter__(self) -> "Upstream":
        if self._error:
            raise self._error
        connector = aiohttp.UnixConnector(str(self._path))
        self.http, self.open = aiohttp.ClientSession("http://model", connector=connector), True
        return self

    async def __aexit__(self, *_: object) -> None:
        self.open = False
        await self.http.close()


@asynccontextmanager
async def serving(path: Path, handler: Handler) -> AsyncIterator[None]:
    app = web.Application(client_max_size=8 << 20)
    app.router.add_route("*", "/{rest:.*}", handler)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.UnixSite(runner, str(path)).start()
    try:
        yield
    finally:
        await runner.cleanup()


async def nowhere(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    pytest.fail(f"{path} concerns one replica")


class Call:
    """One request, as an ASGI server makes it."""

    def __init__(self, path: str, body: bytes = b"", *, method: str = "POST") -> None:
        self.scope: Event = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(b"authorization", b"Bearer k"), (b"cookie", b"secret")],
        }
        self._inbox: asyncio.Queue[Event] = asyncio.Queue()
        self._inbox.put_nowait({"type": "http.request", "body": body[:5], "more_body": True})
        self._inbox.put_nowait({"type": "http.request", "body": body[5:], "more_body": False})
        self.sent: list[Event] = []
        self.progress = asyncio.Event()

    def leave(self) -> None:
        self._inbox.put_nowait({"type": "http.disconnect"})

    async def receive(self) -> Event:
        return await self._inbox.get()

    async def send(self, message: Event) -> None:
        self.sent.append(message)
        self.progress.set()

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def body(self) -> bytes:
        assert not self.sent[-1]["more_body"]
        return b"".join(message["body"] for message in self.sent[1:])


async def ask(path: Path, call: Call, **changes: Any) -> Call:
    async with Upstream(path) as server:
        forward = Forward(server, served_by="r1", **({"everywhere": nowhere} | changes))
        await forward(call.scope, call.receive, call.send)
    return call


async def test_what_is_asked_and_answered_is_passed_on(tmp_path: Path) -> None:
    async def echo(request: web.Request) -> web.Response:
        told = {
            "method": request.method,
            "path": request.path,
            "key": request.headers.get("Authorization"),
            "cookie": request.headers.get("Cookie"),
            "body": (await request.read()).decode(),
        }
        return web.json_response(told, status=418)

    path = tmp_path / "m.sock"
    async with serving(path, echo):
        call = await ask(path, Call("/v1/chat/completions", b"hello, you"))
    assert call.status == 418
    assert call.headers["x-served-by"] == "r1"
    assert call.headers["content-type"].startswith("application/json")
    assert json.loads(call.body) == {
        "method": "POST",
        "path": "/v1/chat/completions",
        "key": "Bearer k",
        "cookie": None,
        "body": "hello, you",
    }


async def test_a_stream_is_passed_on_as_it_comes(tmp_path: Path) -> None:
    path, call = tmp_path / "m.sock", Call("/v1/chat/completions")

    async def one_by_one(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for number in range(3):
            call.progress.clear()
            await response.write(b"data: %d\n\n" % number)
            await call.progress.wait()  # never ends if anything waits for the whole
        return response

    async with serving(path, one_by_one):
        await ask(path, call)
    assert call.body == b"data: 0\n\ndata: 1\n\ndata: 2\n\n"


@pytest.mark.parametrize("begun", [True, False])
async def test_a_client_that_leaves_is_left_at_the_model_server_too(
    tmp_path: Path, begun: bool
) -> None:
    path, call, cancelled = tmp_path / "m.sock", Call("/v1/chat/completions"), asyncio.Event()

    async def forever(request: web.Request) -> web.StreamResponse:
        try:
            response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
            if begun:
                await response.prepare(request)
                await response.write(b"data: 1\n\n")
                await call.progress.wait()
            call.leave()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return response

    async with asyncio.timeout(20), serving(path, forever):
        await ask(path, call)
        await cancelled.wait()


async def test_a_model_server_that_is_away_is_told_in_our_words(tmp_path: Path) -> None:
    call = await ask(tmp_path / "nobody.sock", Call("/v1/chat/completions"))
    assert call.status == 503
    assert json.loads(call.body)["error"]["code"] == "model_unavailable"


async def test_a_model_server_that_dies_in_a_stream_ends_it_with_an_error(tmp_path: Path) -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b'data: {"half')
        assert request.transport is not None
        request.transport.abort()
        return response

    path = tmp_path / "m.sock"
    async with serving(path, half):
        call = await ask(path, Call("/v1/chat/completions"))
    last = call.body.decode().strip().splitlines()[-1]
    assert json.loads(last.removeprefix("data: "))["error"]["code"] == "model_unavailable"
    assert "[DONE]" not in call.body.decode()


async def test_what_concerns_every_replica_goes_to_every_replica(tmp_path: Path) -> None:
    asked = []

    async def everywhere(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        asked.append((path, body, headers))
        return 404, b"{}"

    call = Call("/v1/unload_lora_adapter", b'{"lora_name": "a"}')
    await ask(tmp_path / "nobody.sock", call, everywhere=everywhere)
    assert (call.status, call.body) == (404, b"{}")
    assert asked == [
        ("/v1/unload_lora_adapter", b'{"lora_name": "a"}', {"authorization": "Bearer k"})
    ]


async def test_a_body_has_a_limit(tmp_path: Path) -> None:
    call = Call("/v1/chat/completions", b"x" * (MAX_BODY_BYTES + 1))
    assert (await ask(tmp_path / "nobody.sock", call)).status == 413


async def test_a_client_that_leaves_in_its_own_body_is_answered_nothing(tmp_path: Path) -> None:
    call = Call("/v1/chat/completions", b"x")
    call._inbox.get_nowait()
    call._inbox.get_nowait()
    call.leave()
    assert not (await ask(tmp_path / "nobody.sock", call)).sent


async def test_the_model_server_lives_as_long_as_the_application(tmp_path: Path) -> None:
    server = Upstream(tmp_path / "nobody.sock")
    forward = Forward(server, served_by="r1", everywhere=nowhere)
    inbox: asyncio.Queue[Event] = asyncio.Queue()
    sent: list[tuple[str, bool]] = []

    async def send(message: Event) -> None:
        sent.append((message["type"], server.open))
        inbox.put_nowait({"type": "lifespan.shutdown"})

    inbox.put_nowait({"type": "lifespan.startup"})
    await forward({"type": "lifespan"}, inbox.get, send)
    assert sent == [("lifespan.startup.complete", True), ("lifespan.shutdown.complete", False)]


async def test_a_model_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    server = Upstream(tmp_path / "nobody.sock", ModelLoadError("no weights"))
    call = Call("/")
    forward = Forward(server, served_by="r1", everywhere=nowhere)
    await forward({"type": "lifespan"}, call.receive, call.send)
    assert call.sent == [{"type": "lifespan.startup.failed", "message": "no weights"}]
