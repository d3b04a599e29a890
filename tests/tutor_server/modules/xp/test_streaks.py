"""Streaks: nothing lost, nothing doubled, whatever the clock does."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.xp.streaks import (
    FREEZE_EVERY_DAYS,
    MAX_FREEZES,
    Streak,
    passed,
    practised,
)
from tutor_server.modules.xp.zones import Zones, ZoneSpan

FIRST = date(2026, 1, 1)
DAY = timedelta(days=1)


def always(_: date) -> bool:
    return True


def after(numbers: Sequence[int]) -> Streak:
    """The streak after practice on these days."""
    streak = Streak()
    for number in numbers:
        streak = practised(streak, FIRST + number * DAY, whole=always)
    return streak


def slow(numbers: Sequence[int]) -> tuple[int, int, int]:
    """The same by living through every day: (days, longest, freezes)."""
    days = longest = freezes = 0
    for number in range(max(numbers) + 1):
        if number in numbers:
            days += 1
            longest = max(longest, days)
            freezes = min(MAX_FREEZES, freezes + (days % FREEZE_EVERY_DAYS == 0))
        elif days and freezes and number > min(numbers):
            freezes -= 1
        else:
            days = freezes = 0
    return days, longest, freezes


@given(st.sets(st.integers(0, 60), min_size=1))
def test_it_equals_living_through_every_day(numbers: set[int]) -> None:
    streak = after(sorted(numbers))
    assert (streak.days, streak.longest, streak.freezes) == slow(sorted(numbers))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_repeats_and_earlier_days_change_nothing(numbers: list[int]) -> None:
    newest: list[int] = []
    for number in numbers:
        if not newest or number > newest[-1]:
            newest.append(number)
    assert after(numbers) == after(newest)


def test_freezes_are_earned_by_weeks_and_at_most_two() -> None:
    assert after(range(6)).freezes == 0
    assert [after(range(7 * weeks)).freezes for weeks in (1, 2, 3)] == [1, 2, 2]


def test_a_freeze_is_spent_by_itself() -> None:
    week = after(range(7))
    assert [passed(week, FIRST + n * DAY, whole=always).freezes for n in (6, 7, 8)] == [1, 1, 0]
    assert passed(week, FIRST + 9 * DAY, whole=always).days == 0
    back = practised(week, FIRST + 8 * DAY, whole=always)
    assert (back.days, back.freezes) == (8, 0)
    late = practised(week, FIRST + 9 * DAY, whole=always)
    assert (late.days, late.longest, late.freezes) == (1, 7, 0)


def test_looking_changes_nothing_that_practice_would() -> None:
    """What is shown on a day without practice is what practice on that day goes on from."""
    for missed in range(6):
        week = after(range(14))
        today = FIRST + (14 + missed) * DAY
        seen = passed(week, today, whole=always)
        assert practised(week, today, whole=always).days == seen.days + 1


def test_a_gap_of_years_is_quick() -> None:
    streak = practised(after(range(14)), date(9000, 1, 1), whole=always)
    assert (streak.days, streak.freezes) == (1, 0)


def test_a_cut_day_is_excused_once_in_a_week() -> None:
    cut = {FIRST + n * DAY for n in (3, 6, 12)}
    streak = Streak()
    for number in (0, 1, 2, 4, 5, 7):
        streak = practised(streak, FIRST + number * DAY, whole=lambda day: day not in cut)
    # Day 3 was excused; day 6 comes too soon after it and breaks the streak.
    assert (streak.days, streak.longest, streak.excused_day) == (1, 5, FIRST + 3 * DAY)
    for number in (8, 9, 10, 11, 13):
        streak = practised(streak, FIRST + number * DAY, whole=lambda day: day not in cut)
    assert (streak.days, streak.excused_day) == (6, FIRST + 12 * DAY)


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Gaza",
     "America/Havana", "Asia/Kathmandu", "Antarctica/Troll"],
)  # fmt: skip
@pytest.mark.parametrize("year", [2011, 2018, 2026])
def test_practice_every_local_day_of_a_year_is_one_streak(zone: str, year: int) -> None:
    """At every hour of a year: as many days as the calendar has, through both clock changes."""
    zones = Zones((ZoneSpan(since=datetime(2000, 1, 1, tzinfo=UTC), zone=zone),))
    streak, dates = Streak(), set()
    for hour in range(365 * 24):
        day = zones.day(datetime(year, 1, 3, tzinfo=UTC) + timedelta(hours=hour))
        dates.add(day)
        streak = practised(streak, day, whole=zones.whole)
        assert streak.days == len(dates)


@pytest.mark.parametrize("minute_of_day", [0, 1, 23 * 60 + 59])
def test_once_a_day_at_the_edges_of_midnight(minute_of_day: int) -> None:
    zone = "Europe/Berlin"
    zones = Zones((ZoneSpan(since=datetime(2000, 1, 1, tzinfo=UTC), zone=zone),))
    streak = Streak()
    for number in range(365):
        local = datetime.combine(FIRST + number * DAY, datetime.min.time())
        at = local.replace(tzinfo=_berlin()) + timedelta(minutes=minute_of_day)
        streak = practised(streak, zones.day(at), whole=zones.whole)
        assert streak.days == number + 1


def _berlin() -> ZoneInfo:
    return ZoneInfo("Europe/Berlin")


ZONES = ("Pacific/Kiritimati", "Asia/Tokyo", "UTC", "America/Los_Angeles", "Etc/GMT+12")


@given(st.lists(st.sampled_from(ZONES), min_size=1, max_size=12))
def test_a_traveller_who_practises_twice_a_day_never_loses(route: list[str]) -> None:
    """A move every eight days between the ends of the earth: no day lost, at most two gained."""
    start = datetime(2026, 3, 1, tzinfo=UTC)
    spans = [
        ZoneSpan(since=start + n * timedelta(days=8, hours=5), zone=zone)
        for n, zone in enumerate(route)
    ]
    zones, streak = Zones(tuple(spans)), Streak()
    halves = 17 * len(route)
    for half in range(halves):
        before = streak
        day = zones.day(start + half * timedelta(hours=12))
        streak = practised(streak, day, whole=zones.whole)
        assert streak.days >= before.days, "the streak broke"
        assert streak.days <= half / 2 + 3, "a day was counted twice"


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(ZONES)), max_size=40))
def test_nobody_gains_by_moving_the_clock(moves: list[tuple[int, str]]) -> None:
    """Practice after every change of the zone, as often as one likes."""
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    spans: list[ZoneSpan] = []
    streak = Streak()
    for hours, zone in moves:
        at += timedelta(hours=hours)
        spans.append(ZoneSpan(since=at, zone=zone))
        zones = Zones(tuple(spans))
        streak = practised(streak, zones.day(at), whole=zones.whole)
    real = (at - datetime(2026, 3, 1, 12, tzinfo=UTC)) / DAY
    assert streak.days <= real + 3
