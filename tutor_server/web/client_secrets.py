"""`POST /v1/realtime/client_secrets`: a short-lived token, so that no page holds a long one.

Source: OpenAI Realtime API, client secrets. Ours may be bound to a session the caller owns.
"""

import msgspec
from aiohttp import web
from msgspec import UNSET, Struct, UnsetType, field

from sessions.ids import SessionId
from tutor_server.errors import InvalidRequestError, OverloadedError
from tutor_server.web.auth import caller
from tutor_server.web.contracts import PORTS
from tutor_server.web.opening import beginning
from tutor_server.web.requests import read_json
from tutor_server.wire.client_events import SessionSpec
from tutor_server.wire.session_object import merge, show


class ExpiresAfter(Struct):
    anchor: str = "created_at"
    seconds: int = 600


class SecretBody(Struct):
    session: SessionSpec | UnsetType = UNSET
    session_id: str | None = None
    expires_after: ExpiresAfter = field(default_factory=ExpiresAfter)


async def create(request: web.Request) -> web.Response:
    """Life is 10 s to 2 h, 10 min unless asked otherwise."""
    ports = request.app[PORTS]
    who = await caller(request)
    body = await read_json(request, SecretBody)
    life_s = body.expires_after.seconds
    if not 10 <= life_s <= 7200:
        raise InvalidRequestError("seconds must be 10 to 7200.", param="expires_after.seconds")
    settings = beginning(who, request)
    if body.session is not UNSET:
        settings = merge(settings, body.session)
    if body.session_id is None and await ports.workers.place() is None and not ports.hub.accepts:
        raise OverloadedError  # said here, because a browser cannot read why a socket was refused
    session_id = None if body.session_id is None else SessionId(body.session_id)
    spec = {} if body.session is UNSET else msgspec.to_builtins(body.session)
    value, expires_at = ports.authority.client_secret(
        who, session_id=session_id, session=spec, life_s=life_s
    )
    shown = show(settings, session_id or "", expires_at)
    return web.json_response({"value": value, "expires_at": expires_at, "session": shown})
