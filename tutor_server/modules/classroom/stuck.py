"""Who is stuck, why, and who needs help first. Pure; the time is an argument.

Knows where somebody is (`whereabouts`), not who they are or what they said.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from tutor_server.modules.classroom.whereabouts import Part, Whereabouts

WRONG_IN_ROW: Final = 3
"""Wrong answers without a right one between them."""
HIGH_RUNG: Final = 3
"""A targeted hint; the rung above it shows the answer."""
PATIENCE: Final = timedelta(minutes=5)
"""How long after an error somebody may think before a teacher should look."""
AWAY: Final = timedelta(minutes=10)
"""Who did nothing for so long, and has no live session, is not here."""


class Why(StrEnum):
    """What shows that somebody is stuck."""

    WRONG_IN_ROW = "wrong_in_row"
    HINTS = "hints"
    """A high rung of the hint ladder, and the item is still not answered."""
    NO_PROGRESS = "no_progress"
    """An error, and no right answer for a while."""


Urgency: TypeAlias = tuple[bool, bool, bool, float]


def why_stuck(where: Whereabouts, now: datetime) -> Why | None:
    """The first sign that holds; None while a lesson goes well, or none is under way."""
    if where.part in {Part.NONE, Part.FINISHED}:
        return None
    if where.wrong_in_row >= WRONG_IN_ROW:
        return Why.WRONG_IN_ROW
    if where.rung >= HIGH_RUNG:
        return Why.HINTS
    if where.erred_at is not None and _thought(where, now) - where.erred_at >= PATIENCE:
        return Why.NO_PROGRESS
    return None


def is_here(where: Whereabouts, now: datetime, *, live: bool) -> bool:
    """Whether somebody could be helped now. `live`: has a session that lives."""
    return live or (where.last_at is not None and now - where.last_at <= AWAY)


def urgency(where: Whereabouts, now: datetime, *, live: bool) -> Urgency:
    """A sorting key, the most urgent first: stuck and here, here, stuck, the rest; among equals
    those who did something last."""
    here = is_here(where, now, live=live)
    stuck = why_stuck(where, now) is not None
    last_s = 0.0 if where.last_at is None else where.last_at.timestamp()
    return not (stuck and here), not here, not stuck, -last_s


def _thought(where: Whereabouts, now: datetime) -> datetime:
    """Until when the student has been thinking; who left does not think on."""
    if where.last_at is None or now - where.last_at <= AWAY:
        return now
    return where.last_at
