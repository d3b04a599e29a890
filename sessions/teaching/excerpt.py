"""A short answer to a question about the topic, taken from the lesson's own explanations: the
sentences that share most with it, without any that would give an answer away. Pure."""

import re
from functools import lru_cache

from sessions.sentences import split
from sessions.teaching.framing import stem
from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Lesson
from sessions.teaching.moves import Move
from sessions.teaching.parts import explanation, text_of
from sessions.teaching.plain import plain, word_set
from sessions.teaching.run import LessonRun, Part

_COMMON = word_set(
    "a an the of to in on at is are am was were be been it its they them this that these those "
    "and or but not no yes so than as by for with from which who what why how when where i you "
    "he she we do does did has have had can will would there their my your me mean means called "
    "tell say please about again know"
)
_MOST = 2
"""Sentences."""
_FEW = 2
"""Words that a sentence must share with a question that has as many."""
_UNKNOWN = "Our lesson does not say much about that. Let's keep your question for later."


def excerpt(run: LessonRun, move: Move) -> str:
    """What the lesson says about the student's question, or that it says nothing."""
    asked = _stems(move.question)
    sentences = _sentences(run.lesson, explanation(run))
    best = max((len(asked & stems) for _, stems in sentences), default=0)
    if best < min(len(asked), _FEW) or not best:
        return _UNKNOWN
    found = list[str]()
    for sentence, stems in sentences:
        near = 2 * len(asked & stems) > best
        if near and len(found) < _MOST and _safe(move, found, sentence):
            found.append(sentence)
    return " ".join(found) or _UNKNOWN


def says_nothing(run: LessonRun, move: Move) -> bool:
    """Has the lesson no answer to the student's question?"""
    return excerpt(run, move) == _UNKNOWN


def _safe(move: Move, found: list[str], sentence: str) -> bool:
    said = " ".join(found)
    return not any(leaks(guard, sentence, move.rung, said) for guard in move.guards)


@lru_cache(maxsize=128)
def _sentences(lesson: Lesson, part: Part) -> tuple[tuple[str, frozenset[str]], ...]:
    """Sentences of prose that ask nothing; code and lists are no answers."""
    prose = re.sub(r"```.*?```", " ", text_of(lesson, part), flags=re.DOTALL)
    lines = (line for line in prose.splitlines() if line and not re.match(r"\s*[-*#>|\d]", line))
    found = (sentence.strip() for line in lines for sentence in split(line))
    return tuple((s, _stems(s)) for s in found if s and not s.endswith("?"))


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", plain(text))
    return frozenset(stem(word) for word in words if word not in _COMMON and len(word) > 1)
