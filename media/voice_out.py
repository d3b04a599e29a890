"""The tutor's voice as a WebRTC track: pulls the playout on time and yields Opus packets.

Packets are encoded here, on the event loop: 140 us per 20 ms of speech, almost nothing for
silence, which is cheaper than a hop to a thread. A duplex session takes 1.8 % of a core so, and
4.2 % the way aiortc encodes and decodes by itself (tests/load/media_cost.py).
"""

import asyncio
from collections.abc import Callable
from fractions import Fraction

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av.packet import Packet
from av.stream import Stream

from media.contracts import FRAME_MS, Playout
from media.opus import OPUS_RATE_HZ, OpusEncoder
from media.pacer import Pacer

TIME_BASE = Fraction(1, OPUS_RATE_HZ)
"""RTP time of Opus runs at 48 kHz whatever is coded (RFC 7587 section 4.1)."""
TICK_UNITS = OPUS_RATE_HZ * FRAME_MS // 1000


class TutorVoice(MediaStreamTrack):
    """One per peer. aiortc calls `recv` as soon as the connection stands, not before."""

    kind = "audio"

    def __init__(self, playout: Playout, clock: Callable[[], float]) -> None:
        super().__init__()
        self._playout = playout
        self._clock = clock
        self._encoder = OpusEncoder()
        self._pacer: Pacer | None = None

    async def recv(self) -> "Packet[Stream]":
        """The next packet, at its time. Raises MediaStreamError once the track was stopped."""
        if self._pacer is None:
            self._pacer = Pacer(self._clock())
        if (wait_s := self._pacer.wait_s(self._clock())) > 0:
            await asyncio.sleep(wait_s)
        if self.readyState != "live":
            raise MediaStreamError
        frame = self._playout.next_frame()
        tick = self._pacer.next(self._clock(), silent=frame is None)
        return _packet(self._encoder.encode(frame), tick)


def _packet(data: bytes, tick: int) -> "Packet[Stream]":
    packet = Packet(data)
    packet.pts = tick * TICK_UNITS
    packet.time_base = TIME_BASE
    return packet
