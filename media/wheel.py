"""One timer for the 20 ms beat of all sessions, instead of a sleeping task for each.

A turn of the wheel is 20 ms and has four slots; a member is called once per turn, in the slot that
had the fewest members when it joined. So the loop wakes at most every 5 ms however many sessions
there are, and never does the work of all of them in one go.

Knows nothing of what is called. Belongs to one event loop.
"""

import asyncio
from collections.abc import Callable

from media.contracts import FRAME_MS

TURN_S = FRAME_MS / 1000
SLOTS = 4
SLOT_S = TURN_S / SLOTS
_EARLY = 0.3
"""Of a slot: event loops count in milliseconds and may call a little early."""

Beat = Callable[[], None]


class Wheel:
    """Turns while it has members."""

    def __init__(self) -> None:
        self._slots: list[dict[object, Beat]] = [{} for _ in range(SLOTS)]
        self._timer: asyncio.TimerHandle | None = None
        self._turning = False
        self._start_s = 0.0
        self._at = 0
        """The newest slot that was called, counted from the start."""

    def join(self, beat: Beat) -> Callable[[], None]:
        """Call `beat` every 20 ms from now on; returns what ends it, from inside `beat` too."""
        if self._timer is None and not self._turning:
            self._start_s = asyncio.get_running_loop().time()
            self._at = 0
        token = object()
        slot = min(self._slots, key=len)
        slot[token] = beat
        self._wait()
        return lambda: self._leave(slot, token)

    def _leave(self, slot: dict[object, Beat], token: object) -> None:
        slot.pop(token, None)
        self._wait()

    def _wait(self) -> None:
        """Sleep until the next slot that has members; in a turn its end sees to that."""
        if self._turning:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for at in range(self._at + 1, self._at + 1 + SLOTS):
            if self._slots[at % SLOTS]:
                due_s = self._start_s + at * SLOT_S
                self._timer = asyncio.get_running_loop().call_at(due_s, self._turn)
                return

    def _turn(self) -> None:
        """Call the slots that are due; after a stall each once, not once for every missed turn."""
        now = (asyncio.get_running_loop().time() - self._start_s) / SLOT_S + _EARLY
        before, self._at = self._at, int(now)
        self._turning = True
        for at in range(max(before + 1, self._at - SLOTS + 1), self._at + 1):
            slot = self._slots[at % SLOTS]
            for token, beat in tuple(slot.items()):
                self._call(slot, token, beat)
        self._turning = False
        self._wait()

    def _call(self, slot: dict[object, Beat], token: object, beat: Beat) -> None:
        if token not in slot:
            return  # it left during this turn
        try:
            beat()
        except Exception as error:  # noqa: BLE001  one session's error must not stop the others
            self._leave(slot, token)
            asyncio.get_running_loop().call_exception_handler(
                {"message": "a session's beat failed and was ended", "exception": error}
            )
