"""The HTTP server over a unix socket: the official client, errors, disconnects, draining."""

import asyncio
import contextlib
import io
import json
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import httpx2
import openai
import pytest

from inference.engine.server import serve_engine
from inference.engine.settings import EngineSettings
from inference.errors import ModelLoadError
from tests.inference.engine.tiny import tiny_settings

HI = [{"role": "user", "content": "hi"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "quiz",
        "parameters": {
            "type": "object",
            "properties": {
                "n": {"type": "integer"},
                "why": {"type": "string", "maxLength": 12},
            },
            "required": ["n", "why"],
            "additionalProperties": False,
        },
    },
}


@asynccontextmanager
async def serving(settings: EngineSettings) -> AsyncIterator[asyncio.Task[None]]:
    """The server in a task of its own, ready; cancelled on leaving."""
    ready = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(serve_engine(settings, ready=ready.set))
        await ready.wait()
        try:
            yield task
        finally:
            task.cancel()


@pytest.fixture
async def listen(tiny: Path, tmp_path: Path) -> AsyncIterator[str]:
    path = str(tmp_path / "engine.sock")
    async with serving(tiny_settings(tiny, listen=path, slots=2, queue=3)):
        yield path


@pytest.fixture
async def http(listen: str) -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.UnixConnector(listen)
    async with aiohttp.ClientSession("http://engine", connector=connector) as session:
        yield session


@pytest.fixture
async def client(listen: str) -> AsyncIterator[openai.AsyncOpenAI]:
    transport = httpx2.AsyncHTTPTransport(uds=listen)
    async with (
        httpx2.AsyncClient(transport=transport) as plain,
        openai.AsyncOpenAI(
            base_url="http://engine/v1", api_key="x", http_client=plain, max_retries=0
        ) as made,
    ):
        yield made


async def sample(http: aiohttp.ClientSession, name: str) -> float:
    text = await (await http.get("/metrics")).text()
    line = next(line for line in text.splitlines() if line.startswith(name))
    return float(line.split()[-1])


async def test_the_official_client_chats(client: openai.AsyncOpenAI) -> None:
    whole = await client.chat.completions.create(model="nano", messages=HI, max_tokens=12)
    assert whole.choices[0].finish_reason == "length"
    assert whole.usage is not None
    assert whole.usage.completion_tokens == 12
    stream = await client.chat.completions.create(
        model="nano",
        messages=HI,
        max_tokens=12,
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == whole.choices[0].message.content
    assert chunks[-1].usage == whole.usage
    assert len(chunks) > 5, "tokens come one by one"


async def test_the_official_client_calls_tools_and_hands_results_back(
    client: openai.AsyncOpenAI,
) -> None:
    choice = {"type": "function", "function": {"name": "quiz"}}
    asked = await client.chat.completions.create(
        model="nano", messages=HI, max_tokens=80, tools=[TOOL], tool_choice=choice
    )
    assert asked.choices[0].finish_reason == "tool_calls"
    message = asked.choices[0].message
    assert message.tool_calls
    arguments = json.loads(message.tool_calls[0].function.arguments)
    assert isinstance(arguments["n"], int)
    assert len(arguments["why"]) <= 12
    result = {"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": "right"}
    told = await client.chat.completions.create(
        model="nano", messages=[*HI, message, result], max_tokens=5, tools=[TOOL]
    )
    assert told.choices[0].message.content


async def test_streamed_tool_calls_add_up(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model="nano", messages=HI, max_tokens=80, tools=[TOOL], tool_choice="required", stream=True
    )
    names, arguments = [], ""
    async for chunk in stream:
        for call in chunk.choices[0].delta.tool_calls or []:
            assert call.function is not None
            arguments += call.function.arguments or ""
            names += [call.function.name] if call.function.name else []
    assert names == ["quiz"]
    assert set(json.loads(arguments)) == {"n", "why"}


async def test_schema_replies_plain_completions_and_models(client: openai.AsyncOpenAI) -> None:
    shape = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "boolean"}}}
    reply = await client.chat.completions.create(
        model="nano", messages=HI, max_tokens=9, response_format=shape
    )
    assert json.loads(reply.choices[0].message.content or "") in (True, False)
    plain = await client.completions.create(model="nano", prompt="1 + 1 =", max_tokens=4)
    assert plain.choices[0].text
    streamed = await client.completions.create(
        model="nano", prompt="1 + 1 =", max_tokens=4, stream=True
    )
    assert "".join([c.choices[0].text async for c in streamed]) == plain.choices[0].text
    assert [model.id async for model in client.models.list()] == ["nano"]


async def test_errors_have_openais_shape_and_our_codes(client: openai.AsyncOpenAI) -> None:
    create = client.chat.completions.create
    long = [{"role": "user", "content": "zq" * 3000}]
    for fields, kind, code in (
        ({"n": 2}, openai.BadRequestError, "model_refused"),
        ({"messages": long}, openai.BadRequestError, "context_too_long"),
        ({"model": "other"}, openai.NotFoundError, "unknown_model"),
        ({"extra_body": {"deadline_s": 0.0001}}, openai.InternalServerError, "model_timeout"),
    ):
        with pytest.raises(kind) as caught:
            await create(**({"model": "nano", "messages": HI} | fields))
        assert caught.value.code == code


async def test_a_full_queue_answers_429(client: openai.AsyncOpenAI) -> None:
    calls = [
        client.chat.completions.create(model="nano", messages=HI, max_tokens=150)
        for _ in range(10)
    ]
    results = await asyncio.gather(*calls, return_exceptions=True)
    refused = [r for r in results if isinstance(r, openai.RateLimitError)]
    assert refused
    assert all(error.code == "model_overloaded" for error in refused)
    assert len([r for r in results if not isinstance(r, BaseException)]) == 10 - len(refused)


@pytest.mark.parametrize("streamed", [True, False])
async def test_a_client_that_leaves_frees_its_slot(
    http: aiohttp.ClientSession, streamed: bool
) -> None:
    body = {"model": "nano", "messages": HI, "max_tokens": 480, "stream": streamed}
    asked = http.post("/v1/chat/completions", json=body)
    if streamed:
        response = await asked
        assert await response.content.readany()
        response.close()
    else:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await asked
    async with asyncio.timeout(20):
        while not await sample(http, 'tutor_engine_completions_total{reason="cancelled"}'):
            await asyncio.sleep(0.01)
    assert not await sample(http, "tutor_engine_queue_rows")


async def test_a_killed_client_is_like_one_that_leaves(
    listen: str, http: aiohttp.ClientSession
) -> None:
    """Its socket is simply gone: no HTTP is spoken any more."""
    body = json.dumps({"model": "nano", "messages": HI, "max_tokens": 480, "stream": True})
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: e\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.socket(socket.AF_UNIX) as raw:
        raw.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(raw, listen)
        await loop.sock_sendall(raw, (head + body).encode())
        assert (await loop.sock_recv(raw, 100)).startswith(b"HTTP/1.1 200")
    async with asyncio.timeout(20):
        while not await sample(http, 'tutor_engine_completions_total{reason="cancelled"}'):
            await asyncio.sleep(0.01)
    reply = await http.post(
        "/v1/chat/completions", json={"model": "nano", "messages": HI, "max_tokens": 3}
    )
    assert reply.status == 200


async def test_odd_requests_get_json_errors(http: aiohttp.ClientSession) -> None:
    for method, path, data, status in (
        ("GET", "/nowhere", b"", 404),
        ("GET", "/v1/chat/completions", b"", 405),
        ("POST", "/v1/chat/completions", b"\xff\x00garbage", 400),
        ("POST", "/v1/completions", b"{}", 400),
        ("POST", "/v1/chat/completions", b"x" * (5 << 20), 413),
    ):
        async with http.request(method, path, data=io.BytesIO(data)) as response:
            assert response.status == status
            assert (await response.json())["error"]["code"]


async def test_health_and_the_sockets_rights(http: aiohttp.ClientSession, listen: str) -> None:
    async with http.get("/health") as response:
        assert response.status == 200
        assert await response.json() == {"status": "ok", "model": "nano"}
    assert stat.S_IMODE(Path(listen).stat().st_mode) == 0o600  # noqa: ASYNC240 - one stat


async def test_a_key_is_asked_for_where_one_is_set(tiny: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "e.sock")
    async with (
        serving(tiny_settings(tiny, listen=path, api_key="secret")),
        aiohttp.ClientSession("http://e", connector=aiohttp.UnixConnector(path)) as session,
    ):
        for key, status in (("", 401), ("Bearer wrong", 401), ("Bearer secret", 200)):
            async with session.get("/v1/models", headers={"Authorization": key}) as response:
                assert response.status == status
        assert (await session.get("/health")).status == 200


async def test_it_listens_while_it_loads_and_says_so(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, opened = str(tmp_path / "e.sock"), asyncio.Event()

    async def slow_open(_: object) -> None:
        opened.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("inference.engine.engine.Engine._open", slow_open)
    settings = tiny_settings(tiny, listen=path)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(serve_engine(settings, ready=lambda: pytest.fail("not ready")))
        await opened.wait()
        connector = aiohttp.UnixConnector(path)
        async with aiohttp.ClientSession("http://e", connector=connector) as session:
            async with session.get("/health") as response:
                assert response.status == 503
            body = {"model": "nano", "messages": HI}
            async with session.post("/v1/chat/completions", json=body) as response:
                assert response.status == 503
                assert (await response.json())["error"]["code"] == "model_unavailable"
        task.cancel()


async def test_a_missing_model_is_a_load_error(tmp_path: Path) -> None:
    settings = replace(tiny_settings(tmp_path), listen=str(tmp_path / "e.sock"))
    with pytest.raises(ModelLoadError):
        await serve_engine(settings, ready=lambda: None)


async def test_a_socket_left_by_a_killed_process_is_replaced(tiny: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "e.sock")
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(path)
    async with (
        serving(tiny_settings(tiny, listen=path)),
        aiohttp.ClientSession("http://e", connector=aiohttp.UnixConnector(path)) as session,
    ):
        assert (await session.get("/health")).status == 200


async def test_stopping_lets_a_running_stream_end(tiny: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "e.sock")
    body = {"model": "nano", "messages": HI, "max_tokens": 200, "stream": True}
    async with contextlib.AsyncExitStack() as stack:
        task = await stack.enter_async_context(
            serving(tiny_settings(tiny, listen=path, drain_s=60.0))
        )
        connector = aiohttp.UnixConnector(path)
        session = await stack.enter_async_context(
            aiohttp.ClientSession("http://e", connector=connector)
        )
        response = await session.post("/v1/chat/completions", json=body)
        await response.content.readany()
        task.cancel()
        assert b"data: [DONE]" in await response.content.read()
