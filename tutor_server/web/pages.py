"""The pages: student page, login, static files. Pages are files; nothing is rendered here."""

from aiohttp import web

from tutor_server.errors import GoneError, TokenError
from tutor_server.web.auth import COOKIE, caller
from tutor_server.web.contracts import PORTS
from tutor_server.web.problems import Handler

_NO_CACHE = {"Cache-Control": "no-cache"}


async def student(request: web.Request) -> web.StreamResponse:
    """The student page for a browser that is logged in; the login page otherwise."""
    try:
        await caller(request)
    except TokenError as error:
        reason = "expired" if error.code == "token_expired" else "none"
        raise web.HTTPSeeOther(f"/login?reason={reason}") from error
    static = request.app[PORTS].settings.static
    return web.FileResponse(static / "student.html", headers=_NO_CACHE)


async def login_page(request: web.Request) -> web.StreamResponse:
    """Says how to get a link."""
    static = request.app[PORTS].settings.static
    return web.FileResponse(static / "login.html", headers=_NO_CACHE)


async def follow_link(request: web.Request) -> web.StreamResponse:
    """`/login/{token}`: spend a one-time link and remember the browser."""
    ports = request.app[PORTS]
    try:
        token, life_s = await ports.authority.log_in(request.match_info["token"])
    except GoneError as error:
        reason = "used" if error.code == "link_used" else "expired"
        raise web.HTTPSeeOther(f"/login?reason={reason}") from error
    except TokenError as error:
        raise web.HTTPSeeOther("/login?reason=none") from error
    response = web.HTTPSeeOther("/")
    response.set_cookie(
        COOKIE,
        token,
        max_age=life_s,
        httponly=True,
        samesite="Lax",
        secure=ports.settings.secure,
        path="/",
    )
    raise response


async def code_css(request: web.Request) -> web.Response:
    """Colours of highlighted code, light and dark."""
    return web.Response(
        text=request.app[PORTS].code_css, content_type="text/css", headers=_NO_CACHE
    )


@web.middleware
async def revalidate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Modules are small and change together: browsers ask again each time (304 when same)."""
    response = await handler(request)
    if request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


def add_routes(app: web.Application) -> None:
    """Register pages and static files."""
    static = app[PORTS].settings.static
    app.router.add_get("/", student)
    app.router.add_get("/login", login_page)
    app.router.add_get("/login/{token}", follow_link)
    app.router.add_get("/static/code.css", code_css)
    app.router.add_static("/static", static, append_version=False)
