"""Shapes the silence around a clip: little before the first sound, a natural pause at the end.

Knows samples only, at any rate.
"""

import numpy as np
from numpy.typing import NDArray

_QUIET = 64
"""Below this amplitude (-54 dBFS) is silence."""
_LEAD_S = 0.03
"""espeak-ng leaves 0 to 61 ms before the first sound."""
_PAUSE_S = 0.2
"""Between sentences 150 to 250 ms are heard as natural; espeak-ng leaves 0 to 38 ms (24 clips of
4 voices)."""


class SilenceShaper:
    """Streams int16 mono samples through; what may be the end's silence waits inside."""

    def __init__(self, rate_hz: int) -> None:
        self._lead = int(_LEAD_S * rate_hz)
        self._pause = int(_PAUSE_S * rate_hz)
        self._waiting = np.zeros(0, np.int16)
        self._sounded = False
        self.dropped = 0
        """Samples cut from the start so far."""

    def push(self, samples: NDArray[np.int16]) -> NDArray[np.int16]:
        """Samples that can go out now."""
        waiting = np.concatenate((self._waiting, samples))
        loud = np.flatnonzero((waiting > _QUIET) | (waiting < -_QUIET))
        if not self._sounded:
            surplus = (int(loud[0]) if loud.size else len(waiting)) - self._lead
            if surplus > 0:
                waiting, loud = waiting[surplus:], loud - surplus
                self.dropped += surplus
        if not loud.size:
            self._waiting = waiting
            return waiting[:0]
        self._sounded = True
        end = int(loud[-1]) + 1
        self._waiting = waiting[end:]
        return waiting[:end]

    def finish(self) -> NDArray[np.int16]:
        """The pause after the last sound; nothing when there was no sound."""
        if not self._sounded:
            return np.zeros(0, np.int16)
        kept = self._waiting[: self._pause]
        return np.concatenate((kept, np.zeros(self._pause - len(kept), np.int16)))
