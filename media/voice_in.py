"""The student's voice: Opus packets in, int16 mono 16 kHz out, one whole timeline.

What was lost is taken from the next packet's in-band FEC or made up, a pause in transmission
(DTX) is silence of the length that the time stamps tell, and where nothing comes at all silence
is given in real time, so that a muted, paused or lost microphone still lets a turn end.

Decodes on the event loop: 21 us per packet, less than a hop to a thread would cost. Knows RTP's
numbers, packets and the time given to it; knows nothing of what listens.
"""

from collections.abc import Callable
from dataclasses import dataclass

from media.arrivals import RTP_HZ
from media.contracts import IN_RATE_HZ
from media.errors import BadAudioError
from media.jitter import JitterBuffer, Ready
from media.opus import OpusDecoder

UNITS = RTP_HZ // IN_RATE_HZ
"""RTP time units of one sample."""
MAX_CONCEALED = IN_RATE_HZ // 10
"""Samples in a row (100 ms) that are made up; beyond that it sounds like a robot."""
STALL_S = 0.2
"""Without a packet for this long the voice counts as silent."""
DTX_STALL_S = 0.04
"""The same after a packet which says that silence follows."""
DTX_BYTES = 2
"""A packet so short says "nothing but silence from here on" (RFC 6716 section 2.1.9)."""
LAG_S = 0.03
"""Of that silence behind the clock: a packet that comes now tells what was 20 ms ago, or more."""
FILL_S = 3.0
"""Silence given for one gap; by then every end of turn has been decided."""
MAX_FILL = round(FILL_S * IN_RATE_HZ)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceQuality:
    """What the network did to the voice so far; counts are packets."""

    received: int
    lost: int
    late: int
    """Came twice, or after they were given up."""
    stale: int
    """Dropped to be live again after a stall."""
    bad: int
    """Could not be decoded."""
    concealed_s: float
    """Made up or taken from FEC."""
    jitter_s: float
    """As RFC 3550 measures it."""


class VoiceIn:
    """One per peer."""

    def __init__(self, on_voice: Callable[[bytes], None], clock: Callable[[], float]) -> None:
        self._on_voice = on_voice
        self._clock = clock
        self._decoder = OpusDecoder()
        self._buffer = JitterBuffer()
        self._end = 0
        """RTP time at which the voice handed on so far ends."""
        self._came_s: float | None = None
        self._stall_s = STALL_S
        self._filled = 0
        """Samples of silence given since the last packet was heard."""
        self._concealed = 0
        self._bad = 0

    @property
    def due_s(self) -> float | None:
        """When `tick` is wanted even if no packet comes; None when it can wait."""
        return self._buffer.due_s

    def quality(self) -> VoiceQuality:
        """For whoever watches the call."""
        buffer = self._buffer
        return VoiceQuality(
            received=buffer.received,
            lost=buffer.lost,
            late=buffer.late,
            stale=buffer.stale,
            bad=self._bad,
            concealed_s=self._concealed / IN_RATE_HZ,
            jitter_s=buffer.arrivals.jitter_s,
        )

    def restart(self) -> None:
        """Another sender begins: what was still waited for never comes."""
        self._buffer.restart()

    def packet(self, sequence: int, timestamp: int, data: bytes) -> None:
        """Hand on what is in order by now; a bad packet is counted and forgotten."""
        now_s = self._clock()
        for ready in self._buffer.push(sequence, timestamp, data, now_s):
            self._hear(ready, now_s)

    def tick(self) -> None:
        """Called about every 20 ms, and at `due_s`: gives up what is late, fills a stall."""
        now_s = self._clock()
        for ready in self._buffer.poll(now_s):
            self._hear(ready, now_s)
        if self._came_s is not None:
            self._fill(now_s - self._came_s)

    def _hear(self, ready: Ready, now_s: float) -> None:
        if ready.begins:
            self._end = ready.timestamp
        if not ready.payload:
            return  # padding
        self._bridge(ready)
        try:
            pcm = self._decoder.decode(ready.payload)
        except BadAudioError:
            self._bad += 1
            return
        self._end = ready.timestamp + len(pcm) // 2 * UNITS
        self._came_s = now_s
        self._stall_s = DTX_STALL_S if len(ready.payload) <= DTX_BYTES else STALL_S
        self._filled = 0
        self._on_voice(pcm)

    def _bridge(self, ready: Ready) -> None:
        """Keep the timeline whole between what was heard last and this packet."""
        missing = (ready.timestamp - self._end) // UNITS - self._filled
        if missing <= 0:
            return
        if ready.lost and not self._filled:
            pcm = self._decoder.conceal(min(missing, MAX_CONCEALED), ready.payload)
            self._concealed += len(pcm) // 2
            missing -= len(pcm) // 2
            self._on_voice(pcm)
        if silence := min(missing, MAX_FILL - self._filled):
            self._on_voice(bytes(2 * silence))

    def _fill(self, gap_s: float) -> None:
        """Silence in real time, as long as nothing comes."""
        if gap_s < self._stall_s and not self._filled:
            return
        silence = min(round((gap_s - LAG_S) * IN_RATE_HZ), MAX_FILL) - self._filled
        if silence > 0:
            self._filled += silence
            self._on_voice(bytes(2 * silence))
