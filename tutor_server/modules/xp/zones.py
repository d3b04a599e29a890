"""Which date a student's clock shows, through every change of their time zone. Pure.

The zones form a line in time: a fact belongs to the date of the zone that was in force when it
happened, whenever it is read. A date that the clock showed for less than `WHOLE_DAY` (it was cut
short by a move to the east, or never came, as in Samoa on 2011-12-30) is not a whole day.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

DEFAULT_ZONE: Final = "UTC"
WHOLE_DAY: Final = timedelta(hours=20)
"""Days with a change of the clock have 23 hours; anything below 20 was cut by a move."""
_ALWAYS: Final = (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))
_DAY: Final = timedelta(days=1)


@cache
def known_zones() -> frozenset[str]:
    """The names of the IANA database. Reads the disk once."""
    return frozenset(available_timezones())


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneSpan:
    """A zone and when it came into force."""

    since: datetime
    """Aware."""
    zone: str
    """A name of the IANA database."""


@dataclass(frozen=True, slots=True)
class Zones:
    """A student's zones, oldest first; before the first one it is UTC."""

    spans: tuple[ZoneSpan, ...] = ()

    def zone(self, at: datetime) -> str:
        """The zone in force at an instant."""
        held = [span.zone for span in self.spans if span.since <= at]
        return held[-1] if held else DEFAULT_ZONE

    def day(self, at: datetime) -> date:
        """The date that the student's clock shows at an aware instant."""
        return at.astimezone(_load(self.zone(at))).date()

    def shown(self, day: date) -> timedelta:
        """For how long the student's clock shows a date, all in all."""
        total = timedelta()
        borders = [_ALWAYS[0], *(span.since for span in self.spans), _ALWAYS[1]]
        for (start, end), zone in zip(
            pairwise(borders), [DEFAULT_ZONE, *(span.zone for span in self.spans)], strict=True
        ):
            begins, ends = _midnight(day, zone), _midnight(day + _DAY, zone)
            total += max(min(end, ends) - max(start, begins), timedelta())
        return total

    def whole(self, day: date) -> bool:
        """Whether there was time to do something on that date."""
        return self.shown(day) >= WHOLE_DAY


def _load(zone: str) -> ZoneInfo:
    """A zone that a newer database no longer has counts as UTC."""
    return ZoneInfo(zone if zone in known_zones() else DEFAULT_ZONE)


def _midnight(day: date, zone: str) -> datetime:
    """The instant at which a date begins. Where the clock jumps over midnight, that is the jump:
    a local time that does not exist is read with the offset before it (PEP 495)."""
    return datetime.combine(day, time(), tzinfo=_load(zone)).astimezone(UTC)
