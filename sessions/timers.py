"""Clock-driven timers. A timer of the same name and tag is replaced; none outlives `clear`."""

import asyncio
from collections.abc import Callable

from sessions.contracts import Clock
from sessions.effects import TimerName

Ring = Callable[[TimerName, int], None]


class Timers:
    """Rings on the event loop at times of the session's clock."""

    def __init__(self, clock: Clock, ring: Ring) -> None:
        self._clock = clock
        self._ring = ring
        self._handles: dict[tuple[TimerName, int], asyncio.TimerHandle] = {}

    def set(self, name: TimerName, tag: int, due_s: float) -> None:
        """Ring at `due_s`, at once when that has passed."""
        self._cancel(name, tag)
        loop = asyncio.get_running_loop()
        delay_s = max(0.0, due_s - self._clock())
        self._handles[name, tag] = loop.call_later(delay_s, self._fire, name, tag, due_s)

    def clear(self) -> None:
        """Forget all timers."""
        for handle in self._handles.values():
            handle.cancel()
        self._handles.clear()

    def _fire(self, name: TimerName, tag: int, due_s: float) -> None:
        # uvloop counts from the start of its iteration and in whole milliseconds, so it can be
        # early; a timer that rings before its time would be taken for a stale one.
        if self._clock() < due_s:
            self.set(name, tag, due_s)
            return
        self._handles.pop((name, tag), None)
        self._ring(name, tag)

    def _cancel(self, name: TimerName, tag: int) -> None:
        handle = self._handles.pop((name, tag), None)
        if handle is not None:
            handle.cancel()
