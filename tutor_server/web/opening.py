"""Opening a student's room for a realtime request, whichever transport follows."""

from dataclasses import dataclass

import msgspec
from aiohttp import web

from inference.languages.table import find
from sessions.commands import TurnSettings
from sessions.ids import SessionId, StudentId
from tutor_server.attach.contracts import Student
from tutor_server.attach.room import Resume, Room
from tutor_server.errors import ForbiddenError
from tutor_server.web.auth import caller, spend_opening
from tutor_server.web.contracts import PORTS, Caller
from tutor_server.web.forward import carried, to_a_place, to_owner
from tutor_server.web.requests import read_resume
from tutor_server.web.security import check_origin
from tutor_server.wire.client_events import SessionSpec
from tutor_server.wire.session_object import WireSettings, merge


def beginning(who: Caller, request: web.Request) -> WireSettings:
    """A session's settings before its client says anything: the language that the student chose,
    else the server's."""
    chosen = find(who.locale)
    language = chosen.tag if chosen else request.app[PORTS].settings.language
    return WireSettings(turn=TurnSettings(language=language))


def student_of(who: Caller, request: web.Request) -> Student:
    """Whose session this is: the student's own, or for a service the one it names."""
    named = request.query.get("student_id")
    if named is None or named == who.person_id:
        return Student(
            tenant_id=who.tenant_id,
            student_id=who.person_id,
            display_name=who.name,
            grade=who.grade,
        )
    if who.role != "service":
        raise ForbiddenError("Only a service may open a session for another person.")
    return Student(tenant_id=who.tenant_id, student_id=StudentId(named))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A request for a room that this worker may answer."""

    who: Caller
    session_id: SessionId | None
    resume: Resume | None


async def may_open(request: web.Request) -> Opening:
    """Authenticate, count, and see that this worker is the one. Before the body is read, which
    goes with the request. Raises Elsewhere, OverloadedError."""
    check_origin(request)
    who = await caller(request, secret_allowed=True)
    if not carried(request):
        await spend_opening(request, who)
    session_id, resume = read_resume(request)
    if who.session_id is not None:
        if session_id is not None and session_id != who.session_id:
            raise ForbiddenError("This client secret belongs to another session.")
        session_id = who.session_id
    if session_id is not None:
        await to_owner(request, session_id)
    else:
        await to_a_place(request)
    return Opening(who=who, session_id=session_id, resume=resume)


async def open_room(request: web.Request, opening: Opening) -> Room:
    """Open or find the room. Raises what Hub.open raises."""
    who = opening.who
    hub = request.app[PORTS].hub
    spec = msgspec.convert(dict(who.session), SessionSpec)
    settings = merge(beginning(who, request), spec)
    return await hub.open(student_of(who, request), opening.session_id, settings)
