"""How well a link carries a talk: good, weak or bad, judged calmly. Pure: time is an argument.

Rates are of the last seconds. A link is called worse only after it has been so for a moment, and
better only after it has been clearly better for longer, so that nobody's page flickers.
Knows counts and times; knows nothing of sockets.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from media.contracts import LinkQuality, LinkReport

WINDOW_S: Final = 5.0
WORSE_S: Final = 2.0
BETTER_S: Final = 6.0
EASE: Final = 0.6
"""Better means below this share of the limits."""
LIMITS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        # FEC and concealment hide single losses; from 3% on words suffer, at 10% sentences.
        "loss": (0.03, 0.10),
        "lost_there": (0.03, 0.10),
        "concealed": (0.05, 0.15),
        # The jitter buffer waits 60 ms at most: what is later is lost to it.
        "jitter_s": (0.050, 0.120),
        "round_trip_s": (0.30, 0.80),
        "lag_s": (0.50, 1.50),
        "silent_s": (8.0, 8.0),
    }
)
"""From where on a link is weak, and bad, by what is measured."""
_ORDER: Final = (LinkQuality.GOOD, LinkQuality.WEAK, LinkQuality.BAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSample:
    """What was measured so far; counts are since the link's beginning."""

    received: int = 0
    """Packets of the student's voice."""
    lost: int = 0
    concealed_s: float = 0.0
    """Of voice, made up."""
    jitter_s: float = 0.0
    round_trip_s: float | None = None
    """None: not known (yet)."""
    lost_there: float = 0.0
    """Share of the tutor's voice that the other side did not get, 0 to 1."""
    lag_s: float = 0.0
    """How far the other side's ear is behind what was sent."""
    silent_s: float = 0.0
    """Since anything came."""


class LinkWatch:
    """Of one link; `note` is called about once a second."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, LinkSample]] = deque()
        # Bounded by the window and the callers' pace.
        self._level = 0
        self._worse_since_s: float | None = None
        self._better_since_s: float | None = None

    def note(self, sample: LinkSample, now_s: float) -> LinkReport:
        """Take a sample in; how the link is now."""
        self._samples.append((now_s, sample))
        while self._samples[0][0] < now_s - WINDOW_S:
            self._samples.popleft()
        measured = self._measured(sample, now_s)
        self._judge(_level(measured, 1.0), _level(measured, EASE), now_s)
        return LinkReport(
            quality=_ORDER[self._level],
            loss=measured["loss"],
            lost_there=sample.lost_there,
            concealed=measured["concealed"],
            jitter_s=sample.jitter_s,
            round_trip_s=sample.round_trip_s,
            lag_s=sample.lag_s,
        )

    def _measured(self, sample: LinkSample, now_s: float) -> dict[str, float]:
        """Each of LIMITS."""
        since_s, first = self._samples[0]
        received, lost = sample.received - first.received, sample.lost - first.lost
        concealed_s = sample.concealed_s - first.concealed_s
        return {
            "loss": lost / (received + lost) if received + lost > 0 else 0.0,
            "lost_there": sample.lost_there,
            "concealed": concealed_s / (now_s - since_s) if now_s > since_s else 0.0,
            # Without packets the jitter is that of long ago.
            "jitter_s": sample.jitter_s if received else 0.0,
            "round_trip_s": sample.round_trip_s or 0.0,
            "lag_s": sample.lag_s,
            "silent_s": sample.silent_s,
        }

    def _judge(self, now: int, at_ease: int, now_s: float) -> None:
        """`now` by the limits, `at_ease` (never better) by those that count for getting better."""
        self._worse_since_s = _since(self._worse_since_s, now_s, now > self._level)
        self._better_since_s = _since(self._better_since_s, now_s, at_ease < self._level)
        if self._worse_since_s is not None and now_s - self._worse_since_s >= WORSE_S:
            self._level = now
        elif self._better_since_s is not None and now_s - self._better_since_s >= BETTER_S:
            self._level = at_ease
        else:
            return
        self._worse_since_s = self._better_since_s = None


def _since(since_s: float | None, now_s: float, holds: bool) -> float | None:
    if not holds:
        return None
    return now_s if since_s is None else since_s


def _level(measured: Mapping[str, float], ease: float) -> int:
    return max(
        sum(measured[name] >= limit * ease for limit in limits) for name, limits in LIMITS.items()
    )
