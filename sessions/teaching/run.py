"""Placeholder by the lead, only so that imports work until the policy's author replaces this file."""

from dataclasses import dataclass

from sessions.teaching.lesson import Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRun:
    """To be replaced."""

    lesson: Lesson
    run_id: str
