"""`GET /v1/realtime`: the conversation over a WebSocket, voice included.

Subprotocols: `realtime` (JSON) or `tutor.msgpack.v1` (binary). Close codes: 1000 ended,
4001 taken over by another connection, 4008 too slow, 4009 too many bad frames.
Source: OpenAI Realtime API, WebSocket connection; RFC 6455.
"""

import asyncio
from collections.abc import Coroutine

from aiohttp import WSMsgType, web

from media.contracts import FRAME_MS
from tutor_server.attach.connection import Connection
from tutor_server.attach.link import WEBSOCKET
from tutor_server.attach.outbox import Outbox
from tutor_server.attach.pacer import pace
from tutor_server.attach.room import Room
from tutor_server.web.contracts import PORTS, WebPorts
from tutor_server.web.forward import HEARTBEAT_S, MAX_MESSAGE_BYTES
from tutor_server.web.opening import may_open, open_room
from tutor_server.wire.codec import (
    JSON_SUBPROTOCOL,
    MSGPACK_SUBPROTOCOL,
    Codec,
    codec_for,
)

_CLOSE_CODES = {"ended": 1000, "taken_over": 4001, "too_slow": 4008, "bad_frames": 4009}


async def realtime(request: web.Request) -> web.StreamResponse:
    """Open the room, then carry it until either side ends."""
    ports = request.app[PORTS]
    opening = await may_open(request)
    room = await open_room(request, opening)
    socket = web.WebSocketResponse(
        protocols=(MSGPACK_SUBPROTOCOL, JSON_SUBPROTOCOL),
        heartbeat=HEARTBEAT_S,
        max_msg_size=MAX_MESSAGE_BYTES,
    )
    await socket.prepare(request)
    codec = codec_for(socket.ws_protocol)
    connection = Connection(
        room, codec, ports.make_codec, clock=ports.clock, fresh_id=ports.fresh_id
    )
    outbox = room.join(opening.resume)
    room.take_voice(outbox)
    room.link_begins(WEBSOCKET)
    try:
        await _carry(socket, connection, outbox, voice=_voice(ports, room, outbox))
    finally:
        room.drop_voice(outbox)
        room.leave(outbox)
    return socket


async def _carry(
    socket: web.WebSocketResponse,
    connection: Connection,
    outbox: Outbox,
    *,
    voice: Coroutine[None, None, None],
) -> None:
    """Read, write and speak until the socket or the outbox closes."""
    codec: Codec = connection.codec
    async with asyncio.TaskGroup() as group:
        writer = group.create_task(_write(socket, codec, outbox))
        speaker = group.create_task(voice)
        try:
            await _read(socket, connection, outbox)
        finally:
            speaker.cancel()
            if outbox.closed_because is None:
                writer.cancel()


async def _read(socket: web.WebSocketResponse, connection: Connection, outbox: Outbox) -> None:
    async for message in socket:
        if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
            connection.receive(message.data)
            if connection.hopeless:
                outbox.close("bad_frames")
                return


async def _write(socket: web.WebSocketResponse, codec: Codec, outbox: Outbox) -> None:
    while (event := await outbox.get()) is not None:
        frame = codec.encode(event)
        try:
            if isinstance(frame, str):
                await socket.send_str(frame)
            else:
                await socket.send_bytes(frame)
        except ConnectionError:
            # The reader sees the same end; what was not sent is replayed on resume.
            return
    reason = outbox.closed_because or "ended"
    await socket.close(code=_CLOSE_CODES.get(reason, 1011), message=reason.encode())


async def _voice(ports: WebPorts, room: Room, holder: object) -> None:
    """Pull the playout for as long as this connection holds the voice."""
    encoder = ports.make_codec(room.settings.output_format)
    wanted = room.settings.output_format

    def send(frame: bytes) -> None:
        nonlocal encoder, wanted
        if room.settings.output_format != wanted:
            wanted = room.settings.output_format
            encoder = ports.make_codec(wanted)
        room.emit_voice(encoder.encode(frame), FRAME_MS)

    def held() -> bool:
        return room.holds_voice(holder)

    await pace(room.session.playout, send, ports.clock, held=held)
