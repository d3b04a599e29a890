"""A light WebRTC student: our own RTP on aiortc's ICE and DTLS.

A full aiortc client would cost more than the server. Knows packets and sockets, not what is said.
"""

import asyncio
import struct
import time
from collections.abc import Awaitable, Callable

import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)

from media import rtp
from media.channel import LABEL
from media.libopus import Decoder

CONNECT_S = 30.0
FRAME_UNITS = 960
DECODED_HZ = 16_000
Answer = Callable[[str], Awaitable[str]]
"""Sends an SDP offer to the server; gives its answer."""
Heard = Callable[[float, float, int], None]
"""When a packet came (monotonic), its RMS as int16, its RTP time."""


class _Mute(MediaStreamTrack):
    """Makes aiortc negotiate a microphone that it must never read."""

    kind = "audio"

    async def recv(self) -> None:  # type: ignore[override]  # never returns
        await asyncio.get_running_loop().create_future()


class Line:
    """One connection, from `open` to `close`."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._decoder = Decoder(DECODED_HZ)
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._sequence, self._timestamp = 100, 1_000
        self.received = 0

    async def open(self, answer: Answer) -> None:
        """Raises ConnectionError."""
        connection = self._connection
        connection.addTrack(_Mute())
        connection.createDataChannel(LABEL)
        await connection.setLocalDescription(await connection.createOffer())
        described = await answer(connection.localDescription.sdp)
        await connection.setRemoteDescription(RTCSessionDescription(described, "answer"))
        await self._connected()
        sender = connection.getSenders()[0]
        self._dtls, self._ssrc = sender.transport, sender._ssrc
        codecs = connection.getTransceivers()[0]._codecs
        self._type = next(c.payloadType for c in codecs if c.name.lower() == "opus")
        pair = self._dtls.transport._connection._nominated[1]
        self._protocol, self._address = pair.protocol, pair.remote_addr
        self._dtls._handle_rtp_data = self._receive

    async def _connected(self) -> None:
        end_s = time.monotonic() + CONNECT_S
        while self._connection.connectionState != "connected":
            gone = self._connection.connectionState in ("failed", "closed")
            if gone or time.monotonic() > end_s:
                raise ConnectionError(f"the call is {self._connection.connectionState}")
            await asyncio.sleep(0.01)

    def skip(self) -> None:
        """The next packet is lost on its way."""
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + FRAME_UNITS) & 0xFFFF_FFFF

    def send(self, payload: bytes) -> None:
        """One packet of 20 ms, now."""
        self.skip()
        head = struct.pack(
            "!BBHII", rtp.VERSION, self._type, self._sequence, self._timestamp, self._ssrc
        )
        sealed = self._dtls._tx_srtp.protect(head + payload)
        transport = self._protocol.transport
        if transport is not None:
            transport.sendto(sealed, self._address)

    async def _receive(self, data: bytes, arrival_time_ms: int | None = None) -> None:
        now_s = time.monotonic()
        self.received += 1
        samples = np.frombuffer(self._decoder.decode(rtp.payload(data)), "<i2")
        rms = float(np.sqrt(np.mean(samples.astype(np.float32) ** 2))) if len(samples) else 0.0
        self._heard(now_s, rms, rtp.numbers(data)[1])

    def cut(self) -> None:
        """The network is gone: nothing is sent any more, not even a farewell."""
        self._protocol.transport.abort()

    async def close(self) -> None:
        """Hang up."""
        await self._connection.close()
