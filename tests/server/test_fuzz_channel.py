"""3,200 malformed messages over WebRTC data channels: no crash, and the session beside it and
the call itself go on; nothing but garbage ends the call, and a fresh one works."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiortc import RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription

from tests.realtime_client import connect, texts
from tests.running_server import RunningServer
from tests.server.test_fuzz import malformed

pytestmark = pytest.mark.slow

MESSAGES = 3_200
PER_CALL = 400
"""A call is ended as hopeless after 500 bad messages in a row."""
MOST_BUFFERED_BYTES = 100_000
LIMIT_S = 60.0

Event = dict[str, Any]


class Caller:
    """A page's data channel without a page. `seen` holds every event of this call."""

    def __init__(self, channel: RTCDataChannel) -> None:
        self.channel = channel
        self.seen: list[Event] = []
        self._news = asyncio.Event()
        channel.on("message", self._receive)
        channel.on("close", self._news.set)

    def _receive(self, message: str) -> None:
        self.seen.append(json.loads(message))
        self._news.set()

    async def send(self, message: str | bytes) -> None:
        """Waits while much is on its way, as a page does."""
        while self.channel.bufferedAmount > MOST_BUFFERED_BYTES:
            await asyncio.sleep(0.01)
        if self.channel.readyState == "open":
            self.channel.send(message)

    async def greeted(self) -> None:
        """The first event of a call, of a fresh session or of one that goes on."""
        async with asyncio.timeout(LIMIT_S):
            while not self.seen:
                await self._changed()

    async def until(self, kind: str, count: int = 1) -> None:
        """The `count`-th event of that kind."""
        async with asyncio.timeout(LIMIT_S):
            while sum(event["type"] == kind for event in self.seen) < count:
                assert self.channel.readyState != "closed", "the call ended"
                await self._changed()

    async def closed(self) -> None:
        async with asyncio.timeout(LIMIT_S):
            while self.channel.readyState != "closed":
                await self._changed()

    async def _changed(self) -> None:
        self._news.clear()
        await self._news.wait()


@asynccontextmanager
async def call(server: RunningServer, token: str) -> AsyncIterator[Caller]:
    """A WebRTC call whose channel is open and greeted."""
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    caller = Caller(peer.createDataChannel("oai-events"))
    peer.addTransceiver("audio")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
    try:
        await peer.setLocalDescription(await peer.createOffer())
        async with (
            aiohttp.ClientSession(headers=headers) as http,
            http.post(
                f"{server.url}/v1/realtime/calls", data=peer.localDescription.sdp
            ) as response,
        ):
            assert response.status == 201, await response.text()
            answer = await response.text()
        await peer.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
        await caller.greeted()
        yield caller
    finally:
        await peer.close()


async def test_malformed_messages(server: RunningServer) -> None:
    token, rng = server.token("Fia Fuzz"), random.Random(3_200)
    pid = server.parts()["web"]
    async with connect(server, server.token("Hal Healthy")) as healthy:
        await healthy.until("session.created")
        await healthy.text_only()
        for _ in range(MESSAGES // PER_CALL):
            async with call(server, token) as caller:
                for _ in range(PER_CALL):
                    await caller.send(malformed(rng))
                before = sum(event["type"] == "session.updated" for event in caller.seen)
                await caller.send(json.dumps({"type": "session.update", "session": {}}))
                await caller.until("session.updated", before + 1)
                assert any(event["type"] == "error" for event in caller.seen)
            await healthy.ask("What is 1/2 + 1/4?")
            events = await healthy.until("response.done")
            assert events[-1]["response"]["status"] == "completed"
            assert texts(events)
    assert server.parts()["web"] == pid


async def test_nothing_but_garbage_ends_the_call(server: RunningServer) -> None:
    token = server.token("Gus Garbage")
    async with call(server, token) as caller:
        for _ in range(600):
            await caller.send("{")
        await caller.closed()
        codes = {event["error"]["code"] for event in caller.seen if event["type"] == "error"}
        assert codes == {"invalid_json"}
    async with call(server, token) as again:
        await again.send(json.dumps({"type": "session.update", "session": {}}))
        await again.until("session.updated")
