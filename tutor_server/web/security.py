"""Headers every response carries, and the rule about origins.

Sources: Content Security Policy Level 3; RFC 6454 (origin); RFC 6455 section 10.2.
"""

from urllib.parse import urlsplit

from aiohttp import web

from tutor_server.errors import OriginRefusedError
from tutor_server.web.contracts import PORTS
from tutor_server.web.problems import Handler

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "media-src 'self' blob:; connect-src 'self' ws: wss:; worker-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "microphone=(self), display-capture=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@web.middleware
async def secure(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Adds HEADERS to every response that is not a socket."""
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


async def before_stream(request: web.Request, response: web.StreamResponse) -> None:
    """The same for responses that begin inside their handler (aiohttp on_response_prepare)."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def check_origin(request: web.Request) -> None:
    """A browser's Origin must be ours or allowed; clients that are no browsers send none.
    Raises OriginRefusedError."""
    origin = request.headers.get("Origin")
    if origin is None:
        return
    allowed = request.app[PORTS].settings.origins
    if urlsplit(origin).netloc == request.host or origin in allowed:
        return
    raise OriginRefusedError
