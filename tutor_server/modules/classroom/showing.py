"""Whereabouts as JSON. Titles come from whoever knows the curriculum."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from inference.contracts import JsonValue
from tutor_server.modules.classroom.stuck import why_stuck
from tutor_server.modules.classroom.whereabouts import Whereabouts

TitleOf: TypeAlias = Callable[[str], str | None]
"""A lesson's title by its id; None for an unknown lesson."""


def shown(where: Whereabouts, now: datetime, title: TitleOf) -> dict[str, JsonValue]:
    """What of it everybody who knows the student may see; null where there is nothing."""
    why = why_stuck(where, now)
    return {
        "last_at": time_text(where.last_at),
        "session": where.session or None,
        "session_at": time_text(where.session_at),
        "lesson": where.lesson or None,
        "lesson_title": title(where.lesson) if where.lesson else None,
        "item": where.item or None,
        "part": where.part.value or None,
        "stuck": why is not None,
        "why": None if why is None else why.value,
        "attempts": where.attempts,
        "hints": where.hints,
        "wrong_in_row": where.wrong_in_row,
    }


def time_text(at: datetime | None) -> str | None:
    """ISO 8601, or null."""
    return None if at is None else at.isoformat()
