"""Who is asking: a bearer token, a browser cookie, or a client secret in a subprotocol.

A cookie counts only together with a same-origin check, so no other page can use it.
Source of the subprotocol form: OpenAI Realtime API, browser WebSockets.
"""

from aiohttp import web

from tutor_server.errors import ForbiddenError, RateLimitedError, TokenMissingError
from tutor_server.web.contracts import PORTS, Caller
from tutor_server.web.security import check_origin

COOKIE = "tutor_login"
SECRET_SUBPROTOCOL = "openai-insecure-api-key."  # noqa: S105  a protocol's name, not a secret


def _bearer(request: web.Request) -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None


def _subprotocol(request: web.Request) -> str | None:
    for offered in request.headers.get("Sec-WebSocket-Protocol", "").split(","):
        if offered.strip().startswith(SECRET_SUBPROTOCOL):
            return offered.strip()[len(SECRET_SUBPROTOCOL) :]
    return None


async def caller(request: web.Request, *, secret_allowed: bool = False) -> Caller:
    """The request's caller. Client secrets are refused unless `secret_allowed`.
    Raises TokenError, OriginRefusedError, ForbiddenError."""
    token = _bearer(request) or _subprotocol(request)
    if token is None:
        token = request.cookies.get(COOKIE)
        if token is None:
            raise TokenMissingError
        if request.method not in {"GET", "HEAD"}:
            check_origin(request)
    found = await request.app[PORTS].authority.caller(token)
    if found.short_lived and not secret_allowed:
        raise ForbiddenError("A client secret only opens realtime sessions.")
    return found


async def spend_opening(request: web.Request, who: Caller) -> None:
    """Count one opening for the person and one for the address. Raises RateLimitedError."""
    ports = request.app[PORTS]
    per_minute = ports.settings.opens_per_minute
    for key in (f"open:{who.person_id}", f"address:{request.remote or 'local'}"):
        # A school shares one address, so an address may open ten times as often.
        allowed = per_minute * (10 if key.startswith("address") else 1)
        wait_s = await ports.limiter.wait_s(key, allowed)
        if wait_s > 0:
            raise RateLimitedError(
                "You have connected too often. Wait a little and try again.", retry_after_s=wait_s
            )
