"""What of a passage is said aloud, and how much of it goes into a prompt. Pure."""

import re
from typing import Final

from inference.contracts import MAX_PASSAGE_CHARS, Passage
from inference.safety.stems import stems
from sessions.sentences import split
from tutor_server.modules.lessons.retrieval.full_text import terms
from tutor_server.modules.lessons.retrieval.passages import Kind, LessonPassage
from tutor_server.modules.lessons.retrieval.sentences import points_back, sentences

MOST: Final = 7
"""Sentences that are said."""
MOST_WORDS: Final = 60
"""A listener keeps no more."""
_FENCE: Final = re.compile(r"```.*?```", re.DOTALL)
_NO_PROSE: Final = re.compile(r"\s*(?:[-*#>|]\s|\d+[.)]\s|\|)")
_QUOTED_QUESTION: Final = re.compile(r"[\"\u201c][^\"\u201c\u201d\n]*\?[\"\u201d]")
"""A lesson that talks about a question does not answer it."""
_LIST_MARK: Final = re.compile(r"(?:(?<=[.!?] )|^)\d+[.)] (?=[A-Z*])")
"""In front of a sentence that was a line of a list."""


def passage_of(found: LessonPassage, question: str) -> Passage:
    """The passage as the session and the models take it."""
    return Passage(
        title=found.title,
        text=_bounded(found.text),
        said=_LIST_MARK.sub("", _said(found, frozenset(terms(question)))),
    )


def _bounded(text: str) -> str:
    """Whole sentences that fit."""
    if len(text) <= MAX_PASSAGE_CHARS:
        return text
    kept = ""
    for sentence in split(text):
        if len(kept) + len(sentence) > MAX_PASSAGE_CHARS:
            break
        kept += sentence
    return (kept or text[:MAX_PASSAGE_CHARS]).rstrip()


def _said(found: LessonPassage, asked: frozenset[str]) -> str:
    """The sentences that share most with the question, in one piece. A worked example is told from
    its beginning, and so is what a word means."""
    told = _prose(found.text)
    if not told:
        return ""
    if found.kind in {Kind.TERM, Kind.CORRECTION, Kind.EXAMPLE, Kind.ABOUT}:
        return " ".join(_window(told, 0))
    begins = [at for at in range(len(told)) if not (at and points_back(told[at]))]

    def shared(at: int) -> tuple[int, int]:
        return _shared(asked, _window(told, at)), _shared(asked, told[at : at + 1])

    window = _window(told, max(begins, key=shared))
    said = " ".join(window)
    only_quoted = asked & frozenset(stems(said)) and not _shared(asked, window)
    return "" if only_quoted else said


def _shared(asked: frozenset[str], some: list[str]) -> int:
    """Words of the question that the sentences say of themselves, not in a question they quote."""
    return len(asked & frozenset(stems(_QUOTED_QUESTION.sub("", " ".join(some)))))


def _window(told: list[str], begin: int) -> list[str]:
    """As many sentences as a listener keeps; the first always."""
    said = [told[begin]]
    for sentence in told[begin + 1 : begin + MOST]:
        if len(" ".join((*said, sentence)).split()) > MOST_WORDS:
            break
        said.append(sentence)
    return said


def _prose(text: str) -> list[str]:
    """Sentences that state something; code, lists and questions are left out."""
    plain = _FENCE.sub("\n", text)
    lines = (line for line in plain.splitlines() if line.strip() and not _NO_PROSE.match(line))
    told = [part for line in lines for part in sentences(line) if not part.endswith(("?", ":"))]
    return told or [_statement(line) for line in plain.splitlines() if line.strip()]


def _statement(line: str) -> str:
    """A line that is all there is; what it announced is not said."""
    mark = _NO_PROSE.match(line)
    return re.sub(r":$", ".", line[mark.end() if mark else 0 :].strip())
