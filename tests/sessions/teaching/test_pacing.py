"""Tests of sessions.teaching.pacing."""

from dataclasses import replace

import pytest

from sessions.teaching.pacing import glance_s, prompt_due, reading_s, since_s, too_soon, words_in
from sessions.teaching.run import Accommodations, Moment
from tests.sessions.teaching.sample import fresh


def test_who_is_younger_gets_more_time_to_read() -> None:
    times = [reading_s(fresh(grade=grade), 60) for grade in (1, 3, 5, 7, 12)]
    assert times == sorted(times, reverse=True)
    assert times[0] == 60.0
    assert reading_s(fresh(), 0) == 1.5
    assert reading_s(fresh(grade=None), 60) == reading_s(fresh(grade=3), 60)


def test_a_hint_can_be_asked_for_too_soon() -> None:
    run = fresh(moment=Moment(posed_s=100.0, words=34))
    assert too_soon(run, 105.0)
    assert not too_soon(run, 125.0)
    assert not too_soon(replace(run, accommodations=Accommodations(timers_off=True)), 100.1)


def test_after_a_restart_time_is_unknown() -> None:
    assert since_s(fresh(), 5.0) is None
    assert since_s(fresh(moment=Moment(posed_s=100.0)), 5.0) is None, "another clock"
    assert since_s(fresh(moment=Moment(posed_s=1.0)), 5.0) == 4.0
    assert not too_soon(fresh(), 5.0)


def test_nobody_reads_faster_than_a_glance() -> None:
    run = fresh()
    assert run.item is not None
    glance = glance_s(run, run.item)
    assert glance is not None
    assert 1.0 < glance < reading_s(run, words_in(run.item.question))
    assert glance_s(replace(run, accommodations=Accommodations(timers_off=True)), run.item) is None


@pytest.mark.parametrize(
    ("patience", "prompts", "waited", "expected"),
    [
        (1.0, 0, 19.0, False),
        (1.0, 0, 20.0, True),
        (3.0, 0, 20.0, False),
        (3.0, 0, 60.0, True),
        (0.5, 0, 10.0, True),
        (1.0, 1, 59.0, False),
        (1.0, 1, 60.0, True),
        (1.0, 2, 900.0, False),
    ],
)
def test_when_silence_is_answered(
    patience: float, prompts: int, waited: float, expected: bool
) -> None:
    run = fresh(patience=patience, moment=Moment(prompts=prompts))
    assert prompt_due(run, waited) is expected
    assert not prompt_due(replace(run, accommodations=Accommodations(timers_off=True)), waited)
