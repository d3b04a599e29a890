"""Whole lessons of simulated students through a real server."""

from dataclasses import replace

import pytest

from tests.classroom_study.lesson_day import Arm
from tests.classroom_study.students import Learning
from tests.classroom_study.study import Group, chosen, teach, wrong
from tests.running_server import RunningServer

pytestmark = pytest.mark.slow


async def test_both_arms_come_to_the_end(server: RunningServer) -> None:
    lessons = chosen(2)
    group = Group(students=3, seed=4, learning=Learning())
    arms = {arm: await teach(server, arm, lessons, group) for arm in Arm}
    assert list(wrong(arms, len(lessons))) == []
    tutor, told = arms[Arm.TUTOR], arms[Arm.TOLD]
    assert all(day.told == day.practiced for one in told for day in one.days)
    assert all(day.practice == day.practiced for one in told for day in one.days)
    assert sum(day.hints for one in tutor for day in one.days) > 0
    transfers = [len(day.transfer) for one in (*tutor, *told) for day in one.days]
    assert set(transfers) == {1} or min(transfers) >= 1
    assert all(0.0 <= one.post_test <= 1.0 for one in (*tutor, *told))
    assert tutor[0].student.strength.keys() == told[0].student.strength.keys()


async def test_the_same_seed_meets_the_same_lesson(server: RunningServer) -> None:
    """Help after a failed task is drawn anew for every run, so what a student learns on the way
    may differ a little, and with it what they know in the end; how many items come may not."""
    group = Group(students=1, seed=6, learning=replace(Learning(), told=0.2))
    first, again = [await teach(server, Arm.TUTOR, chosen(1), group) for _ in range(2)]
    met = [(len(one.days[0].transfer), one.days[0].practiced) for one in first]
    assert met == [(len(one.days[0].transfer), one.days[0].practiced) for one in again]
