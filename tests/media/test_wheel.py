"""The wheel on a loop whose time is turned by hand."""

import asyncio
from collections.abc import Callable

import pytest

from media.wheel import SLOTS, TURN_S, Wheel


class HandLoop:
    """As much of an event loop as a wheel needs."""

    def __init__(self) -> None:
        self.now_s = 50.0
        self.timers: list[tuple[float, Callable[[], None], Handle]] = []
        self.errors: list[dict[str, object]] = []

    def time(self) -> float:
        return self.now_s

    def call_at(self, due_s: float, callback: Callable[[], None]) -> "Handle":
        handle = Handle()
        self.timers.append((due_s, callback, handle))
        return handle

    def call_exception_handler(self, context: dict[str, object]) -> None:
        self.errors.append(context)

    @property
    def waiting(self) -> list[float]:
        return sorted(due_s for due_s, _, handle in self.timers if not handle.cancelled)

    def run(self, seconds: float) -> None:
        until_s = self.now_s + seconds
        while self.waiting and self.waiting[0] <= until_s:
            entry = min((e for e in self.timers if not e[2].cancelled), key=lambda e: e[0])
            self.timers.remove(entry)
            self.now_s = max(self.now_s, entry[0])
            entry[1]()
        self.now_s = until_s


class Handle:
    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> HandLoop:
    made = HandLoop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: made)
    return made


def test_every_member_is_called_once_per_turn(loop: HandLoop) -> None:
    wheel, calls = Wheel(), [0] * 9
    for member in range(9):
        wheel.join(lambda member=member: calls.__setitem__(member, calls[member] + 1))
    loop.run(1.0)
    assert all(49 <= count <= 51 for count in calls)


def test_one_timer_serves_all(loop: HandLoop) -> None:
    wheel = Wheel()
    for _ in range(40):
        wheel.join(lambda: None)
    assert len(loop.waiting) == 1
    loop.run(1.0)
    assert len(loop.waiting) == 1


def test_members_are_spread_over_the_turn(loop: HandLoop) -> None:
    wheel, times = Wheel(), []
    for _ in range(SLOTS):
        wheel.join(lambda: times.append(loop.now_s))
    loop.run(TURN_S)
    assert len(set(times)) == SLOTS


def test_the_beat_never_drifts(loop: HandLoop) -> None:
    wheel, times = Wheel(), []
    wheel.join(lambda: times.append(loop.now_s))
    loop.run(60.0)
    assert times[-1] - times[0] == pytest.approx((len(times) - 1) * TURN_S)


def test_after_a_stall_every_member_is_called_once(loop: HandLoop) -> None:
    wheel, calls = Wheel(), []
    for member in range(6):
        wheel.join(lambda member=member: calls.append(member))
    loop.run(TURN_S)
    calls.clear()
    loop.now_s += 3.0
    loop.run(0.0)
    assert sorted(calls) == list(range(6))


def test_a_wheel_without_members_stands_still_and_turns_again(loop: HandLoop) -> None:
    wheel, calls = Wheel(), []
    leave = wheel.join(lambda: calls.append(1))
    leave()
    leave()
    assert loop.waiting == []
    loop.run(1.0)
    wheel.join(lambda: calls.append(2))
    loop.run(TURN_S)
    assert calls == [2]


def test_a_member_may_leave_and_another_join_from_inside_a_beat(loop: HandLoop) -> None:
    wheel, calls = Wheel(), []

    def once() -> None:
        calls.append("once")
        leave()
        wheel.join(lambda: calls.append("next"))

    leave = wheel.join(once)
    loop.run(10 * TURN_S)
    assert calls[0] == "once"
    assert calls[1:] == ["next"] * (len(calls) - 1)
    assert 8 <= len(calls) <= 11
    assert len(loop.waiting) == 1


def test_a_member_that_fails_ends_alone(loop: HandLoop) -> None:
    wheel, calls = Wheel(), []
    wheel.join(lambda: 1 // 0)
    wheel.join(lambda: calls.append(1))
    loop.run(1.0)
    assert len(calls) >= 49
    assert [type(error["exception"]) for error in loop.errors] == [ZeroDivisionError]
