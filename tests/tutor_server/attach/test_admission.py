"""A busy process refuses before voices come late, and does not flutter."""

import asyncio

import pytest

from tests.virtual_time import run_virtual
from tutor_server.attach.admission import TICK_S, WINDOW, Limits, Pressure, watch

LIMITS = Limits(lag_s=0.04, calm_lag_s=0.02, busy=0.9, calm_busy=0.75, from_students=8)


def fed(
    pressure: Pressure, *, lag_s: float = 0.001, busy: float = 0.2, samples: int = WINDOW
) -> Pressure:
    for _ in range(samples):
        pressure.note(lag_s=lag_s, busy=busy)
    return pressure


@pytest.mark.parametrize(("lag_s", "busy"), [(0.05, 0.2), (0.001, 0.95)])
def test_late_or_full_refuses(lag_s: float, busy: float) -> None:
    assert fed(Pressure(LIMITS), lag_s=lag_s, busy=busy).refuses(8)


def test_a_calm_loop_takes_everybody() -> None:
    assert not fed(Pressure(LIMITS)).refuses(1_000)


def test_with_few_students_it_is_not_their_fault() -> None:
    pressure = fed(Pressure(LIMITS), lag_s=0.5, busy=1.0)
    assert not pressure.refuses(7)
    assert pressure.refuses(8)


def test_one_stall_is_no_pressure() -> None:
    pressure = fed(Pressure(LIMITS))
    fed(pressure, lag_s=2.0, samples=4)
    assert not pressure.refuses(8)


def test_a_young_process_is_not_judged() -> None:
    assert not fed(Pressure(LIMITS), lag_s=0.5, samples=WINDOW - 1).refuses(8)


def test_between_high_and_calm_it_stays_as_it_was() -> None:
    pressure = fed(Pressure(LIMITS), lag_s=0.03, busy=0.8)
    assert not pressure.refuses(8)
    fed(pressure, lag_s=0.05)
    assert pressure.refuses(8)
    fed(pressure, lag_s=0.03, busy=0.8)
    assert pressure.refuses(8)
    fed(pressure, lag_s=0.001, busy=0.8)
    assert pressure.refuses(8)
    fed(pressure, lag_s=0.001, busy=0.5)
    assert not pressure.refuses(8)


def test_switched_off() -> None:
    assert not fed(Pressure(Limits(lag_s=0.0)), lag_s=9.0, busy=1.0).refuses(100)


def test_the_watch_measures_lateness_and_work() -> None:
    async def scenario() -> tuple[float, float]:
        loop, pressure, stalled_s = asyncio.get_running_loop(), Pressure(LIMITS), 0.0

        def clock() -> float:
            nonlocal stalled_s
            stalled_s += 0.03  # every beat the loop is this much later, all of it work
            return loop.time() + stalled_s

        task = loop.create_task(watch(pressure, clock=clock, cpu_s=lambda: stalled_s))
        await asyncio.sleep(TICK_S * (WINDOW + 1.5))
        task.cancel()
        return pressure.lag_s, pressure.busy

    lag_s, busy = run_virtual(scenario())
    assert lag_s == pytest.approx(0.03)
    assert busy == pytest.approx(0.03 / 0.08)
