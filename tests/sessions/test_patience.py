"""The rule by which patience is learned, on students who pause in ways of their own."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.patience import (
    HIGHEST,
    LONG_WAIT_S,
    LOWEST,
    REPLY_S,
    SPEAKS_ON_S,
    TOO_SOON_IN,
    after_over,
    after_too_soon,
    bounded,
    speaks_on,
    stretched,
)

factors = st.floats(LOWEST, HIGHEST)


@given(factors)
def test_a_turn_that_ended_too_soon_makes_more_patient(factor: float) -> None:
    assert factor < after_too_soon(factor) <= HIGHEST or bounded(factor) == HIGHEST


@given(factors, st.floats(LONG_WAIT_S, 4.0))
def test_a_wait_that_was_lost_makes_a_little_less_patient(factor: float, waited_s: float) -> None:
    found = after_over(bounded(factor), waited_s=waited_s)
    assert LOWEST <= found <= bounded(factor)
    assert found > after_too_soon(LOWEST) / 1.13 * 0.98 or found == LOWEST


@given(factors, st.floats(0.0, LONG_WAIT_S, exclude_max=True))
def test_a_short_wait_that_was_right_tells_nothing(factor: float, waited_s: float) -> None:
    assert after_over(factor, waited_s=waited_s) == factor


def test_it_falls_back_to_where_it_was() -> None:
    factor = after_too_soon(1.0)
    for _ in range(TOO_SOON_IN - 1):
        factor = after_over(factor, waited_s=1.0)
    assert factor == pytest.approx(1.0, abs=0.01)


@given(st.lists(st.sampled_from([None, 0.1, 0.9, 3.0]), max_size=200))
def test_whatever_happens_it_is_bounded(story: list[float | None]) -> None:
    factor = 1.0
    for waited_s in story:
        too_soon = waited_s is None
        factor = after_too_soon(factor) if too_soon else after_over(factor, waited_s=waited_s or 0)
        assert LOWEST <= factor <= HIGHEST


@pytest.mark.parametrize(("median_s", "lowest", "highest"), [(0.3, 0.75, 0.85), (1.0, 1.1, 2.0)])
def test_it_settles_where_the_students_own_pauses_are(
    median_s: float, lowest: float, highest: float
) -> None:
    """Pauses of 0.9 s at patience 1; a student's inner pauses spread around a median."""
    random = Random(3)
    factor, found = 1.0, []
    for _ in range(600):
        waited_s = 0.95 * factor
        inner = random.random() < 0.3
        if inner and random.lognormvariate(0.0, 0.3) * median_s > waited_s:
            factor = after_too_soon(factor)
        else:
            factor = after_over(factor, waited_s=waited_s)
        found.append(factor)
    settled = sum(found[-300:]) / 300
    assert lowest <= settled <= highest


def test_speech_after_some_reply_or_some_time_is_an_answer() -> None:
    assert speaks_on(since_s=0.2, reply_s=0.0)
    assert speaks_on(since_s=1.0, reply_s=REPLY_S)
    assert not speaks_on(since_s=1.0, reply_s=REPLY_S + 0.1)
    assert not speaks_on(since_s=SPEAKS_ON_S + 0.1, reply_s=0.0)


@given(st.floats(0.5, 3.0), factors)
def test_the_setting_stays_in_command(patience: float, factor: float) -> None:
    assert 0.5 <= stretched(patience, factor) <= 3.0
    assert stretched(patience, 1.0) == patience
