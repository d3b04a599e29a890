"""Breakers open, probe and close; load prefers the quick and idle, and its memory fades."""

import pytest

from inference.routing.health import FADE_S, OPEN_AFTER, OPEN_S, Breaker, Health, Load


def test_three_failures_open_it_and_one_probe_at_a_time_may_try() -> None:
    breaker = Breaker()
    for second in range(OPEN_AFTER):
        assert breaker.ready(second)
        assert not breaker.open
        breaker.began()
        breaker.failed(second)
    opened = OPEN_AFTER - 1
    assert breaker.open
    assert breaker.retry_at_s == opened + OPEN_S
    assert not breaker.ready(opened + OPEN_S - 0.01)
    assert breaker.ready(opened + OPEN_S)
    breaker.began()
    assert not breaker.ready(opened + OPEN_S)
    breaker.failed(20.0)
    assert not breaker.ready(29.0)
    assert breaker.ready(30.0)
    breaker.began()
    breaker.undecided()
    assert breaker.ready(30.0)
    breaker.began()
    breaker.succeeded()
    assert breaker.ready(30.0)
    breaker.failed(31.0)
    assert breaker.ready(31.0), "one failure after a success does not open it"


def test_the_quick_and_the_idle_are_preferred() -> None:
    quick, slow = Load(), Load()
    quick.waited(0.1, 0.0)
    slow.waited(0.25, 0.0)
    assert quick.cost(0.0) < slow.cost(0.0)
    quick.began()
    assert quick.cost(0.0) < slow.cost(0.0)
    quick.began()
    assert quick.cost(0.0) > slow.cost(0.0)
    quick.ended()
    assert quick.cost(0.0) < slow.cost(0.0)


def test_equals_take_turns() -> None:
    loads = [Load(), Load(), Load()]
    turns = []
    for _ in range(6):
        chosen = min(range(3), key=lambda n: loads[n].cost(0.0))
        turns.append(chosen)
        loads[chosen].began()
        loads[chosen].ended()
    assert turns == [0, 1, 2, 0, 1, 2]


def test_slowness_counts_at_once_and_fades() -> None:
    load = Load()
    load.waited(0.1, 0.0)
    load.waited(2.0, 0.0)
    assert load.cost(0.0)[0] == pytest.approx(2.0)
    load.waited(0.1, 0.0)
    assert 1.0 < load.cost(0.0)[0] < 2.0
    assert load.cost(FADE_S)[0] == pytest.approx(load.cost(0.0)[0] / 2.71828, rel=1e-4)
    assert load.cost(1_000.0) == Load().cost(0.0)


def test_one_that_was_open_is_tried_like_a_new_one() -> None:
    health = Health()
    for _ in range(OPEN_AFTER):
        health.began()
        health.failed(0.0, waited_s=5.0)
    assert health.breaker.open
    assert health.load.cost(0.0)[0] == Load().cost(0.0)[0]


@pytest.mark.parametrize("end", ["finished", "failed", "slow", "left"])
def test_every_end_frees_its_place_and_ends_a_probe(end: str) -> None:
    health = Health()
    for _ in range(OPEN_AFTER):
        health.began()
        health.failed(0.0)
    health.began()
    assert not health.breaker.ready(OPEN_S)
    if end == "failed":
        health.failed(OPEN_S)
    elif end == "slow":
        health.slow(OPEN_S, waited_s=1.0)
    else:
        getattr(health, end)()
    assert health.breaker.ready(2 * OPEN_S)
    assert health.breaker.open == (end != "finished")
    health.load.forget()
    assert health.load.cost(0.0)[0] == Load().cost(0.0)[0], "nothing is in flight"
