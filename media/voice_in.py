"""The student's voice: Opus packets in, int16 mono 16 kHz out, and silence where nothing comes.

Knows packets and time given to it; knows nothing of RTP or of what listens.
"""

from collections.abc import Callable

from media.contracts import IN_RATE_HZ
from media.errors import BadAudioError
from media.opus import OpusDecoder

STALL_S = 0.2
"""Without a packet for this long the voice counts as silent."""
FILL_S = 3.0
"""Silence given for one stall; by then every end of turn has been decided."""


class VoiceIn:
    """One per peer. A muted, paused or lost microphone must still let a turn end."""

    def __init__(self, on_voice: Callable[[bytes], None], clock: Callable[[], float]) -> None:
        self._on_voice = on_voice
        self._clock = clock
        self._decoder = OpusDecoder()
        self._heard_until_s: float | None = None
        self._filled_s = 0.0
        self.bad_packets = 0
        """Packets that could not be decoded."""

    def packet(self, data: bytes) -> None:
        """Decode one packet and hand it on; a bad one is counted and forgotten."""
        try:
            pcm = self._decoder.decode(data)
        except BadAudioError:
            self.bad_packets += 1
            return
        self._heard_until_s = self._clock()
        self._filled_s = 0.0
        if pcm:
            self._on_voice(pcm)

    def tick(self) -> None:
        """Called about every 100 ms: fills a stall with silence, in real time."""
        if self._heard_until_s is None or self._filled_s >= FILL_S:
            return
        now_s = self._clock()
        gap_s = now_s - self._heard_until_s
        if gap_s < STALL_S and not self._filled_s:
            return
        silence_s = min(gap_s, FILL_S - self._filled_s)
        self._heard_until_s = now_s
        self._filled_s += silence_s
        self._on_voice(bytes(2 * round(silence_s * IN_RATE_HZ)))
