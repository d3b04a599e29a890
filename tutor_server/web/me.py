"""The caller's own data, and what this server can do."""

from typing import Final

import msgspec
from aiohttp import web

from inference.contracts import JsonValue
from inference.languages.table import AUTO, find
from sessions.ids import SessionId
from tutor_server.errors import InvalidRequestError, NotFoundError
from tutor_server.web.auth import COOKIE, caller
from tutor_server.web.contracts import PORTS, SessionRow
from tutor_server.web.forward import to_owner
from tutor_server.web.opening import student_of
from tutor_server.web.paging import cursor_at, listed, read_page
from tutor_server.web.requests import read_json
from tutor_server.wire import items

MAX_TAG_CHARS: Final = 35
"""RFC 5646, section 4.4.1: no tag needs more."""


async def me(request: web.Request) -> web.Response:
    """Who the caller is."""
    who = await caller(request)
    return web.json_response(
        {
            "student_id": who.person_id,
            "name": who.name,
            "role": who.role,
            "grade": who.grade,
            "locale": who.locale,
        }
    )


class LanguageBody(msgspec.Struct, kw_only=True, frozen=True):
    """`PUT /v1/me/language`."""

    language: str


async def set_language(request: web.Request) -> web.Response:
    """The language that the caller chose for the pages and the talk, on every device; `auto` takes
    the choice back."""
    who = await caller(request)
    body = await read_json(request, LanguageBody)
    chosen = find(body.language) if len(body.language) <= MAX_TAG_CHARS else None
    if chosen is None and body.language != AUTO:
        raise InvalidRequestError("This language is not spoken here.", param="language")
    await request.app[PORTS].records.set_language(who, chosen.tag if chosen else "")
    return web.Response(status=204)


async def log_out(request: web.Request) -> web.Response:
    """Forget the browser's login."""
    await caller(request)
    response = web.Response(status=204)
    response.del_cookie(COOKIE, path="/")
    return response


async def capabilities(request: web.Request) -> web.Response:
    """What hearing and speaking can do here; the page's badge shows it."""
    ports = request.app[PORTS]
    await caller(request)
    limits = await ports.hearing_limits()
    return web.json_response(
        {
            "hearing": {
                "engine": limits.engine,
                "model": limits.model,
                "free_speech": limits.free_speech,
                "advice": limits.advice,
                "languages": list(limits.languages),
            },
            "voices": list(await ports.tts.voices()),
            "webrtc": True,
            "ice_servers": list(ports.settings.ice_servers),
            "version": ports.settings.version,
        }
    )


async def sessions(request: web.Request) -> web.Response:
    """`limit` of the caller's sessions from `cursor` on, newest first."""
    ports = request.app[PORTS]
    who = await caller(request)
    page = read_page(request, usual=20, most=100)
    rows = await ports.records.sessions(who, limit=page.limit + 1, before=page.before)
    here = rows[: page.limit]
    following = cursor_at(here[-1].opened_at) if len(rows) > page.limit else None
    return web.json_response(listed([_session(row) for row in here], following))


def _session(row: SessionRow) -> dict[str, JsonValue]:
    return {
        "id": row.session_id,
        "opened_at": row.opened_at.isoformat(),
        "closed_at": None if row.closed_at is None else row.closed_at.isoformat(),
        "events": row.events,
    }


async def session(request: web.Request) -> web.Response:
    """One of the caller's conversations."""
    who = await caller(request)
    session_id = SessionId(request.match_info["session_id"])
    found = await request.app[PORTS].records.items(who, session_id)
    return web.json_response({"id": session_id, "items": [items.show(item) for item in found]})


async def screen(request: web.Request) -> web.Response:
    """The latest frame of the caller's shared screen, as JPEG."""
    who = await caller(request)
    session_id = SessionId(request.match_info["session_id"])
    await to_owner(request, session_id)
    room = request.app[PORTS].hub.find(student_of(who, request), session_id)
    frame = room.session.screen if room is not None else None
    if frame is None:
        raise NotFoundError("No screen is shared in this session.")
    size = {"X-Width": str(frame.width), "X-Height": str(frame.height)}
    return web.Response(
        body=frame.jpeg,
        content_type="image/jpeg",
        headers={**size, "Cache-Control": "no-store"},
    )


async def export(request: web.Request) -> web.Response:
    """Everything stored about the caller, as JSON."""
    who = await caller(request)
    data = await request.app[PORTS].records.export(who)
    return web.json_response(dict(data))
