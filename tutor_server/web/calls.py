"""`/v1/realtime/calls`: SDP offers in, answers out (OpenAI Realtime API, WebRTC connection).

POST makes a call (application/sdp, or a form with `sdp`); POST to the call's address takes a
later offer (a screen was added, the network changed); DELETE ends it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from media.errors import NewPeerNeededError
from tutor_server.errors import (
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    ReOfferError,
    UnsupportedMediaError,
)
from tutor_server.web.auth import caller
from tutor_server.web.call import Call
from tutor_server.web.contracts import PORTS
from tutor_server.web.forward import Elsewhere, carried
from tutor_server.web.opening import may_open, open_room
from tutor_server.web.security import check_origin

MAX_SDP_BYTES = 256 << 10
SDP_TYPE = "application/sdp"


class Calls:
    """The calls of this process; owns their tasks."""

    def __init__(self) -> None:
        self._calls: dict[str, Call] = {}
        self._group: asyncio.TaskGroup | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Calls"]:
        """Leaving hangs every call up and waits for it."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                yield self
            finally:
                for call in list(self._calls.values()):
                    call.hang_up()

    def start(self, call_id: str, call: Call) -> None:
        """Own a call that was answered."""
        if self._group is None:  # routes exist only while running()
            raise RuntimeError("calls are not running")
        self._calls[call_id] = call
        self._group.create_task(self._run(call_id, call))

    async def _run(self, call_id: str, call: Call) -> None:
        try:
            await call.run()
        finally:
            self._calls.pop(call_id, None)

    def get(self, call_id: str) -> Call:
        """Raises NotFoundError."""
        if call_id not in self._calls:
            raise NotFoundError("This call has ended; start a fresh one.")
        return self._calls[call_id]


CALLS = web.AppKey("calls", Calls)


async def _read_offer(request: web.Request) -> str:
    if request.content_length is not None and request.content_length > MAX_SDP_BYTES:
        raise InvalidRequestError("The offer is too large.")
    if request.content_type == "multipart/form-data":
        form = await request.post()
        sdp = form.get("sdp")
        offer = sdp if isinstance(sdp, str) else ""
        if isinstance(sdp, web.FileField):
            offer = sdp.file.read(MAX_SDP_BYTES).decode("utf-8", "replace")
    elif request.content_type == SDP_TYPE:
        offer = (await request.read()).decode("utf-8", "replace")
    else:
        raise UnsupportedMediaError(f"Send the offer as {SDP_TYPE}.")
    if not offer or len(offer) > MAX_SDP_BYTES:
        raise InvalidRequestError("There is no offer of a usable size.", param="sdp")
    return offer


def _answer(sdp: str, status: int, location: str | None = None) -> web.Response:
    headers = {"Location": location} if location else {}
    # Encoded by hand: RFC 8866 has no charset parameter.
    return web.Response(body=sdp.encode(), status=status, content_type=SDP_TYPE, headers=headers)


async def create(request: web.Request) -> web.Response:
    """Answer a first offer; the room's events follow on its data channel."""
    ports = request.app[PORTS]
    opening = await may_open(request)
    offer = await _read_offer(request)
    room = await open_room(request, opening)
    call = Call(ports, room)
    try:
        sdp = await call.peer.answer(offer)
    except BaseException:
        await call.peer.close()
        raise
    call_id = ports.fresh_id(f"call_{ports.workers.name}")
    call.join(opening.resume)
    request.app[CALLS].start(call_id, call)
    return _answer(sdp, 201, f"/v1/realtime/calls/{call_id}")


async def _mine(request: web.Request) -> Call:
    check_origin(request)
    who = await caller(request, secret_allowed=True)
    call_id = request.match_info["call_id"]
    worker = None if carried(request) else await request.app[PORTS].workers.of_call(call_id)
    if worker is not None:
        raise Elsewhere(worker)
    call = request.app[CALLS].get(call_id)
    identity = call.room.identity
    own = (identity.tenant_id, identity.student_id) == (who.tenant_id, who.person_id)
    if not own and who.role != "service":
        raise ForbiddenError("This is another person's call.")
    return call


async def change(request: web.Request) -> web.Response:
    """Answer a later offer; 409 `re_offer` when only a fresh call can do it."""
    call = await _mine(request)
    offer = await _read_offer(request)
    try:
        return _answer(await call.peer.answer(offer), 200)
    except NewPeerNeededError as error:
        raise ReOfferError from error


async def end(request: web.Request) -> web.Response:
    """Hang up. The session stays for a while, so that the student can come back."""
    (await _mine(request)).hang_up()
    return web.Response(status=204)


def add_routes(app: web.Application) -> None:
    """Register the three addresses."""
    app.router.add_post("/v1/realtime/calls", create)
    app.router.add_post("/v1/realtime/calls/{call_id}", change)
    app.router.add_delete("/v1/realtime/calls/{call_id}", end)
