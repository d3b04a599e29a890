"""How long things take a student: reading, thinking, waiting. Accommodations and patience count.

Seconds come in and go out; nothing here looks at a clock. Pure.
"""

from sessions.teaching.lesson import Item
from sessions.teaching.run import LessonRun

_WORDS_PER_S = ((2, 1.0), (4, 1.7), (6, 2.3), (8, 2.8))
"""Words per second by the highest grade that reads so slowly; silent reading of school texts."""
_FAST_WORDS_PER_S = 3.3
_SKIM_WORDS_PER_S = 8.0
"""Nobody takes a question in faster than this."""
_LEAST_READING_S = 1.5
_ANSWERING_S = 0.6
"""To choose or type even the shortest answer."""
WAIT_S = 20.0
"""Silence until the tutor says something, times patience."""
SECOND_WAIT = 3.0
"""The second prompt comes after so many times that."""


def words_in(text: str) -> int:
    """Words to read; a number or a formula is one."""
    return len(text.split())


def reading_s(run: LessonRun, words: int) -> float:
    """What a student of this grade needs to read so many words."""
    pace = next((p for grade, p in _WORDS_PER_S if run.reading_grade <= grade), _FAST_WORDS_PER_S)
    return max(_LEAST_READING_S, words / pace)


def glance_s(run: LessonRun, item: Item) -> float | None:
    """An answer that comes faster than this was given without reading; None: time means
    nothing for this student."""
    if run.accommodations.timers_off:
        return None
    words = words_in(item.question) + sum(words_in(choice) for choice in item.choices)
    return words / _SKIM_WORDS_PER_S + _ANSWERING_S


def too_soon(run: LessonRun, at_s: float) -> bool:
    """Is help asked for before what was said last can have been read?"""
    since = since_s(run, at_s)
    if since is None or run.accommodations.timers_off:
        return False
    return since < reading_s(run, run.moment.words)


def since_s(run: LessonRun, at_s: float) -> float | None:
    """Seconds since the student was last asked or told something; None when that is unknown
    (after a restart)."""
    if run.moment.posed_s is None or at_s < run.moment.posed_s:
        return None
    return at_s - run.moment.posed_s


def prompt_due(run: LessonRun, waited_s: float) -> bool:
    """Has the student been silent for so long that the tutor says something?"""
    if run.accommodations.timers_off or run.moment.prompts >= 2:
        return False
    factor = SECOND_WAIT if run.moment.prompts else 1.0
    return waited_s >= WAIT_S * run.patience * factor
