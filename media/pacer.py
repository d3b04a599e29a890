"""When the next 20 ms frame is due: an absolute schedule, so pacing never drifts.

Pure: the time comes in as an argument. A tick is one frame of the schedule; a tick that is
skipped sends nothing and leaves a gap in the RTP time stamps, which receivers play as a pause.
"""

from media.contracts import FRAME_MS

FRAME_S = FRAME_MS / 1000
_EPSILON = 1e-6
"""Of a frame; keeps float rounding from calling a whole frame 0.999999."""
MAX_BURST = 3
"""Frames of speech that may be sent at once after a stall.

A browser's jitter buffer swallows 60 ms without a sound; a longer burst would only lengthen its
delay, so after a longer stall the speech simply goes on where it stopped.
"""


class Pacer:
    """Counts ticks from the time it was started."""

    def __init__(self, start_s: float) -> None:
        self._start_s = start_s
        self._tick = 0

    def wait_s(self, now_s: float) -> float:
        """Seconds until the next tick is due; negative when it is late."""
        return self._start_s + self._tick * FRAME_S - now_s

    def is_due(self, now_s: float) -> bool:
        """True from half a frame before the tick: whoever asks once per frame misses none."""
        return self.wait_s(now_s) < FRAME_S / 2

    def next(self, now_s: float, *, silent: bool) -> int:
        """The tick of the frame sent now: late silence is skipped, late speech is kept."""
        late = max(0, int(_EPSILON - self.wait_s(now_s) / FRAME_S))
        if silent or late > MAX_BURST:
            self._tick += late
        tick = self._tick
        self._tick += 1
        return tick
