"""The health of one replica: a circuit breaker and its load. Time is an argument; knows no model.

Sources: Nygard, Release It! (circuit breaker); Finagle's peak EWMA (least loaded, with a memory
that fades, so that a replica that was slow once is tried again).
"""

import math
from typing import Final

OPEN_AFTER: Final = 3
"""Failures in a row that open a circuit breaker."""
OPEN_S: Final = 10.0
"""How long an open breaker keeps requests away before one may try."""
FADE_S: Final = 10.0
"""After so long without a request a measured slowness counts for 37% of itself."""
_SHARE: Final = 0.3
"""Weight of a new measurement that is quicker than the old ones; a slower one counts at once."""
_LEAST_S: Final = 0.001


class Breaker:
    """Keeps requests away from what keeps failing."""

    def __init__(self) -> None:
        self._failures = 0
        self._retry_at_s = 0.0
        self._probing = False

    @property
    def open(self) -> bool:
        """Whether it has opened and no reply has succeeded since."""
        return self._failures >= OPEN_AFTER

    @property
    def retry_at_s(self) -> float:
        """When an open breaker lets a request try."""
        return self._retry_at_s

    def ready(self, now_s: float) -> bool:
        """Whether a request may try: closed, or open for `OPEN_S` and no probe is under way."""
        return not self.open or (now_s >= self._retry_at_s and not self._probing)

    def began(self) -> None:
        """A request is trying; to an open breaker it is the probe."""
        self._probing = self.open

    def succeeded(self) -> None:
        """A reply was whole, or its reader had enough of it: closed again."""
        self._failures, self._probing = 0, False

    def failed(self, now_s: float) -> None:
        """One more failure; the third in a row, and every failed probe, opens it."""
        self._failures += 1
        self._probing = False
        self._retry_at_s = now_s + OPEN_S

    def undecided(self) -> None:
        """The request said nothing about the replica's health, or not yet."""
        self._probing = False


class Load:
    """How long a replica lets one wait, and how many wait now."""

    def __init__(self) -> None:
        self._in_flight = 0
        self._first_s = 0.0
        self._told_at_s = -math.inf
        self._begun = 0

    def began(self) -> None:
        """A request was sent."""
        self._in_flight += 1
        self._begun += 1

    def ended(self) -> None:
        """It is over, however it went."""
        self._in_flight -= 1

    def waited(self, seconds: float, now_s: float) -> None:
        """A first event came after so long, or was given up after so long."""
        old = self._faded(now_s)
        self._first_s = seconds if seconds > old else old + _SHARE * (seconds - old)
        self._told_at_s = now_s

    def forget(self) -> None:
        """What was measured says nothing any more: it is tried like a new one."""
        self._first_s, self._told_at_s = 0.0, -math.inf

    def cost(self, now_s: float) -> tuple[float, int]:
        """Less is better: the wait to be expected, then how often it was asked."""
        return (self._in_flight + 1) * max(_LEAST_S, self._faded(now_s)), self._begun

    def _faded(self, now_s: float) -> float:
        return self._first_s * math.exp((self._told_at_s - now_s) / FADE_S)


class Health:
    """Breaker and load of one replica, told together."""

    def __init__(self) -> None:
        self.breaker, self.load = Breaker(), Load()

    def began(self) -> None:
        """A request was sent."""
        self.breaker.began()
        self.load.began()

    def spoke(self, seconds: float, now_s: float) -> None:
        """Its first event came; whether the reply is whole will show."""
        self.breaker.undecided()
        self.load.waited(seconds, now_s)

    def finished(self) -> None:
        """The reply was whole, or its reader had enough of it."""
        self.breaker.succeeded()
        self.load.ended()

    def failed(self, now_s: float, *, waited_s: float | None = None) -> None:
        """No reply, or a broken one; `waited_s` when not even a first event came. One that opens
        its breaker is later tried like a new replica: it goes first when it may probe."""
        self.breaker.failed(now_s)
        self.load.ended()
        if waited_s is not None:
            self.load.waited(waited_s, now_s)
        if self.breaker.open:
            self.load.forget()

    def slow(self, now_s: float, *, waited_s: float) -> None:
        """It is too busy, or another was quicker: healthy, but others first."""
        self.breaker.undecided()
        self.load.ended()
        self.load.waited(waited_s, now_s)

    def left(self) -> None:
        """The request went away, or was wrong: says nothing."""
        self.breaker.undecided()
        self.load.ended()
