"""A local server of the Messages API's shape: well behaved, slow, broken, cut."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def start(**usage: int) -> dict[str, object]:
    return {"type": "message_start", "message": {"usage": usage}}


def block(place: int, **fields: object) -> dict[str, object]:
    return {"type": "content_block_start", "index": place, "content_block": fields}


def delta(place: int, **fields: object) -> dict[str, object]:
    return {"type": "content_block_delta", "index": place, "delta": fields}


def stop(place: int) -> dict[str, object]:
    return {"type": "content_block_stop", "index": place}


def end(reason: str, tokens: int = 5) -> list[dict[str, object]]:
    about = {"stop_reason": reason, "stop_sequence": None}
    return [
        {"type": "message_delta", "delta": about, "usage": {"output_tokens": tokens}},
        {"type": "message_stop"},
    ]


def event(told: dict[str, object]) -> bytes:
    return f"event: {told['type']}\ndata: {json.dumps(told)}\n\n".encode()


def text(content: str) -> bytes:
    return event(delta(0, type="text_delta", text=content))


HEAD = event(start(input_tokens=3)) + event(block(0, type="text", text=""))
TAIL = b"".join(map(event, end("end_turn", tokens=2)))
GOOD = HEAD + text("one ") + event({"type": "ping"}) + text("two") + event(stop(0)) + TAIL


def streams(*chunks: bytes, then: str = "end", seen: list[web.Request] | None = None) -> Handler:
    """Sends chunks and then ends, hangs, or cuts the connection."""

    async def handler(request: web.Request) -> web.StreamResponse:
        await request.read()
        if seen is not None:
            seen.append(request)
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


def answers(status: int, body: str = "") -> Handler:
    """The same page to everything."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status, text=body)

    return handler


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """The server's base URL, up to and with `/v1`."""
    app = web.Application()
    for path in ("/v1/messages", "/v1/chat/completions"):
        app.router.add_post(path, handler)
    app.router.add_get("/v1/models", handler)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()
