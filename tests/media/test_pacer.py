from hypothesis import given
from hypothesis import strategies as st

from media.pacer import FRAME_S, MAX_BURST, Pacer


def test_the_schedule_is_absolute() -> None:
    pacer = Pacer(100.0)
    for tick in range(50_000):
        due_s = 100.0 + tick * FRAME_S
        assert abs(pacer.wait_s(due_s)) < 1e-6
        assert pacer.next(due_s + 0.003, silent=tick % 2 == 0) == tick


def test_late_silence_is_skipped() -> None:
    pacer = Pacer(0.0)
    pacer.next(0.0, silent=True)
    assert pacer.next(0.105, silent=True) == 5
    assert pacer.wait_s(0.105) > 0


def test_a_little_late_speech_is_caught_up_frame_by_frame() -> None:
    pacer = Pacer(0.0)
    pacer.next(0.0, silent=False)
    sent = [pacer.next(0.075, silent=False) for _ in range(3)]
    assert sent == [1, 2, 3]
    assert pacer.wait_s(0.075) > 0


def test_very_late_speech_goes_on_after_a_gap_without_a_burst() -> None:
    pacer = Pacer(0.0)
    pacer.next(0.0, silent=False)
    assert pacer.next(5.0, silent=False) == 250
    assert pacer.wait_s(5.0) > 0


def test_a_tick_is_due_from_half_a_frame_before() -> None:
    pacer = Pacer(0.0)
    pacer.next(0.0, silent=True)
    assert not pacer.is_due(0.009)
    assert pacer.is_due(0.011)
    assert pacer.is_due(0.5)


@given(st.lists(st.tuples(st.floats(0, 2), st.booleans()), max_size=200))
def test_ticks_only_rise_and_never_run_ahead_of_time(steps: list[tuple[float, bool]]) -> None:
    pacer, now_s, ticks = Pacer(0.0), 0.0, []
    for stall_s, silent in steps:
        now_s += max(0.0, pacer.wait_s(now_s)) + stall_s
        ticks.append(pacer.next(now_s, silent=silent))
        assert ticks[-1] * FRAME_S <= now_s + 1e-6
        assert ticks[-1] * FRAME_S >= now_s - (MAX_BURST + 1) * FRAME_S
    assert ticks == sorted(set(ticks))
