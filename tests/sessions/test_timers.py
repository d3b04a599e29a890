"""Tests of sessions.timers."""

import asyncio

from sessions.effects import TimerName
from sessions.timers import Timers
from tests.fakes.classroom import virtual


@virtual
async def test_timers_ring_when_due_and_are_replaced_by_name_and_tag() -> None:
    clock = asyncio.get_running_loop().time
    rung: list[tuple[TimerName, int, float]] = []
    timers = Timers(clock, lambda name, tag: rung.append((name, tag, clock())))
    timers.set(TimerName.OVERLAP, 1, 5.0)
    timers.set(TimerName.OVERLAP, 2, 3.0)
    timers.set(TimerName.WAITING, 1, -9.0)
    timers.set(TimerName.OVERLAP, 1, 1.0)
    await asyncio.sleep(10)
    assert rung == [
        (TimerName.WAITING, 1, 0.0),
        (TimerName.OVERLAP, 1, 1.0),
        (TimerName.OVERLAP, 2, 3.0),
    ]


@virtual
async def test_none_outlives_clear() -> None:
    rung: list[int] = []
    timers = Timers(asyncio.get_running_loop().time, lambda _, tag: rung.append(tag))
    timers.set(TimerName.CLOSING, 0, 1.0)
    timers.clear()
    await asyncio.sleep(2)
    assert rung == []


async def test_a_loop_that_is_early_does_not_ring_early() -> None:
    rung: list[float] = []
    now_s = [100.0]
    timers = Timers(lambda: now_s[0], lambda name, tag: rung.append(now_s[0]))
    timers.set(TimerName.END_OF_TURN, 1, 100.01)
    await asyncio.sleep(0.05)  # the loop's clock has passed the time, the session's has not
    assert rung == []
    now_s[0] = 100.02
    await asyncio.sleep(0.05)
    assert rung == [100.02]
