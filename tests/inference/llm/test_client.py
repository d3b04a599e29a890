"""The client against our real engine, and against servers that misbehave in every way."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from inference.contracts import (
    AdapterName,
    Finished,
    ModelEvent,
    Priority,
    TextDelta,
    ToolCallDelta,
    ToolSpec,
)
from inference.engine.engine import Engine
from inference.engine.server import build_app
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    UnknownModelError,
)
from inference.llm.client import Endpoint, OpenAiClient
from tests.inference.engine.tiny import (
    ask,
    save_model,
    save_tokenizer,
    tiny_config,
    tiny_settings,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def listening(app: web.Application, path: Path) -> AsyncIterator[None]:
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.UnixSite(runner, str(path)).start()
    try:
        yield
    finally:
        await runner.cleanup()


def client(path: Path, **fields: object) -> OpenAiClient:
    return OpenAiClient(Endpoint(socket_path=str(path), **fields))


async def collect(client: OpenAiClient, /, **changes: object) -> list[ModelEvent]:
    return [event async for event in client.stream(ask("hi", **changes))]


# --- our own engine ----------------------------------------------------------


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    save_model(folder, tiny_config())
    save_tokenizer(folder)
    return folder


@pytest.fixture
async def engine(checkpoint: Path) -> AsyncIterator[Engine]:
    settings = tiny_settings(checkpoint, slots=2, queue=2)
    async with Engine(settings, clock=time.monotonic) as opened:
        yield opened


@pytest.fixture
async def ours(engine: Engine, tmp_path: Path) -> AsyncIterator[OpenAiClient]:
    path = tmp_path / "e.sock"
    async with listening(build_app(engine), path), client(path, native=True) as opened:
        yield opened


async def test_text_from_the_engine(ours: OpenAiClient) -> None:
    events = await collect(ours, max_tokens=20)
    assert all(isinstance(event, TextDelta) for event in events[:-1])
    assert isinstance(events[-1], Finished)
    assert events[-1].completion_tokens == 20
    assert events[-1].prompt_tokens > 0
    assert events == await collect(ours, max_tokens=20)
    assert await ours.models() == ("nano",)


async def test_a_forced_call_from_the_engine(ours: OpenAiClient) -> None:
    quiz = ToolSpec(
        name="quiz", parameters={"type": "object", "properties": {"n": {"type": "integer"}}}
    )
    events = await collect(ours, tools=(quiz,), tool_choice="quiz", max_tokens=40)
    calls = [event for event in events if isinstance(event, ToolCallDelta)]
    assert [call.name for call in calls][:2] == ["quiz", ""]
    json.loads("".join(call.arguments for call in calls))
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "tool_calls"


async def test_closing_the_stream_cancels_at_the_engine(
    ours: OpenAiClient, engine: Engine
) -> None:
    value = engine.metrics.registry.get_sample_value
    async with aclosing(ours.stream(ask("hi", max_tokens=450))) as events:
        await anext(events)
    async with asyncio.timeout(20):
        while not value("tutor_engine_completions_total", {"reason": "cancelled"}):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"model": "pro"}, UnknownModelError),
        ({"adapter": AdapterName("s-v1-00000000")}, UnknownModelError),
        ({"tool_choice": "nobody", "tools": (ToolSpec(name="quiz"),)}, ModelRefusedError),
        ({"deadline_s": 0.05, "max_tokens": 450}, ModelTimeoutError),
    ],
)
async def test_the_engines_errors_come_through(
    ours: OpenAiClient, changes: dict[str, object], kind: type[InferenceError]
) -> None:
    with pytest.raises(kind):
        await collect(ours, **changes)


async def test_an_overloaded_engine(ours: OpenAiClient) -> None:
    results = await asyncio.gather(
        *(collect(ours, max_tokens=150) for _ in range(9)), return_exceptions=True
    )
    refused = [r for r in results if isinstance(r, BaseException)]
    assert refused
    assert all(isinstance(error, ModelOverloadedError) for error in refused)


async def test_priorities_reach_the_engine(ours: OpenAiClient, engine: Engine) -> None:
    await collect(ours, priority=Priority.VOICE)
    value = engine.metrics.registry.get_sample_value
    assert value("tutor_engine_first_token_seconds_count", {"priority": "voice"}) == 1


# --- servers that misbehave --------------------------------------------------


def event(text: str = "a", finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


GOOD = event("one ") + b": keep-alive\n\n" + event("two") + event("", "stop")


def streams(*chunks: bytes, then: str = "end", seen: list[object] | None = None) -> Handler:
    """A server that sends chunks and then ends, hangs, or cuts the connection."""

    async def handler(request: web.Request) -> web.StreamResponse:
        if seen is not None:
            seen.append(await request.json())
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for chunk in chunks:
            await response.write(chunk)
            await asyncio.sleep(0)
        if then == "hang":
            await asyncio.Event().wait()
        if then == "cut":
            assert request.transport is not None
            request.transport.abort()
        return response

    return handler


@asynccontextmanager
async def against(handler: Handler, path: Path, **fields: object) -> AsyncIterator[OpenAiClient]:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", handler)
    app.router.add_get("/v1/models", handler)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(listening(app, path / "s.sock"))
        yield await stack.enter_async_context(client(path / "s.sock", **fields))


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
async def test_chunks_of_any_size(tmp_path: Path, size: int) -> None:
    data = GOOD + b"data: [DONE]\n\n"
    parts = [data[i : i + size] for i in range(0, len(data), size)]
    async with against(streams(*parts), tmp_path) as model:
        events = await collect(model)
    assert events == [
        TextDelta(text="one "),
        TextDelta(text="two"),
        Finished(reason="stop", prompt_tokens=0, completion_tokens=2),
    ]


async def test_an_end_without_done_is_enough(tmp_path: Path) -> None:
    async with against(streams(GOOD), tmp_path) as model:
        assert isinstance((await collect(model))[-1], Finished)


async def test_done_is_enough_even_if_the_server_then_hangs(tmp_path: Path) -> None:
    async with against(streams(GOOD, b"data: [DONE]\n\n", then="hang"), tmp_path) as model:
        assert isinstance((await collect(model))[-1], Finished)


@pytest.mark.parametrize(
    ("chunks", "then"),
    [
        ((event(),), "end"),
        ((event(),), "cut"),
        ((), "cut"),
        ((), "end"),
        ((event(), b'data: {"cho'), "end"),
        ((event(), b"data: <html>\n\n"), "end"),
        ((event(), b"data: \xff\xfe\n\n"), "end"),
        ((b"\x00\xff" * 700_000,), "hang"),
        ((event(), b'data: {"error": {"message": "out of memory"}}\n\n'), "end"),
    ],
)
async def test_garbage_and_half_streams(
    tmp_path: Path, chunks: tuple[bytes, ...], then: str
) -> None:
    async with against(streams(*chunks, then=then), tmp_path) as model:
        with pytest.raises(ModelUnavailableError):
            await collect(model)


@pytest.mark.parametrize("chunks", [(), (event(),)])
async def test_a_silent_server_runs_into_the_deadline(
    tmp_path: Path, chunks: tuple[bytes, ...]
) -> None:
    async with against(streams(*chunks, then="hang"), tmp_path) as model:
        with pytest.raises(ModelTimeoutError):
            await collect(model, deadline_s=0.1)


async def test_the_deadline_never_strikes_the_reader_between_events(tmp_path: Path) -> None:
    """A slow reader gets what has come; only the client's own waits are limited."""
    async with against(streams(GOOD, b"data: [DONE]\n\n"), tmp_path) as model:
        texts = []
        async for got in model.stream(ask("hi", deadline_s=0.3)):
            texts.append(got)
            if len(texts) == 1:
                await asyncio.sleep(0.4)
        assert isinstance(texts[-1], Finished)


async def test_cancelling_the_reader_closes_the_connection(tmp_path: Path) -> None:
    gone = asyncio.Event()

    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            return await streams(event(), then="hang")(request)
        finally:
            gone.set()

    async with against(handler, tmp_path) as model, asyncio.TaskGroup() as group:
        task = group.create_task(collect(model))
        await asyncio.sleep(0.05)
        task.cancel()
        async with asyncio.timeout(20):
            await gone.wait()


async def test_error_pages(tmp_path: Path) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=502, text="<html>" + "x" * 3_000_000)

    async with against(handler, tmp_path) as model:
        with pytest.raises(ModelUnavailableError, match="502"):
            await collect(model)
        with pytest.raises(ModelUnavailableError, match="502"):
            await model.models()


async def test_nobody_listens(tmp_path: Path) -> None:
    async with client(tmp_path / "none.sock") as model:
        with pytest.raises(ModelUnavailableError):
            await collect(model)
        with pytest.raises(ModelUnavailableError):
            await model.models()


async def test_a_port_that_nobody_listens_on() -> None:
    async with OpenAiClient(Endpoint(base_url="http://127.0.0.1:1/v1")) as model:
        with pytest.raises(ModelUnavailableError):
            await collect(model)


async def test_a_closed_client(tmp_path: Path) -> None:
    model = client(tmp_path / "x.sock")
    for _ in range(2):
        with pytest.raises(ModelUnavailableError, match="closed"):
            await collect(model)
        async with model:
            pass


async def test_names_adapters_and_keys_are_translated(tmp_path: Path) -> None:
    seen: list[object] = []
    handler = streams(GOOD, seen=seen)
    names = {"base": "org/large-model"}
    async with against(handler, tmp_path, models=names, api_key="k") as model:
        assert await model.models() == ("base",)
        await collect(model, model="base")
        await collect(model, model="base", adapter=AdapterName("s-v1-0"))
        await collect(model, model="other")
    assert [body["model"] for body in seen] == ["org/large-model", "s-v1-0", "other"]
    assert all("priority" not in body for body in seen)


def test_an_endpoint_is_in_one_place_and_hides_its_key() -> None:
    for fields in ({}, {"base_url": "http://x/v1", "socket_path": "/x"}):
        with pytest.raises(ValueError, match="either"):
            Endpoint(**fields)
    endpoint = Endpoint(base_url="http://x/v1/", api_key="secret")
    assert endpoint.url == "http://x/v1"
    assert "secret" not in repr(endpoint)
    assert replace(endpoint, base_url="", socket_path="/x").url == "http://engine/v1"


def test_the_web_process_needs_no_torch() -> None:
    script = (
        "import sys, inference.router, inference.llm.client, inference.llm.retry;"
        "heavy = {'torch', 'transformers', 'peft', 'faster_whisper'} & set(sys.modules);"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True)
    assert done.returncode == 0, done.stderr
