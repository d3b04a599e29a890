"""The pages: student page, teacher's page, login, static files. Pages are files; nothing is
rendered here."""

from typing import Final

from aiohttp import web

from tutor_server.errors import GoneError, TokenError
from tutor_server.web.auth import COOKIE, caller
from tutor_server.web.contracts import PORTS, Caller
from tutor_server.web.problems import Handler

_NO_CACHE = {"Cache-Control": "no-cache"}
STAFF: Final = frozenset({"teacher", "operator", "service"})
"""Who may open the teacher's page."""


async def _visitor(request: web.Request) -> Caller:
    """Who opens a page. Raises HTTPSeeOther to the login page for nobody."""
    try:
        return await caller(request)
    except TokenError as error:
        reason = "expired" if error.code == "token_expired" else "none"
        raise web.HTTPSeeOther(f"/login?reason={reason}") from error


async def student(request: web.Request) -> web.StreamResponse:
    """The student page for a browser that is logged in; the login page otherwise."""
    await _visitor(request)
    static = request.app[PORTS].settings.static
    return web.FileResponse(static / "student.html", headers=_NO_CACHE)


async def teacher(request: web.Request) -> web.StreamResponse:
    """The teacher's page; a student's browser goes to the student page."""
    if (await _visitor(request)).role not in STAFF:
        raise web.HTTPSeeOther("/")
    static = request.app[PORTS].settings.static
    return web.FileResponse(static / "teacher.html", headers=_NO_CACHE)


async def login_page(request: web.Request) -> web.StreamResponse:
    """Says how to get a link."""
    static = request.app[PORTS].settings.static
    return web.FileResponse(static / "login.html", headers=_NO_CACHE)


async def follow_link(request: web.Request) -> web.StreamResponse:
    """`/login/{token}`: spend a one-time link and remember the browser. A teacher's link leads to
    the teacher's page."""
    ports = request.app[PORTS]
    try:
        token, life_s = await ports.authority.log_in(request.match_info["token"])
        who = await ports.authority.caller(token)
    except GoneError as error:
        reason = "used" if error.code == "link_used" else "expired"
        raise web.HTTPSeeOther(f"/login?reason={reason}") from error
    except TokenError as error:
        raise web.HTTPSeeOther("/login?reason=none") from error
    response = web.HTTPSeeOther("/teacher" if who.role == "teacher" else "/")
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
    app.router.add_get("/teacher", teacher)
    app.router.add_get("/login", login_page)
    app.router.add_get("/login/{token}", follow_link)
    app.router.add_get("/static/code.css", code_css)
    app.router.add_static("/static", static, append_version=False)
