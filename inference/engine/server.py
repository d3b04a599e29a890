"""The engine's HTTP server: OpenAI-compatible routes over one `Engine`.

Knows HTTP and bodies; computes nothing. A client that goes away cancels its completion.
"""

import hmac
import logging
import socket
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from prometheus_client import generate_latest

from inference.contracts import ModelEvent
from inference.engine.engine import Engine
from inference.engine.openai_body import (
    ChatBody,
    CommonBody,
    LoadAdapterBody,
    PlainBody,
    UnloadAdapterBody,
    chat_task,
    decode,
    plain_request,
)
from inference.engine.openai_reply import (
    DONE,
    STATUS,
    ChunkWriter,
    Shape,
    WholeReply,
    error_body,
    error_of,
    new_shape,
    sse,
)
from inference.engine.settings import EngineSettings
from inference.errors import InferenceError, ModelRefusedError, UnknownModelError

_log = logging.getLogger(__name__)

MAX_BODY_BYTES = 4 << 20
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def serve_engine(settings: EngineSettings, *, ready: Callable[[], None]) -> None:
    """Serve until cancelled, then drain; `ready` is called once a warm-up reply has succeeded.

    Listens while it loads, so that `/health` can say so. Raises ModelLoadError, and
    ModelUnavailableError when the worker dies.
    """
    engine = Engine(settings, clock=time.monotonic)
    async with _listening(engine), engine:
        _log.info("engine ready: %s on %s", settings.name, settings.listen)
        ready()
        await engine.failed()


@asynccontextmanager
async def _listening(engine: Engine) -> AsyncIterator[None]:
    settings = engine.settings
    # Without handler_cancellation a reply would be computed to its end for nobody.
    runner = web.AppRunner(
        build_app(engine), handler_cancellation=True, access_log=None, shutdown_timeout=1.0
    )
    await runner.setup()
    try:
        if settings.socket_path is not None:
            await web.SockSite(runner, _bind(settings.socket_path)).start()
        else:
            host, port = settings.address
            await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()


def _bind(path: str) -> socket.socket:
    """A unix socket of our user's own; one left over from a killed process is replaced."""
    Path(path).unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX)
    bound.bind(path)
    Path(path).chmod(0o600)
    return bound


def build_app(engine: Engine) -> web.Application:
    """The routes over an engine, open or not yet."""
    routes = _Routes(engine)
    app = web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[_errors, routes.guard])
    app.router.add_post("/v1/chat/completions", routes.chat)
    app.router.add_post("/v1/completions", routes.completions)
    app.router.add_get("/v1/models", routes.models)
    app.router.add_post("/v1/load_lora_adapter", routes.load_adapter)
    app.router.add_post("/v1/unload_lora_adapter", routes.unload_adapter)
    app.router.add_get("/health", routes.health)
    app.router.add_get("/metrics", routes.metrics)
    return app


@web.middleware
async def _errors(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Every failure before the first byte becomes an OpenAI error body."""
    try:
        return await handler(request)
    except InferenceError as error:
        return web.json_response(error_of(error), status=STATUS.get(error.code, 500))
    except web.HTTPException as error:
        body = error_body(error.reason, code=f"http_{error.status}", status=error.status)
        return web.json_response(body, status=error.status)


class _Routes:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @web.middleware
    async def guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Ask for the key where one is set; health stays open for probes."""
        key = self._engine.settings.api_key
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if key and request.path != "/health" and not hmac.compare_digest(sent, key):
            raise web.HTTPUnauthorized(reason="the API key is missing or wrong")
        return await handler(request)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """`POST /v1/chat/completions`."""
        body = decode(await request.read(), ChatBody)
        task = chat_task(body, self._adapter(body.model))
        shape = self._shape("chat.completion", body.model)
        return await _reply(request, body, shape, self._engine.chat(task))

    async def completions(self, request: web.Request) -> web.StreamResponse:
        """`POST /v1/completions`."""
        body = decode(await request.read(), PlainBody)
        prompt, how = plain_request(body, self._adapter(body.model))
        events = self._engine.complete(prompt, how)
        return await _reply(request, body, self._shape("text_completion", body.model), events)

    async def load_adapter(self, request: web.Request) -> web.Response:
        """`POST /v1/load_lora_adapter`: read it now, so that its first reply need not wait."""
        body = decode(await request.read(), LoadAdapterBody)
        await self._engine.load_adapter(body.lora_name, body.lora_path)
        return web.json_response({"status": "ok", "adapter": body.lora_name})

    async def unload_adapter(self, request: web.Request) -> web.Response:
        """`POST /v1/unload_lora_adapter`: free its memory; replies under way keep it."""
        body = decode(await request.read(), UnloadAdapterBody)
        if not self._engine.adapters.forget(body.lora_name):
            raise UnknownModelError(f"adapter {body.lora_name!r} is not loaded")
        return web.json_response({"status": "ok", "adapter": body.lora_name})

    async def models(self, _: web.Request) -> web.Response:
        """`GET /v1/models`."""
        name = self._engine.settings.name
        base = {"object": "model", "owned_by": "tutor", "created": 0}
        models = [base | {"id": name}]
        if self._engine.healthy:
            models += [base | {"id": a, "parent": name} for a in self._engine.adapters.loaded]
        return web.json_response({"object": "list", "data": models})

    async def health(self, _: web.Request) -> web.Response:
        """200 once a reply has been computed, until the engine drains or fails."""
        healthy = self._engine.healthy
        body = {"status": "ok" if healthy else "unavailable", "model": self._engine.settings.name}
        return web.json_response(body, status=200 if healthy else 503)

    async def metrics(self, _: web.Request) -> web.Response:
        """`GET /metrics`, Prometheus text."""
        data = generate_latest(self._engine.metrics.registry)
        return web.Response(body=data, content_type="text/plain", charset="utf-8")

    def _adapter(self, name: str) -> str | None:
        """The adapter that a model's name stands for; None for the model itself."""
        if name == self._engine.settings.name:
            return None
        if not self._engine.healthy or not self._engine.adapters.knows(name):
            raise UnknownModelError(f"no model or adapter named {name!r} is served here")
        return name

    def _shape(self, kind: str, model: str) -> Shape:
        now = datetime.now(UTC).timestamp()
        return new_shape(kind, model=model, created=now)


async def _reply(
    request: web.Request,
    body: CommonBody,
    shape: Shape,
    events: AsyncGenerator[ModelEvent, None],
) -> web.StreamResponse:
    async with aclosing(events):
        # Until the first event there is no status line, so early errors keep their own.
        first = await anext(events)
        if body.stream:
            writer = ChunkWriter(shape, with_usage=body.with_usage)
            return await _stream(request, writer, first, events)
        whole = WholeReply(shape)
        done = whole.add(first)
        async for event in events:
            done = whole.add(event)
        if done is None:
            raise ModelRefusedError("the reply had no end")
        return web.json_response(done)


async def _stream(
    request: web.Request,
    writer: ChunkWriter,
    first: ModelEvent,
    events: AsyncIterator[ModelEvent],
) -> web.StreamResponse:
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
    )
    await response.prepare(request)
    try:
        await response.write(b"".join(map(sse, writer.write(first))))
        async for event in events:
            await response.write(b"".join(map(sse, writer.write(event))))
        await response.write(DONE)
    except InferenceError as error:
        await response.write(sse(error_of(error)))
    except ConnectionError:
        _log.debug("a client left before its reply ended")
    return response
