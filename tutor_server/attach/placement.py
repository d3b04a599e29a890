"""Which worker a new session opens in. Pure.

A worker is one web process of several on one port. A student stays where the kernel put the
connection, because a WebSocket that is carried to another worker costs both; only when that
worker is full, leaving, or clearly fuller than another does the session open elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tutor_server.errors import OverloadedError

SLACK = 2
"""Students more than the emptiest worker's that are no reason to carry somebody over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How one worker is doing."""

    students: int
    """Sessions with a connection."""
    accepts: bool
    """It would open a session for a new student now."""


def worker_names(count: int) -> tuple[str, ...]:
    """`web` alone, else `web-1`, `web-2`, ..."""
    return ("web",) if count == 1 else tuple(f"web-{n}" for n in range(1, count + 1))


def choose(mine: Load, others: Mapping[str, Load]) -> str | None:
    """The worker for a new session; None is this one. Raises OverloadedError when none accepts."""
    free = {name: load for name, load in others.items() if load.accepts}
    emptiest = min(free, key=lambda name: (free[name].students, name), default=None)
    if emptiest is None:
        if mine.accepts:
            return None
        raise OverloadedError
    if mine.accepts and mine.students <= free[emptiest].students + SLACK:
        return None
    return emptiest
