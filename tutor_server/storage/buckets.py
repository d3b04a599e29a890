"""Token buckets in this process: the rate limit while Redis is away. Pure; time is given."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

MAX_BUCKETS: Final = 10_000
"""The least recently used bucket goes first; it would mostly be full again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one key may do."""

    per_s: float
    """Tokens that come back each second."""
    burst: float
    """Tokens of a full bucket."""

    def __post_init__(self) -> None:
        if self.per_s <= 0 or self.burst < 1:
            raise ValueError("a rate needs per_s above 0 and burst of at least 1")


class LocalBuckets:
    """Counts per key."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, key: str, rate: Rate, *, now_s: float) -> float:
        """Take a token: 0 when there was one, else the seconds until there is."""
        tokens, since_s = self._buckets.pop(key, (rate.burst, now_s))
        tokens = min(rate.burst, tokens + (now_s - since_s) * rate.per_s)
        taken = tokens >= 1.0
        self._buckets[key] = (tokens - 1.0 if taken else tokens, now_s)
        if len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        return 0.0 if taken else (1.0 - tokens) / rate.per_s
