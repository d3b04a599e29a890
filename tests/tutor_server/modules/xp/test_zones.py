"""Dates of a student's clock: changes of the clock, moves, and days that never came."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.xp.zones import Zones, ZoneSpan, known_zones

HOUR = timedelta(hours=1)
START = datetime(2000, 1, 1, tzinfo=UTC)


def living_in(*moves: tuple[datetime, str]) -> Zones:
    return Zones(tuple(ZoneSpan(since=since, zone=zone) for since, zone in moves))


def test_utc_until_told_otherwise() -> None:
    zones = living_in((datetime(2026, 5, 2, tzinfo=UTC), "Pacific/Auckland"))
    late = datetime(2026, 5, 1, 23, 30, tzinfo=UTC)
    assert zones.day(late) == date(2026, 5, 1)
    assert zones.day(late + timedelta(days=1)) == date(2026, 5, 3)
    assert zones.zone(late) == "UTC"


def test_a_move_changes_no_earlier_day() -> None:
    before = living_in((START, "America/New_York"))
    after = living_in(
        (START, "America/New_York"), (datetime(2026, 5, 2, tzinfo=UTC), "Asia/Tokyo")
    )
    instants = [datetime(2026, 4, 30, tzinfo=UTC) + n * HOUR for n in range(48)]
    assert [before.day(at) for at in instants] == [after.day(at) for at in instants]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),  # midnight itself does not exist
        ("America/Havana", date(2026, 11, 1), 25),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # skipped as a whole
        ("Pacific/Apia", date(2011, 12, 31), 24),
    ],
)
def test_how_long_a_date_lasts(zone: str, day: date, hours: float) -> None:
    zones = living_in((START, zone))
    assert zones.shown(day) == hours * HOUR
    assert zones.whole(day) == (hours > 20)


def test_a_flight_over_the_date_line_cuts_a_day() -> None:
    landed = datetime(2026, 3, 10, 17, tzinfo=UTC)  # 10:00 of the 10th left, 02:00 of the 11th
    zones = living_in((START, "America/Los_Angeles"), (landed, "Asia/Tokyo"))
    assert zones.day(landed - HOUR) == date(2026, 3, 10)
    assert zones.day(landed) == date(2026, 3, 11)
    assert not zones.whole(date(2026, 3, 10))
    assert zones.whole(date(2026, 3, 11))


def test_a_zone_that_is_no_more_is_utc() -> None:
    assert living_in((START, "Mars/Olympus")).day(START + HOUR) == date(2000, 1, 1)


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.integers(0, 24 * 20), st.sampled_from(sorted(known_zones()))),
        max_size=5,
        unique_by=lambda move: move[0],
    )
)
def test_shown_is_what_a_watch_says(moves: list[tuple[int, str]]) -> None:
    """Looking at the clock every quarter of an hour finds the same length of each date."""
    zones = living_in(*((START + hours * HOUR, zone) for hours, zone in sorted(moves)))
    looks = [zones.day(START - 48 * HOUR + n * HOUR / 4) for n in range(4 * 24 * 25)]
    for day in {START.date() + timedelta(days=n) for n in range(18)}:
        assert abs(looks.count(day) / 4 * HOUR - zones.shown(day)) <= HOUR
