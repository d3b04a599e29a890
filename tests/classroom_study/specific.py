"""Is a reply about this item, or could it be said about any? Knows words, no right and wrong."""

import re

from sessions.teaching.lesson import Item, Lesson
from tests.classroom_study.judging.plain import stem, stems, tokens

_GENERAL = (
    "question questions answer answers try tries read look again step steps hint hints help small "
    "first last next think thinking know work find found tell say show see idea time slowly own "
    "want way right wrong word words number numbers thing things need use begin start help good "
    "hard learn part parts real skip check close sure maybe everything something anything choice "
    "choices write give take new other line lines"
)
_ANY = frozenset(stem(word) for word in _GENERAL.split())
_ENOUGH = 2


def is_specific(item: Item, lesson: Lesson, reply: str) -> bool:
    """Two telling words or numbers of the item's question, choices, frame, hints or
    misconceptions; or a piece of the lesson's own explanation."""
    found = stems(reply) & _material(item, lesson)
    return len(found) >= _ENOUGH or _quotes(lesson, reply)


def _material(item: Item, lesson: Lesson) -> frozenset[str]:
    texts = [item.question, *item.choices, item.starter, *item.hints[:3]]
    for misconception in lesson.misconceptions:
        texts += [misconception.correction, misconception.probe.question]
        texts += misconception.probe.choices
    return stems("\n".join(texts)) - _ANY


def _quotes(lesson: Lesson, reply: str) -> bool:
    pages = (lesson.simple, lesson.full, lesson.worked_example, lesson.dialogue, lesson.video)
    text = " ".join(tokens("\n".join(pages)))
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", reply):
        words = tokens(sentence)
        if len(words) > 4 and " ".join(words) in text:
            return True
    return False
