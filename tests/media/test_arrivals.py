import random

import pytest

from media.arrivals import BUCKETS, GRACE_S, LIVE_S, RTP_HZ, Arrivals

FRAME_S = 0.020


def stamp(at_s: float) -> int:
    return round(at_s * RTP_HZ)


def run(arrivals: Arrivals, count: int, *, start: int = 0, delay_s: float = 0.1) -> None:
    for at in range(start, start + count):
        assert arrivals.note(stamp(at * FRAME_S), at * FRAME_S + delay_s)


def test_an_even_network_has_no_jitter_and_little_patience() -> None:
    arrivals = Arrivals()
    run(arrivals, 200)
    assert arrivals.jitter_s == pytest.approx(0.0, abs=1e-9)
    assert arrivals.due_s(stamp(7.0)) == pytest.approx(7.1 + GRACE_S)


def test_jitter_is_that_of_rfc_3550() -> None:
    """Packets that alternate between two delays differ by D each time; J tends to D."""
    arrivals = Arrivals()
    for at in range(400):
        arrivals.note(stamp(at * FRAME_S), at * FRAME_S + (0.012 if at % 2 else 0.0))
    assert arrivals.jitter_s == pytest.approx(0.012, rel=1e-3)


def test_nearly_all_packets_come_before_they_are_due() -> None:
    arrivals, chance = Arrivals(), random.Random(3)
    late = [chance.uniform(0.0, 0.040) for _ in range(500)]
    for at, late_s in enumerate(late):
        arrivals.note(stamp(at * FRAME_S), at * FRAME_S + late_s)
    assert sorted(late)[-10] < arrivals.due_s(0) - GRACE_S <= max(late)


def test_before_there_are_enough_packets_the_jitter_says_when_they_are_due() -> None:
    arrivals = Arrivals()
    arrivals.note(0, 0.0)
    assert arrivals.due_s(0) == GRACE_S
    for at in range(1, 20):
        arrivals.note(stamp(at * FRAME_S), at * FRAME_S + (0.030 if at % 2 else 0.0))
    assert arrivals.due_s(0) > 0.030


@pytest.mark.parametrize("ppm", [-200, 200])
def test_drifting_clocks_never_look_late(ppm: int) -> None:
    arrivals = Arrivals()
    for at in range(30_000):  # ten minutes: the clocks end 120 ms apart
        arrivals.note(stamp(at * FRAME_S), at * FRAME_S * (1 + ppm * 1e-6))
    now_s = 600.0 * (1 + ppm * 1e-6)
    assert arrivals.due_s(stamp(600.0)) == pytest.approx(
        now_s + GRACE_S, abs=1.01 * BUCKETS * 200e-6
    )


def test_another_route_is_followed() -> None:
    arrivals = Arrivals()
    run(arrivals, 600)
    run(arrivals, 20, start=600, delay_s=0.25)
    assert arrivals.due_s(0) == pytest.approx(0.25 + GRACE_S)
    run(arrivals, 600, start=620, delay_s=0.25)
    assert arrivals.due_s(0) == pytest.approx(0.25 + GRACE_S)
    run(arrivals, 600, start=1_220, delay_s=0.05)
    assert arrivals.due_s(0) == pytest.approx(0.05 + GRACE_S)


def test_one_packet_that_comes_early_does_not_make_the_others_late() -> None:
    arrivals = Arrivals()
    run(arrivals, 600)
    arrivals.note(stamp(601 * FRAME_S), 600 * FRAME_S)
    assert arrivals.due_s(0) == pytest.approx(0.1 + GRACE_S)


def test_of_a_long_backlog_only_the_newest_second_counts() -> None:
    arrivals = Arrivals()
    run(arrivals, 500)
    released_s = 500 * FRAME_S + 3.0
    live = [
        arrivals.note(stamp(at * FRAME_S), released_s + (at - 500) * 1e-4)
        for at in range(500, 650)
    ]
    first = live.index(False)
    assert first <= 3
    again = live.index(True, first)
    assert (150 - again) * FRAME_S == pytest.approx(LIVE_S, abs=0.15)
    assert all(live[again:])
    run(arrivals, 100, start=650)


def test_a_microphone_given_back_after_a_minute_loses_no_packet() -> None:
    """Its time stamps go on where they stopped: that is no backlog."""
    arrivals = Arrivals()
    run(arrivals, 500)
    run(arrivals, 500, start=500, delay_s=60.1)
    assert arrivals.due_s(stamp(20.0)) == pytest.approx(80.1 + GRACE_S)
