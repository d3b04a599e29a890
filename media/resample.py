"""A streaming sample-rate converter for int16 mono speech. Knows nothing of codecs or frames.

libswresample, because it answers at once: measured at 48 to 16 kHz it holds back 16 samples
(1 ms), while soxr's high quality holds back 465 (29 ms); both cost about 10 us per 20 ms.
"""

import av


class Resampler:
    """Int16 mono at one rate to int16 mono at another; keeps its filter between calls."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._from_hz = from_hz
        self._inner = av.AudioResampler(format="s16", layout="mono", rate=to_hz)

    def pcm(self, pcm: bytes) -> bytes:
        """Convert whole int16 samples; the first call gives about 1 ms less than it takes."""
        if not pcm:
            return b""
        frame = av.AudioFrame("s16", "mono", len(pcm) // 2)
        frame.sample_rate = self._from_hz
        frame.planes[0].update(pcm)
        return self.frame(frame)

    def frame(self, frame: av.AudioFrame) -> bytes:
        """Convert a decoded frame without copying it first."""
        frame.pts = None  # a gap in time stamps would otherwise be filled or cut by the filter
        out = self._inner.resample(frame)
        return b"".join(bytes(part.planes[0])[: part.samples * 2] for part in out)
