"""The tutor's voice: pulls the playout on time and hands on Opus packets.

Packets are encoded here, once, on the event loop: 130 us per 20 ms of speech, almost nothing for
silence. Knows playout, pacer and encoder; knows nothing of RTP or what drives it.
"""

from collections.abc import Callable

from media.arrivals import RTP_HZ
from media.contracts import FRAME_MS, Playout
from media.opus import OpusEncoder
from media.pacer import Pacer

TICK_UNITS = RTP_HZ * FRAME_MS // 1000

SendPacket = Callable[[bytes, int], None]
"""Takes an Opus packet and its time stamp, which counts RTP time from the first one."""


class TutorVoice:
    """One per peer."""

    def __init__(self, playout: Playout, clock: Callable[[], float]) -> None:
        self._playout = playout
        self._clock = clock
        self._encoder = OpusEncoder()
        self._pacer: Pacer | None = None

    def beat(self, send: SendPacket) -> None:
        """Called about every 20 ms; the first call begins the schedule."""
        now_s = self._clock()
        if self._pacer is None:
            self._pacer = Pacer(now_s)
        while self._pacer.is_due(now_s):
            frame = self._playout.next_frame()
            tick = self._pacer.next(now_s, silent=frame is None)
            send(self._encoder.encode(frame), tick * TICK_UNITS)
