"""The student's voice: Opus packets in, int16 mono 16 kHz out, and silence where nothing comes.

Decodes on the event loop: 40 us per packet, less than a hop to a thread would cost. Knows
sequence numbers, packets and the time given to it; knows nothing of what listens.
"""

from collections.abc import Callable

from media.contracts import IN_RATE_HZ
from media.errors import BadAudioError
from media.opus import OpusDecoder
from media.reorder import Reorder

MAX_CONCEALED = 5
"""Lost packets in a row (100 ms) that are made up from what came before."""
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
        self._reorder = Reorder()
        self._concealed = 0
        self._heard_until_s: float | None = None
        self._filled_s = 0.0
        self.bad_packets = 0
        """Packets that could not be decoded."""

    def packet(self, sequence: int, data: bytes) -> None:
        """Decode what is in order by now; a bad packet is counted and forgotten."""
        for ready in self._reorder.push(sequence, data):
            if ready is None:
                self._conceal()
            elif ready:  # an empty one is padding
                self._concealed = 0
                self._decode(ready)

    def _decode(self, data: bytes) -> None:
        try:
            pcm = self._decoder.decode(data)
        except BadAudioError:
            self.bad_packets += 1
            return
        self._heard_until_s = self._clock()
        self._filled_s = 0.0
        self._on_voice(pcm)

    def _conceal(self) -> None:
        """Keep the timeline whole where a packet was lost, as long as it still sounds natural."""
        self._concealed += 1
        if self._heard_until_s is not None and self._concealed <= MAX_CONCEALED:
            self._on_voice(self._decoder.conceal())

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
