"""The parts of a lesson in pieces: one question at most in each, and small steps for who needs
them. Knows Markdown's blocks, no policy. Pure.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from sessions.sentences import split
from sessions.teaching.lesson import Format, Lesson
from sessions.teaching.run import LessonRun, Part

SIMPLE_UP_TO = 4
"""Grades that read the simple explanation."""
STEP_WORDS = 45
"""A piece has about so many words for who takes one step per turn."""
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_QUOTED = re.compile(
    r"\"[^\"\n]*\"|\u201c[^\u201d\n]*\u201d|\*[^*\n]+\*|\(\?\)|'\?'|\(Picture:[^\n]*\)"
)
_CHOICE = re.compile(r"^(?:- )?\**[A-H]\)\**.*$|^Choice [A-H]:.*$", re.MULTILINE)
_FENCE = re.compile(r"(```.*?```)", re.DOTALL)
_SPEAKER = re.compile(r"^(Tutor|Student|See|Say):\s*", re.MULTILINE)


def questions(text: str) -> int:
    """Questions that a text puts: marks in code, in quotations and in choices do not count."""
    for pattern in (_CODE, _CHOICE, _QUOTED):
        text = pattern.sub(" ", text)
    return len(re.findall(r"\?+", text))


def one_question(text: str) -> str:
    """The text without the questions behind its first."""
    if questions(text) <= 1:
        return text
    kept = ""
    for sentence in split(text):
        if questions(f"{kept}{sentence}") <= 1:
            kept += sentence
    return kept.strip() or text


def opening(run: LessonRun) -> tuple[Part, ...]:
    """What is presented before the first item, by format."""
    match run.format:
        case Format.READING:
            return (explanation(run),)
        case Format.WORKED_EXAMPLE:
            return (Part.EXAMPLE,)
        case Format.DIALOGUE:
            return (Part.DIALOGUE,)
        case Format.VIDEO:
            return (Part.VIDEO,)
        case Format.PRACTICE | Format.QUIZ:
            return ()


def explanation(run: LessonRun) -> Part:
    """The explanation at this student's reading level."""
    simple = run.accommodations.reduced_text or run.reading_grade <= SIMPLE_UP_TO
    return Part.SIMPLE if simple else Part.FULL


def other_way(run: LessonRun) -> Part:
    """Another representation than the one that opened the lesson."""
    seen = opening(run)
    return Part.SIMPLE if Part.EXAMPLE in seen else Part.EXAMPLE


def text_of(lesson: Lesson, part: Part) -> str:
    """A part's Markdown."""
    match part:
        case Part.SIMPLE:
            return lesson.simple
        case Part.FULL:
            return lesson.full
        case Part.EXAMPLE:
            return lesson.worked_example
        case Part.DIALOGUE:
            return lesson.dialogue
        case Part.VIDEO:
            return lesson.video


def pieces(run: LessonRun, part: Part) -> tuple[str, ...]:
    """A part in the pieces in which it is given; at least one."""
    return _pieces(text_of(run.lesson, part), run.accommodations.one_step)


@lru_cache(maxsize=256)
def _pieces(text: str, one_step: bool) -> tuple[str, ...]:
    found, piece = list[str](), list[str]()
    for unit in _units(text):
        full = one_step and _words((*piece, unit)) > STEP_WORDS
        if piece and (full or questions(_joined((*piece, unit))) > 1):
            found.append(_joined(piece))
            piece = []
        piece.append(unit)
        if questions(unit):  # what is asked is waited for
            found.append(_joined(piece))
            piece = []
    if piece:
        found.append(_joined(piece))
    return tuple(found) or ("",)


def _joined(units: Iterable[str]) -> str:
    return "".join(units).strip()


def _words(units: Iterable[str]) -> int:
    return sum(len(unit.split()) for unit in units)


def _units(text: str) -> Iterable[str]:
    """Lines, cut into sentences where a line asks more than once or is long; code stays whole."""
    for block in _FENCE.split(text.strip()):
        if block.startswith("```"):
            yield f"{block}\n"
            continue
        for line in block.splitlines(keepends=True):
            if _SPEAKER.match(line) or not line.strip():
                yield from _spoken(line)
            elif questions(line) or _words((line,)) > STEP_WORDS:
                yield from split(line)
            else:
                yield line


def _spoken(line: str) -> Iterable[str]:
    """A line of a dialogue or a film as the tutor says it."""
    match = _SPEAKER.match(line)
    if match is None:
        yield line
        return
    words = line[match.end() :].strip()
    if match[1] == "Student":
        yield f"A student answers: \u201c{words}\u201d\n"
    elif match[1] == "See":
        yield f"(Picture: {words})\n"
    else:
        said = split(words) if questions(words) > 1 else (words,)
        yield from (f"{sentence.strip()}\n" for sentence in said)
