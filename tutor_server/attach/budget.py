"""How much one connection may send: token buckets with time as an argument.

Knows nothing of events. Source: token bucket, RFC 2697 section 3 (single rate).
"""

from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """Refills at `rate_per_s` up to `burst`."""

    rate_per_s: float
    burst: float
    level: float = -1.0
    """Tokens left; starts full."""
    at_s: float = 0.0

    def take(self, amount: float, now_s: float) -> bool:
        """Spend tokens; False when there are not enough (nothing is spent then)."""
        if self.level < 0:
            self.level, self.at_s = self.burst, now_s
        self.level = min(self.burst, self.level + (now_s - self.at_s) * self.rate_per_s)
        self.at_s = now_s
        if amount > self.level:
            return False
        self.level -= amount
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """Limits of one connection."""

    events_per_s: float = 100.0
    """Audio frames not counted."""
    events_burst: float = 400.0
    audio_bytes_per_s: float = 48_000.0 * 4
    """Four times real time of PCM16 24 kHz, for clients that catch up."""
    audio_burst_bytes: float = 48_000.0 * 60
    """A minute may arrive at once (a recorded question)."""
    max_errors: int = 500
    """After so many refused frames without a good one the connection is closed."""

    def buckets(self) -> tuple[Bucket, Bucket]:
        """One bucket for events, one for audio bytes."""
        return (
            Bucket(rate_per_s=self.events_per_s, burst=self.events_burst),
            Bucket(rate_per_s=self.audio_bytes_per_s, burst=self.audio_burst_bytes),
        )
