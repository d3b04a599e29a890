"""One OpenAPI document of every route; a test compares it with the router.

Written as a table; the shapes of what is sent as JSON are taken from the classes that read it.
What is answered is described in a sentence. Source: OpenAPI 3.1.
"""

from collections.abc import Sequence

import msgspec
from aiohttp import web

from inference.contracts import JsonValue
from tutor_server.web import generate
from tutor_server.web.audio import SpeechBody
from tutor_server.web.chat_shapes import ChatBody
from tutor_server.web.client_secrets import SecretBody
from tutor_server.web.contracts import PORTS, Query, Route
from tutor_server.web.me import LanguageBody
from tutor_server.web.paging import PAGE
from tutor_server.wire.vocabulary import CLIENT_EVENTS, SERVER_EVENTS

__all__ = ["ROUTES", "Route", "document", "openapi"]

ROUTES: tuple[Route, ...] = (
    Route(method="get", path="/", about="The student page.", auth="none"),
    Route(method="get", path="/teacher", about="The teacher's page.", auth="none"),
    Route(method="get", path="/login", about="How to get a login link.", auth="none"),
    Route(
        method="get", path="/login/{token}", about="Spend a login link.", auth="none",
        answers="303",
    ),
    Route(method="get", path="/static/code.css", about="Colours of code.", auth="none"),
    Route(method="get", path="/static/{filename}", about="Static files.", auth="none"),
    Route(method="get", path="/health", about="This process lives.", auth="none"),
    Route(method="get", path="/ready", about="A conversation would work.", auth="none"),
    Route(method="get", path="/metrics", about="Prometheus metrics; operators."),
    Route(method="get", path="/openapi.json", about="This document.", auth="none"),
    Route(method="get", path="/v1/me", about="Who the caller is."),
    Route(method="get", path="/v1/me/export", about="Everything stored about the caller."),
    Route(
        method="put", path="/v1/me/language", about="The language of pages and talk.",
        answers="204", body=LanguageBody,
    ),
    Route(method="post", path="/v1/logout", about="Forget the browser.", answers="204"),
    Route(method="get", path="/v1/capabilities", about="What hearing and speaking can do."),
    Route(
        method="get", path="/v1/sessions", about="The caller's sessions, newest first.",
        query=PAGE,
    ),
    Route(method="get", path="/v1/sessions/{session_id}", about="One conversation."),
    Route(
        method="get", path="/v1/sessions/{session_id}/screen",
        about="Latest frame of the shared screen (JPEG).",
    ),
    Route(method="get", path="/v1/models", about="Models: tutor first, tiers, stt, tts."),
    Route(
        method="post", path="/v1/chat/completions", about="OpenAI chat completions.",
        body=ChatBody,
    ),
    Route(
        method="post", path="/v1/audio/transcriptions", about="OpenAI audio transcriptions."
    ),
    Route(
        method="post", path="/v1/audio/speech", about="OpenAI speech, streamed.",
        body=SpeechBody,
    ),
    Route(
        method="get", path="/v1/realtime", auth="secret", answers="101",
        about="The conversation over a WebSocket; events in x-events.",
    ),
    Route(
        method="post", path="/v1/realtime/client_secrets", about="A short-lived token.",
        body=SecretBody,
    ),
    Route(
        method="post", path="/v1/realtime/calls", about="A WebRTC offer; SDP answer.",
        auth="secret", answers="201",
    ),
    Route(
        method="post", path="/v1/realtime/calls/{call_id}", about="A later offer.",
        auth="secret",
    ),
    Route(
        method="delete", path="/v1/realtime/calls/{call_id}", about="Hang up.",
        auth="secret", answers="204",
    ),
)  # fmt: skip


def _operation(route: Route, body: JsonValue) -> JsonValue:
    names = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    in_path: list[JsonValue] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]
    operation: dict[str, JsonValue] = {
        "summary": route.about,
        "parameters": [*in_path, *(_in_query(query) for query in route.query)],
        "responses": {
            route.answers: {"description": "Done."},
            "default": {
                "description": "A problem (RFC 9457).",
                "content": {
                    "application/problem+json": {
                        "schema": {"$ref": "#/components/schemas/Problem"}
                    }
                },
            },
        },
        "security": [] if route.auth == "none" else [{"bearer": []}],
    }
    if body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": body}},
        }
    if route.path == "/v1/realtime":
        operation["x-events"] = {"client": dict(CLIENT_EVENTS), "server": dict(SERVER_EVENTS)}
    return operation


def _in_query(query: Query) -> JsonValue:
    schema: dict[str, JsonValue] = {"type": query.kind}
    if query.choices:
        schema["enum"] = list(query.choices)
    return {"name": query.name, "in": "query", "description": query.about, "schema": schema}


def document(version: str, more: Sequence[Route] = ()) -> dict[str, JsonValue]:
    """The OpenAPI document of our own routes and the side modules'."""
    routes = (*ROUTES, *generate.ROUTES, *more)
    shapes = list(dict.fromkeys(route.body for route in routes if route.body is not None))
    found, schemas = msgspec.json.schema_components(
        shapes, ref_template="#/components/schemas/{name}"
    )
    bodies = dict(zip(shapes, found, strict=True))
    paths: dict[str, dict[str, JsonValue]] = {}
    for route in routes:
        body = None if route.body is None else bodies[route.body]
        paths.setdefault(route.path, {})[route.method] = _operation(route, body)
    text: JsonValue = {"type": "string"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tutor server", "version": version},
        "paths": dict(paths),
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                **schemas,
                "Problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail", "code"],
                    "properties": {
                        "type": text,
                        "title": text,
                        "status": {"type": "integer"},
                        "detail": text,
                        "code": text,
                        "error": {"type": "object"},
                    },
                },
            },
        },
    }


async def openapi(request: web.Request) -> web.Response:
    """The document as JSON."""
    ports = request.app[PORTS]
    return web.json_response(document(ports.settings.version, ports.module_routes))
