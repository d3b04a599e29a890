"""The aiohttp application: middlewares, routes, and the tasks that live with it."""

from collections.abc import AsyncIterator

from aiohttp import web

from tutor_server.errors import ForbiddenError
from tutor_server.web import audio, chat, client_secrets, generate, health, me, pages, realtime
from tutor_server.web.auth import caller
from tutor_server.web.calls import CALLS, Calls
from tutor_server.web.calls import add_routes as add_calls
from tutor_server.web.contracts import PORTS, WebPorts
from tutor_server.web.forward import carried, forward
from tutor_server.web.openapi import openapi
from tutor_server.web.problems import Handler, problems
from tutor_server.web.security import before_stream, secure

MAX_BODY_BYTES = 26 << 20
"""A 25 MB recording and its form."""
_LOCAL = {"127.0.0.1", "::1", None}


@web.middleware
async def metrics_for_operators(request: web.Request, handler: Handler) -> web.StreamResponse:
    """/metrics is for this machine (a scraper beside us) or an operator's token."""
    local = request.remote in _LOCAL or carried(request)
    if request.path == "/metrics" and not local:
        who = await caller(request)
        if who.role not in {"operator", "service"}:
            raise ForbiddenError("Metrics are for operators.")
    return await handler(request)


async def _live(app: web.Application) -> AsyncIterator[None]:
    """Hub first, calls inside it: calls hang up before sessions are drained."""
    async with app[PORTS].hub.running(), app[CALLS].running():
        yield


def build(ports: WebPorts) -> web.Application:
    """The application; start it with aiohttp's runner."""
    app = web.Application(
        middlewares=(secure, problems, metrics_for_operators, pages.revalidate, forward),
        client_max_size=MAX_BODY_BYTES,
    )
    app[PORTS] = ports
    app[CALLS] = Calls()
    app.cleanup_ctx.append(_live)
    app.on_response_prepare.append(before_stream)
    pages.add_routes(app)
    add_calls(app)
    app.add_routes(
        [
            web.get("/health", health.health),
            web.get("/ready", health.ready),
            web.get("/metrics", health.metrics),
            web.get("/openapi.json", openapi),
            web.get("/v1/me", me.me),
            web.get("/v1/me/export", me.export),
            web.put("/v1/me/language", me.set_language),
            web.post("/v1/logout", me.log_out),
            web.get("/v1/capabilities", me.capabilities),
            web.get("/v1/sessions", me.sessions),
            web.get("/v1/sessions/{session_id}", me.session),
            web.get("/v1/sessions/{session_id}/screen", me.screen),
            web.get("/v1/models", chat.models),
            web.post("/v1/chat/completions", chat.completions),
            web.post("/v1/generate", generate.generate),
            web.post("/v1/generate/stream", generate.generate_stream),
            web.post("/v1/audio/transcriptions", audio.transcriptions),
            web.post("/v1/audio/speech", audio.speech),
            web.get("/v1/realtime", realtime.realtime),
            web.post("/v1/realtime/client_secrets", client_secrets.create),
        ]
    )
    for register in ports.modules:
        register(app)
    return app
