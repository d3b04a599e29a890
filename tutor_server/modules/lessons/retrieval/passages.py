"""Cuts lessons into passages: explanations at both levels, worked examples, terms, corrections.

Never an item's question, answer or hint, and no probe: what is not in a passage cannot be
retrieved. Pure.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sessions.teaching.lesson import Lesson
from tutor_server.modules.lessons.retrieval.sentences import points_back, sentences

FEW_WORDS: Final = 28
"""A shorter paragraph is joined with the next: alone it says too little to be found."""
MOST_WORDS: Final = 110
"""A longer joint is not made."""
TERM_WORDS: Final = 55
"""What `this` points back to is no longer."""
_TERM: Final = re.compile(r"(?<!\w)(\*\*|\*)(?=[^\s*])([^*\n]{2,40}?)(?<=[^\s*])\1(?!\w)")
_FENCE: Final = re.compile(r"```.*?```", re.DOTALL)


class Kind(StrEnum):
    """What part of a lesson a passage is."""

    ABOUT = "about"
    """The opening of the explanation, found by the lesson's title and aims."""
    EXPLANATION = "explanation"
    EXAMPLE = "example"
    TERM = "term"
    """The sentence that says what a word means."""
    CORRECTION = "correction"
    """Found by what somebody believes; says what is so."""


class Level(StrEnum):
    """For which reading level."""

    SIMPLE = "simple"
    FULL = "full"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPassage:
    """One passage."""

    lesson_id: str
    title: str
    """Of the lesson."""
    kind: Kind
    level: Level
    text: str
    """Markdown, as the lesson has it."""
    key: str
    """What it is found by: the text and what belongs to it."""

    @property
    def digest(self) -> int:
        """64 bits of a hash of the key: a changed passage has another."""
        return int.from_bytes(hashlib.sha256(self.key.encode()).digest()[:8], "big")


def passages(lessons: Iterable[Lesson]) -> tuple[LessonPassage, ...]:
    """All passages of all lessons, in their order."""
    return tuple(passage for lesson in lessons for passage in _of(lesson))


def _of(lesson: Lesson) -> Iterator[LessonPassage]:
    aims = " ".join(lesson.objectives)
    for level, text in ((Level.SIMPLE, lesson.simple), (Level.FULL, lesson.full)):
        pieces = _pieces(text)
        for number, piece in enumerate(pieces):
            if not number:
                yield _passage(lesson, Kind.ABOUT, level, piece, aims)
            yield _passage(lesson, Kind.EXPLANATION, level, piece, piece)
        yield from _terms(lesson, level, text)
    yield _passage(lesson, Kind.EXAMPLE, Level.ANY, lesson.worked_example, lesson.worked_example)
    for wrong in lesson.misconceptions:
        key = f"{wrong.belief} {wrong.correction}"
        yield _passage(lesson, Kind.CORRECTION, Level.ANY, wrong.correction, key)


def _passage(lesson: Lesson, kind: Kind, level: Level, text: str, key: str) -> LessonPassage:
    return LessonPassage(
        lesson_id=lesson.lesson_id,
        title=lesson.title,
        kind=kind,
        level=level,
        text=text.strip(),
        key=f"{lesson.title}. {key.strip()}",
    )


def _pieces(text: str) -> list[str]:
    """Paragraphs, short ones joined; code stays with the words before it."""
    pieces: list[str] = []
    for block in _blocks(text):
        last = pieces[-1] if pieces else ""
        joined = len(last.split()) + len(block.split())
        if last and (block.startswith("```") or _few(last, joined)):
            pieces[-1] = f"{last}\n\n{block}"
        else:
            pieces.append(block)
    if len(pieces) > 1 and len(pieces[-1].split()) < FEW_WORDS:
        last = pieces.pop()
        pieces[-1] = f"{pieces[-1]}\n\n{last}"
    return pieces


def _few(last: str, joined: int) -> bool:
    return len(last.split()) < FEW_WORDS and joined <= MOST_WORDS


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs and fenced code; blank lines within code do not cut it."""
    at = 0
    for fence in _FENCE.finditer(text):
        yield from _paragraphs(text[at : fence.start()])
        yield fence[0]
        at = fence.end()
    yield from _paragraphs(text[at:])


def _paragraphs(text: str) -> Iterator[str]:
    return (part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())


def _terms(lesson: Lesson, level: Level, text: str) -> Iterator[LessonPassage]:
    """The sentences that hold an emphasised word, each with what it points back to, or with the
    next one."""
    seen: set[str] = set()
    for paragraph in _paragraphs(_FENCE.sub(" ", text)):
        told = sentences(paragraph)
        for number, sentence in enumerate(told):
            named = [match[2] for match in _TERM.finditer(sentence)]
            fresh = [term for term in named if term.lower() not in seen]
            if not fresh or sentence.startswith(("|", "-", ">", "#")):
                continue
            seen |= {term.lower() for term in fresh}
            said = " ".join(_around(told, number))
            key = f"What is {' and '.join(fresh)}? {said}"
            yield _passage(lesson, Kind.TERM, level, said, key)


def _around(told: list[str], number: int) -> list[str]:
    """`This is called ...` comes with all that it names, any other sentence with the next."""
    if not points_back(told[number]):
        return told[number : number + 2]
    begin = number
    while begin and sum(len(one.split()) for one in told[begin - 1 : number + 1]) <= TERM_WORDS:
        begin -= 1
    return told[begin : number + 1]
