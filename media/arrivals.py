"""When packets come: jitter as RFC 3550 measures it, and how late is too late now. Pure.

A packet's transit is its arrival less its RTP time; the clocks of both sides need not agree, so
only differences count: by the transits of the last seconds a packet is due, later it counts as
late. Because that is a window, a sender whose clock runs fast or slow (200 ppm are 2 ms in 10 s)
and a longer or a shorter route are followed.

Knows arrival times and time stamps; holds no packet.
"""

from collections import deque

RTP_HZ = 48_000
"""RTP time of Opus whatever is coded (RFC 7587 section 4.1)."""
BUCKET_S = 1.0
BUCKETS = 10
"""Seconds over which the least transit is taken."""
WINDOW = 500
"""Packets (10 s) whose transits say when a packet is late."""
QUANTILE = 0.995
"""Share of packets that are not late. Only packets behind a gap wait for them, so a high share
costs an even network nothing."""
JITTERS = 3.0
GRACE_S = 0.005
"""Nobody's timers are better than this."""
LIVE_S = 1.0
"""A packet that is later, out of a backlog that is being caught up, is of the past."""
RESUMED_S = 0.2
"""Packets that keep coming so late, but at an even pace, for this long are not late any more."""


class Arrivals:
    """Of one RTP stream."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget everything: a new stream, or one that goes on with another offset."""
        self.jitter_s = 0.0
        """RFC 3550 section 6.4.1, appendix A.8."""
        self._last_s: float | None = None
        self._least_s = self._bucket_s = float("inf")
        self._rotate_s = 0.0
        self._buckets: deque[float] = deque(maxlen=BUCKETS)
        self._transits: deque[float] = deque(maxlen=WINDOW)
        self._behind: tuple[int, float] | None = None

    def note(self, timestamp: int, now_s: float) -> bool:
        """Take in a packet by its (unwrapped) time stamp; False when it is of the past."""
        transit_s = now_s - timestamp / RTP_HZ
        if self._last_s is not None:
            self.jitter_s += (abs(transit_s - self._last_s) - self.jitter_s) / 16
        self._last_s = transit_s
        if now_s >= self._rotate_s:
            self._rotate(now_s)
        if transit_s < self._bucket_s:
            self._bucket_s = transit_s
            self._least_s = min(transit_s, self._least_s)
        if transit_s - self._least_s > LIVE_S:
            return self._is_live_again(timestamp, now_s)
        self._behind = None
        self._transits.append(transit_s)
        return True

    def due_s(self, timestamp: int) -> float:
        """When all but one packet in two hundred of this time stamp have come."""
        ordered = sorted(self._transits)
        usual_s = ordered[int(QUANTILE * (len(ordered) - 1))] if ordered else 0.0
        by_jitter_s = self._least_s + JITTERS * self.jitter_s  # the first packets prove little
        return timestamp / RTP_HZ + max(usual_s, by_jitter_s) + GRACE_S

    def _rotate(self, now_s: float) -> None:
        """Begin the next second of the window."""
        self._buckets.append(self._bucket_s)
        self._least_s = min(self._buckets)
        self._bucket_s = float("inf")
        self._rotate_s = now_s + BUCKET_S

    def _is_live_again(self, timestamp: int, now_s: float) -> bool:
        """Tell a backlog, which comes faster than it was spoken, from a stream that was paused.

        A microphone that was taken away and given back goes on with the next time stamp, however
        long the pause was: its first words must not be taken for old ones.
        """
        if self._behind is None:
            self._behind = (timestamp, now_s)
        first, since_s = self._behind
        spoken_s, passed_s = (timestamp - first) / RTP_HZ, now_s - since_s
        if passed_s >= RESUMED_S and spoken_s <= 2 * passed_s:
            self.restart()
            return self.note(timestamp, now_s)
        return spoken_s <= 2 * passed_s + 0.040
