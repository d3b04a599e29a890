"""A plain realtime client over WebSocket for tests of reconnects, faults and bad input."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.running_server import RunningServer

Event = dict[str, Any]


class RealtimeClient:
    """One connection. `seen` holds every event of this connection, in order."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.seen: list[Event] = []

    async def send(self, kind: str, **fields: object) -> None:
        await self.socket.send_str(json.dumps({"type": kind, **fields}))

    async def ask(self, text: str) -> None:
        item = {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": text}],
        }
        await self.send("conversation.item.create", item=item)
        await self.send("response.create")

    async def text_only(self) -> None:
        await self.send("session.update", session={"output_modalities": ["text"]})
        await self.until("session.updated")

    async def speak(self, pcm: bytes, *, faster: float = 1.0) -> None:
        """int16 mono 24 kHz, 100 ms at a time as a microphone gives it."""
        for start in range(0, len(pcm), 4_800):
            audio = base64.b64encode(pcm[start : start + 4_800]).decode()
            await self.send("input_audio_buffer.append", audio=audio)
            await asyncio.sleep(0.1 / faster)

    async def receive(self) -> Event | None:
        """The next event, or None when the connection ended."""
        message = await self.socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            return None
        event: Event = json.loads(message.data)
        self.seen.append(event)
        return event

    async def until(self, *kinds: str, limit_s: float = 60.0) -> list[Event]:
        """Events up to and with the first of these kinds."""
        events: list[Event] = []
        async with asyncio.timeout(limit_s):
            while True:
                event = await self.receive()
                if event is None:
                    raise ConnectionError(f"ended before {kinds}: {self.socket.close_code}")
                events.append(event)
                if event["type"] in kinds:
                    return events

    def cut(self) -> None:
        """Drop the connection without a word, as a network does."""
        transport = self.socket.get_extra_info("socket")
        response = self.socket._response
        if response.connection is not None and response.connection.transport is not None:
            response.connection.transport.abort()
        elif transport is not None:
            transport.close()


@asynccontextmanager
async def connect(
    server: RunningServer, token: str, **query: object
) -> AsyncIterator[RealtimeClient]:
    """`async with connect(server, token, session_id=..., epoch=..., last_seq=...)`."""
    headers = {"Authorization": f"Bearer {token}"}
    shown = {name: str(value) for name, value in query.items()}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.ws_connect(f"{server.url}/v1/realtime", params=shown, max_msg_size=0) as socket,
    ):
        yield RealtimeClient(socket)


def texts(events: list[Event]) -> str:
    """What the tutor said, by voice or text."""
    kinds = {"response.output_text.delta", "response.output_audio_transcript.delta"}
    return "".join(event["delta"] for event in events if event["type"] in kinds)
