"""Carries a request to the worker that owns its session: HTTP whole, a WebSocket frame by frame.

Each worker also listens on a Unix socket of its own, in a folder that only this installation's
user can enter; what comes in there was carried once, was counted where it arrived, and is never
carried on. Calls' media needs none of this: it goes to the owner's own UDP port. Knows no
placement: handlers raise `Elsewhere`.
"""

import asyncio
from collections.abc import Mapping
from socket import AF_UNIX

import aiohttp
from aiohttp import WSMsgType, web
from multidict import CIMultiDict
from yarl import URL

from sessions.ids import SessionId
from tutor_server.errors import UnavailableError
from tutor_server.web.contracts import PORTS
from tutor_server.web.problems import Handler, problem
from tutor_server.wire.codec import MAX_FRAME_BYTES

OPEN_S = 5.0
"""An owner that has not answered a WebSocket's opening by then hangs; its route runs out soon."""
HEARTBEAT_S = 20.0
MAX_MESSAGE_BYTES = 16 * MAX_FRAME_BYTES
"""Larger frames are refused by the codec with an error event; far larger ones by the socket."""
_GONE = 1012
"""Service Restart (IANA WebSocket close codes): a worker died or leaves, come back."""
_LEFT = 1001
_NOT_SENT = {1005, 1006}
"""Close codes that may not go on the wire, RFC 6455 section 7.4.1."""
# RFC 9110 section 7.6.1, and what the next hop works out by itself.
_OWN = frozenset(
    {
        "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
        "upgrade", "content-length", "expect", "date", "server",
    }
)  # fmt: skip
_CODES = {401: "invalid_token", 403: "forbidden", 404: "not_found", 429: "rate_limited"}


class Elsewhere(Exception):
    """Raised by a handler: another worker serves this request."""

    def __init__(self, worker: str) -> None:
        super().__init__(worker)
        self.worker = worker


def carried(request: web.Request) -> bool:
    """The request came from another worker."""
    socket = request.transport.get_extra_info("socket") if request.transport else None
    return socket is not None and socket.family == AF_UNIX


async def to_owner(request: web.Request, session_id: SessionId) -> None:
    """Returns when this worker is the one to serve the session. Raises Elsewhere."""
    if carried(request):
        return
    worker = await request.app[PORTS].workers.owner(session_id)
    if worker is not None:
        raise Elsewhere(worker)


async def to_a_place(request: web.Request) -> None:
    """Returns when a new session may open here. Raises Elsewhere, OverloadedError."""
    if carried(request):
        return
    worker = await request.app[PORTS].workers.place()
    if worker is not None:
        raise Elsewhere(worker)


@web.middleware
async def forward(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Does what `Elsewhere` asks for."""
    try:
        return await handler(request)
    except Elsewhere as place:
        session = request.app[PORTS].workers.reach(place.worker)
    try:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await _carry_socket(request, session)
        return await _carry(request, session)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise UnavailableError("The session is moving. Try again in a moment.") from error


def _address(request: web.Request) -> URL:
    return URL(f"http://worker{request.rel_url.raw_path_qs}", encoded=True)


def _passed_on(headers: Mapping[str, str], *, without: str = "sec-websocket-") -> CIMultiDict[str]:
    """Host and Origin stay as the client sent them, so that the owner checks the same."""
    return CIMultiDict(
        (name, value)
        for name, value in headers.items()
        if name.lower() not in _OWN and not name.lower().startswith(without)
    )


async def _carry(request: web.Request, session: aiohttp.ClientSession) -> web.Response:
    body = await request.read()
    async with session.request(
        request.method,
        _address(request),
        headers=_passed_on(request.headers),
        data=body or None,
        allow_redirects=False,
    ) as answer:
        return web.Response(
            status=answer.status, body=await answer.read(), headers=_passed_on(answer.headers)
        )


async def _carry_socket(
    request: web.Request, session: aiohttp.ClientSession
) -> web.StreamResponse:
    offered = request.headers.get("Sec-WebSocket-Protocol", "").split(",")
    try:
        async with asyncio.timeout(OPEN_S):
            owner = await session.ws_connect(
                _address(request),
                protocols=[name.strip() for name in offered if name.strip()],
                headers=_passed_on(request.headers),
                max_msg_size=0,
            )
    except aiohttp.WSServerHandshakeError as refused:
        return _refusal(refused)
    async with owner:
        chosen = (owner.protocol,) if owner.protocol else ()
        socket = web.WebSocketResponse(
            protocols=chosen, heartbeat=HEARTBEAT_S, max_msg_size=MAX_MESSAGE_BYTES
        )
        await socket.prepare(request)
        async with asyncio.TaskGroup() as group:
            until = group.create_task(_until_leaving(request.app[PORTS].workers.leaving, socket))
            group.create_task(_pump(owner, socket, lost=_GONE))
            await _pump(socket, owner, lost=_LEFT)
            until.cancel()
    return socket


async def _until_leaving(leaving: asyncio.Event, socket: web.WebSocketResponse) -> None:
    """The session lives on elsewhere; its client comes back over another worker."""
    await leaving.wait()
    await socket.close(code=_GONE)


def _refusal(refused: aiohttp.WSServerHandshakeError) -> web.Response:
    """The owner's status; its sentence is lost, because a refused opening has no body here."""
    response = problem(refused.status, _CODES.get(refused.status, "unavailable"), refused.message)
    if refused.headers and "Retry-After" in refused.headers:
        response.headers["Retry-After"] = refused.headers["Retry-After"]
    return response


Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


async def _pump(source: Socket, target: Socket, *, lost: int) -> None:
    """Until the source closes; then the target closes with the same code, or `lost`. Waits while
    the target is slow, so nothing piles up here."""
    try:
        while (message := await source.receive()).type in (WSMsgType.TEXT, WSMsgType.BINARY):
            if message.type is WSMsgType.TEXT:
                await target.send_str(message.data)
            else:
                await target.send_bytes(message.data)
    except ConnectionError:
        return  # the target is gone, which ends the other direction too
    # Not source.close_code, which says 1006 when our answer to the close came too late.
    code = int(message.data or 1005) if message.type is WSMsgType.CLOSE else 1006
    await target.close(code=lost if code in _NOT_SENT else code)
