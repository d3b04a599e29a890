"""A carried request is answered as if the client had reached the owner itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType, web

from sessions.ids import SessionId
from tutor_server.errors import OverloadedError
from tutor_server.web.contracts import PORTS
from tutor_server.web.forward import carried, forward, to_owner
from tutor_server.web.problems import problems

pytestmark = pytest.mark.slow  # real sockets

LEFT = web.AppKey("left", asyncio.Event)


class OneOther:
    """Everything belongs to the other worker."""

    def __init__(self, client: aiohttp.ClientSession) -> None:
        self.client = client
        self.leaving = asyncio.Event()

    async def owner(self, session_id: SessionId) -> str | None:
        return "web-2"

    def reach(self, worker: str) -> aiohttp.ClientSession:
        assert worker == "web-2"
        return self.client


FIRST = web.AppKey("first", OneOther)


async def show(request: web.Request) -> web.Response:
    await to_owner(request, SessionId("s"))
    form = await request.post() if request.content_type.startswith("multipart") else {}
    body = {
        "method": request.method,
        "path": str(request.rel_url),
        "body": None if form else await request.text(),
        "form": {
            name: bytes(value).decode() if isinstance(value, bytearray) else value
            for name, value in form.items()
        },
        "host": request.host,
        "origin": request.headers.get("Origin"),
        "cookie": request.cookies.get("tutor_login"),
        "carried": carried(request),
    }
    return web.json_response(body, status=201, headers={"Location": "/there", "X-Width": "7"})


async def echo(request: web.Request) -> web.StreamResponse:
    await to_owner(request, SessionId("s"))
    if request.query.get("full"):
        raise OverloadedError(retry_after_s=7)
    socket = web.WebSocketResponse(protocols=("tutor.msgpack.v1", "realtime"))
    await socket.prepare(request)
    async for message in socket:
        if message.type is WSMsgType.BINARY:
            await socket.send_bytes(message.data[::-1])
        elif message.data == "close":
            await socket.close(code=4001, message=b"taken_over")
        elif message.data == "die":
            assert request.transport is not None
            request.transport.abort()
        else:
            await socket.send_str(f"{socket.ws_protocol} {message.data}")
    request.app[LEFT].set()
    return socket


async def runner(workers: OneOther, left: asyncio.Event) -> web.AppRunner:
    app = web.Application(middlewares=(problems, forward))
    app[PORTS] = SimpleNamespace(workers=workers)  # type: ignore[misc]  # all that forward uses
    app[LEFT] = left
    app[FIRST] = workers
    app.router.add_route("*", "/show", show)
    app.router.add_get("/echo", echo)
    made = web.AppRunner(app, shutdown_timeout=0.5)
    await made.setup()
    return made


@asynccontextmanager
async def two(tmp_path: Path) -> AsyncIterator[tuple[str, asyncio.Event, web.AppRunner]]:
    """The public address of the first worker, what is set when the owner's client left, and the
    owner."""
    left, socket = asyncio.Event(), str(tmp_path / "web-2.sock")
    async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(socket)) as client:
        other = OneOther(client)
        first, owner = await runner(other, left), await runner(other, left)
        try:
            site = web.TCPSite(first, "127.0.0.1", 0)
            await site.start()
            await web.UnixSite(owner, socket).start()
            yield f"http://127.0.0.1:{first.addresses[0][1]}", left, owner
        finally:
            await first.cleanup()
            await owner.cleanup()


async def ask(url: str, method: str = "POST", **options: Any) -> tuple[int, Any, Any]:
    async with (
        aiohttp.ClientSession() as client,
        client.request(method, url, **options) as response,
    ):
        return response.status, response.headers, await response.json(content_type=None)


async def test_http_goes_whole(tmp_path: Path) -> None:
    async with two(tmp_path) as (url, _, _):
        headers = {"Origin": url, "Cookie": "tutor_login=secret"}
        status, answered, body = await ask(
            f"{url}/show?a=%2F&b=c%20d", data="v=0 ü", headers=headers
        )
        assert (status, answered["Location"], answered["X-Width"]) == (201, "/there", "7")
        assert body == {
            "method": "POST",
            "path": "/show?a=/&b=c%20d",
            "body": "v=0 ü",
            "form": {},
            "host": url.removeprefix("http://"),
            "origin": url,
            "cookie": "secret",
            "carried": True,
        }
        form = aiohttp.FormData()
        form.add_field("sdp", "v=0", content_type="application/sdp")
        form.add_field("session", "{}")
        assert (await ask(f"{url}/show", data=form))[2]["form"] == {"sdp": "v=0", "session": "{}"}
        assert (await ask(f"{url}/show", "GET"))[2]["body"] == ""


@pytest.mark.parametrize("protocol", ["realtime", "tutor.msgpack.v1"])
async def test_a_socket_is_as_the_owners(tmp_path: Path, protocol: str) -> None:
    async with (
        two(tmp_path) as (url, _, _),
        aiohttp.ClientSession() as client,
        client.ws_connect(f"{url}/echo", protocols=("openai-insecure-api-key.x", protocol)) as ws,
    ):
        assert ws.protocol == protocol
        for n in range(50):
            await ws.send_str(f"{n}")
            assert await ws.receive_str() == f"{protocol} {n}"
        await ws.send_bytes(bytes(range(256)) * 4_000)
        assert await ws.receive_bytes() == bytes(range(255, -1, -1)) * 4_000
        await ws.send_str("close")
        assert (closed := await ws.receive()).type is WSMsgType.CLOSE
        assert closed.data == 4001


async def test_the_owner_hears_that_the_client_left(tmp_path: Path) -> None:
    async with two(tmp_path) as (url, left, _), aiohttp.ClientSession() as client:
        for abrupt in (False, True):
            left.clear()
            ws = await client.ws_connect(f"{url}/echo")
            await ws.send_str("a")
            await ws.receive()
            if abrupt:
                connection = ws._response.connection
                assert connection is not None
                assert connection.transport is not None
                connection.transport.abort()
            await ws.close()
            async with asyncio.timeout(5):
                await left.wait()


async def test_an_owner_that_dies_sends_the_client_back(tmp_path: Path) -> None:
    async with (
        two(tmp_path) as (url, _, _),
        aiohttp.ClientSession() as client,
        client.ws_connect(f"{url}/echo") as ws,
    ):
        await ws.send_str("die")
        assert (closed := await ws.receive()).type is WSMsgType.CLOSE
        assert closed.data == 1012


async def test_a_worker_that_leaves_lets_go_of_what_it_carries(tmp_path: Path) -> None:
    async with (
        two(tmp_path) as (url, left, owner),
        aiohttp.ClientSession() as client,
        client.ws_connect(f"{url}/echo") as ws,
    ):
        await ws.send_str("a")
        await ws.receive()
        owner.app[FIRST].leaving.set()
        assert (closed := await ws.receive()).type is WSMsgType.CLOSE
        assert closed.data == 1012
        async with asyncio.timeout(5):
            await left.wait()


async def test_a_refused_socket_keeps_its_status(tmp_path: Path) -> None:
    async with two(tmp_path) as (url, _, _), aiohttp.ClientSession() as client:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect(f"{url}/echo?full=1")
        assert refused.value.status == 503
        assert refused.value.headers is not None
        assert refused.value.headers["Retry-After"] == "7"


async def test_an_owner_that_is_gone_is_a_retry(tmp_path: Path) -> None:
    async with two(tmp_path) as (url, _, owner):
        await owner.cleanup()
        status, _, body = await ask(f"{url}/show")
        assert (status, body["code"]) == (503, "unavailable")
        with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
            async with aiohttp.ClientSession() as client:
                await client.ws_connect(f"{url}/echo")
