"""The two clocks of a process: the only module of the server that reads the time.

Knows nothing about who asks. Pure code takes a time as an argument; what runs takes one of the
callables below, so that a test hands in its own.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Monotonic: TypeAlias = Callable[[], float]
"""Seconds from an arbitrary start; never goes back."""
WallClock: TypeAlias = Callable[[], datetime]
"""Aware, in UTC; may jump."""


def monotonic() -> float:
    """Seconds on the process's monotonic clock."""
    return time.monotonic()


def wall_clock() -> datetime:
    """The current time in UTC."""
    return datetime.now(tz=UTC)
