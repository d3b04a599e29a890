"""When a process is too busy for another student: how late its loop is and how full, measured.

Hysteresis: it stops taking new students before the voices of those who are here come late, and
takes them again only when it is clearly calm. `Pressure` is pure; `watch` feeds it. Knows no
sessions: the number of students is the asker's.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sessions.contracts import Clock

TICK_S = 0.05
WINDOW = 100
"""Samples looked at: 5 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From when on nobody new is let in, and from when on they are again."""

    lag_s: float = 0.04
    """p95 of the loop's lateness; as much makes a 20 ms packet miss two beats. 0: never refuse."""
    calm_lag_s: float = 0.02
    busy: float = 0.9
    """Share of the time in which the loop's thread used its core."""
    calm_busy: float = 0.75
    from_students: int = 8
    """With fewer students here the machine is slow for another reason, and sending somebody away
    would help nobody."""


class Pressure:
    """The last five seconds of one loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lags_s: deque[float] = deque(maxlen=WINDOW)
        self._busy: deque[float] = deque(maxlen=WINDOW)
        self._high = False

    def note(self, *, lag_s: float, busy: float) -> None:
        """One sample: how late the loop was, and which share of the time it worked."""
        self._lags_s.append(max(0.0, lag_s))
        self._busy.append(busy)
        if len(self._lags_s) < WINDOW:
            return
        limits = self._limits
        if self._high:
            calm = self.lag_s < limits.calm_lag_s and self.busy < limits.calm_busy
            self._high = not calm
        else:
            self._high = self.lag_s >= limits.lag_s or self.busy >= limits.busy

    @property
    def lag_s(self) -> float:
        """p95 of the window; 0 before the first sample."""
        ordered = sorted(self._lags_s)
        return ordered[len(ordered) * 95 // 100] if ordered else 0.0

    @property
    def busy(self) -> float:
        """Mean share of the window, 0 to 1."""
        return sum(self._busy) / len(self._busy) if self._busy else 0.0

    def refuses(self, students: int) -> bool:
        """Whether another student should be sent away while so many are here."""
        return self._high and self._limits.lag_s > 0 and students >= self._limits.from_students


async def watch(pressure: Pressure, *, clock: Clock, cpu_s: Callable[[], float]) -> None:
    """Measure the running loop until cancelled; `cpu_s` is the CPU time of its thread."""
    before_s, spent_s = clock(), cpu_s()
    while True:
        await asyncio.sleep(TICK_S)
        now_s, used_s = clock(), cpu_s()
        took_s = now_s - before_s
        pressure.note(lag_s=took_s - TICK_S, busy=(used_s - spent_s) / max(took_s, TICK_S))
        before_s, spent_s = now_s, used_s
