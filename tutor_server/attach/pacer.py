"""Sends the tutor's voice over a WebSocket at the pace it is heard.

Pulls one 20 ms frame per tick on an absolute schedule, so the playout ledger means the same on
WebSocket and WebRTC. A stalled loop skips time instead of bursting.
"""

import asyncio
from collections.abc import Callable

from media.contracts import FRAME_MS, Playout
from sessions.contracts import Clock

_TICK_S = FRAME_MS / 1000
_MAX_LAG_S = 0.2
"""Behind by more than this, the schedule restarts from now (a suspended laptop)."""


async def pace(
    playout: Playout, send: Callable[[bytes], None], clock: Clock, *, held: Callable[[], bool]
) -> None:
    """Runs until cancelled or no longer `held`; `send` gets int16 mono 24 kHz, 20 ms at a
    time, never silence."""
    due_s = clock()
    while held():
        frame = playout.next_frame()
        if frame is not None:
            send(frame)
        due_s += _TICK_S
        now_s = clock()
        if now_s - due_s > _MAX_LAG_S:
            due_s = now_s
        await asyncio.sleep(max(0.0, due_s - now_s))
