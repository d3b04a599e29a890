"""The Messages client against a local server of that shape, well behaved and not."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager

import pytest
from aiohttp import web

from inference.contracts import (
    AdapterName,
    ChatRequest,
    Finished,
    Message,
    ModelEvent,
    Role,
    TextDelta,
    ToolCallDelta,
    ToolSpec,
)
from inference.errors import (
    InferenceError,
    ModelOverloadedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from inference.llm.anthropic import AnthropicClient, AnthropicEndpoint
from tests.inference.llm.messages_server import (
    GOOD,
    HEAD,
    Handler,
    answers,
    block,
    delta,
    end,
    event,
    serving,
    start,
    stop,
    streams,
    text,
)


@asynccontextmanager
async def against(handler: Handler, **fields: object) -> AsyncIterator[AnthropicClient]:
    async with AsyncExitStack() as stack:
        endpoint = AnthropicEndpoint(
            base_url=await stack.enter_async_context(serving(handler)), **fields
        )
        yield await stack.enter_async_context(AnthropicClient(endpoint))


def ask(**changes: object) -> ChatRequest:
    return ChatRequest(
        **({"messages": (Message(role=Role.USER, content="Hi"),), "model": "pro"} | changes)
    )


async def collect(client: AnthropicClient, **changes: object) -> list[ModelEvent]:
    return [told async for told in client.stream(ask(**changes))]


@pytest.mark.parametrize("size", [1, 3, 10, 10_000])
async def test_chunks_of_any_size(size: int) -> None:
    parts = [GOOD[i : i + size] for i in range(0, len(GOOD), size)]
    async with against(streams(*parts)) as client:
        assert await collect(client) == [
            TextDelta(text="one "),
            TextDelta(text="two"),
            Finished(reason="stop", prompt_tokens=3, completion_tokens=2),
        ]


async def test_headers_names_and_no_adapter() -> None:
    seen: list[web.Request] = []
    names = {"pro": "claude-x"}
    async with against(streams(GOOD, seen=seen), api_key="k", models=names) as client:
        await collect(client, adapter=AdapterName("s-v1-00000000"))
        await collect(client, model="other")
        assert await client.models() == ("pro",)
    bodies = [await request.json() for request in seen]
    assert [told["model"] for told in bodies] == ["claude-x", "other"]
    assert "s-v1" not in json.dumps(bodies)
    assert seen[0].headers["x-api-key"] == "k"
    assert seen[0].headers["anthropic-version"] == "2023-06-01"
    assert "Authorization" not in seen[0].headers


async def test_a_tool_is_called() -> None:
    events = [
        start(input_tokens=3),
        block(0, type="tool_use", id="t1", name="quiz", input={}),
        delta(0, type="input_json_delta", partial_json='{"n": 2}'),
        stop(0),
        *end("tool_use"),
    ]
    seen: list[web.Request] = []
    async with against(streams(*map(event, events), seen=seen)) as client:
        told = await collect(client, tools=(ToolSpec(name="quiz"),), tool_choice="quiz")
    assert told[0] == ToolCallDelta(call_id="t1", name="quiz", arguments='{"n": 2}')
    assert isinstance(told[-1], Finished)
    assert told[-1].reason == "tool_calls"
    assert (await seen[0].json())["tool_choice"] == {"type": "tool", "name": "quiz"}


async def test_a_stop_is_enough_even_if_the_server_then_hangs() -> None:
    async with against(streams(GOOD, then="hang")) as client:
        assert isinstance((await collect(client))[-1], Finished)


@pytest.mark.parametrize(
    ("chunks", "then"),
    [
        ((HEAD,), "end"),
        ((HEAD, text("a")), "cut"),
        ((), "cut"),
        ((), "end"),
        ((HEAD, b'data: {"type'), "end"),
        ((HEAD, b"data: <html>\n\n"), "end"),
        ((HEAD, b"data: \xff\xfe\n\n"), "end"),
        ((b"\x00\xff" * 700_000,), "hang"),
        ((HEAD, event({"type": "error", "error": {"type": "api_error"}})), "end"),
    ],
)
async def test_garbage_and_half_streams(chunks: tuple[bytes, ...], then: str) -> None:
    async with against(streams(*chunks, then=then)) as client:
        with pytest.raises(ModelUnavailableError):
            await collect(client)


@pytest.mark.parametrize("chunks", [(), (HEAD, text("a"))])
async def test_a_silent_server_runs_into_the_deadline(chunks: tuple[bytes, ...]) -> None:
    async with against(streams(*chunks, then="hang")) as client:
        with pytest.raises(ModelTimeoutError):
            await collect(client, deadline_s=0.2)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ModelRefusedError),
        (401, ModelUnavailableError),
        (404, ModelUnavailableError),
        (429, ModelOverloadedError),
        (500, ModelUnavailableError),
        (529, ModelOverloadedError),
    ],
)
async def test_error_pages(status: int, kind: type[InferenceError]) -> None:
    async with against(answers(status, "<html>" + "x" * 2_000_000)) as client:
        for call in (collect(client), client.models()):
            with pytest.raises(kind, match=str(status)):
                await call


async def test_an_error_in_the_stream_after_text() -> None:
    failed = event({"type": "error", "error": {"type": "overloaded_error", "message": "busy"}})
    async with against(streams(HEAD, text("a"), failed)) as client:
        stream = client.stream(ask())
        assert await anext(stream) == TextDelta(text="a")
        with pytest.raises(ModelOverloadedError, match="busy"):
            await anext(stream)


async def test_leaving_the_stream_closes_the_connection() -> None:
    gone = asyncio.Event()

    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            return await streams(HEAD, text("a"), then="hang")(request)
        finally:
            gone.set()

    async with against(handler) as client:
        async with aclosing(client.stream(ask())) as events:
            assert await anext(events) == TextDelta(text="a")
        async with asyncio.timeout(20):
            await gone.wait()


async def test_the_servers_list_of_models() -> None:
    async with against(answers(200, '{"data": [{"id": "a"}, {"id": "b"}]}')) as client:
        assert await client.models() == ("a", "b")


async def test_nobody_listens_and_a_closed_client() -> None:
    client = AnthropicClient(AnthropicEndpoint(base_url="http://127.0.0.1:1/v1"))
    for _ in range(2):
        with pytest.raises(ModelUnavailableError, match="closed"):
            await collect(client)
        async with client:
            with pytest.raises(ModelUnavailableError, match="connection"):
                await collect(client)


def test_the_key_is_hidden() -> None:
    assert "secret" not in repr(AnthropicEndpoint(base_url="http://x/v1", api_key="secret"))
