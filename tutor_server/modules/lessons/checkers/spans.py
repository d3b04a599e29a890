"""Finds algebra in a sentence: `so x equals four` -> `x = 4`, `I got 3x plus 2` -> `3x + 2`.

Turns spoken operators into signs and cuts the text into stretches that the parser can read.
Knows no key.
"""

import re
from collections.abc import Iterator
from typing import Final

from tutor_server.modules.lessons.checkers.spoken import in_digits
from tutor_server.modules.lessons.checkers.terms import (
    MAX_CHARS,
    MAX_LETTERS,
    Num,
    Relation,
    Term,
    UnreadableError,
    Var,
    parse,
)

_OR_EQUAL: Final = r"(?:\s+than)?\s+or\s+(?:is\s+)?equals?(?:\s+to)?"
_MORE: Final = r"(?:is\s+)?(?:greater|more|bigger|larger)"
_LESS: Final = r"(?:is\s+)?(?:less|smaller|fewer)"
_SPOKEN: Final = tuple(
    (re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])"), sign)
    for pattern, sign in (
        (rf"{_MORE}{_OR_EQUAL}|is\s+at\s+least", ">="),
        (rf"{_LESS}{_OR_EQUAL}|is\s+at\s+most", "<="),
        (rf"{_MORE}\s+than", ">"),
        (rf"{_LESS}\s+than", "<"),
        (r"(?:is\s+)?equals?(?:\s+to)?", "="),
        (r"plus", "+"),
        (r"minus|negative", "-"),
        (r"times|multiplied\s+by", "*"),
        (r"divided\s+by|over", "/"),
        (r"squared", "^2"),
        (r"cubed", "^3"),
        (r"to\s+the\s+power\s+(?:of\s+)?", "^"),
        (r"(?:the\s+)?square\s+root\s+of", "sqrt"),
        (r"open\s+(?:bracket|parenthesis|parentheses|paren)", "("),
        (r"close\s+(?:bracket|parenthesis|parentheses|paren)", ")"),
    )
)
_IS = re.compile(
    r"(?<![a-zA-Z])([a-zA-Z])\s+(?:is|must be|would be|has to be)\s+"
    r"(?=[-+(\d.a-zA-Z](?![a-z]{2}))"
)
_BREAK = re.compile(r"[,;:?!\n\"]|\.(?!\d)|=>\s|(?<![a-zA-Z'])[a-zA-Z']{2,}")


def in_signs(text: str) -> str:
    """A plain text with number words and spoken operators written as signs."""
    text = in_digits(text)
    for pattern, sign in _SPOKEN:
        text = pattern.sub(f" {sign} ", text)
    return _IS.sub(r"\1 = ", text)


def find_algebra(text: str, names: frozenset[str]) -> tuple[Term | Relation, ...]:
    """Everything readable in a text (see in_signs), in order. `names` are the letters that
    count as variables when they stand alone; others alone are words such as "I"."""
    found = []
    for stretch in _stretches(text[: 10 * MAX_CHARS], names):
        found += _read(stretch.strip(), names)
    return tuple(found)


def is_bare(term: Term | Relation) -> bool:
    """A lone number or letter, which many sentences hold by the way."""
    return isinstance(term, Num | Var)


def _stretches(text: str, names: frozenset[str]) -> Iterator[str]:
    """The text between words and punctuation; `lw` and `2xy` are no words where l and w are
    letters of the key."""
    begin = 0
    for mark in _BREAK.finditer(text):
        known = len(mark[0]) <= MAX_LETTERS and set(mark[0]) <= names
        if known or mark[0] in {"sqrt", "pi"}:
            continue
        yield text[begin : mark.start()]
        begin = mark.end()
    yield text[begin:]


def _read(stretch: str, names: frozenset[str]) -> list[Term | Relation]:
    for candidate in _candidates(stretch):
        try:
            term = parse(candidate)
        except UnreadableError:
            continue
        if isinstance(term, Var) and term.name not in names:
            return []
        return [term]
    return []


def _candidates(stretch: str) -> list[str]:
    """The stretch, and what is left without a leading word or the chain `2 + 3 = 5 = ...`."""
    words = stretch.split()
    if not words:
        return []
    candidates = [stretch]
    # "a 3x + 2", "I x = 4": a lone letter in front may be a word.
    if len(words) > 1 and words[0] in {"a", "A", "i", "I"}:
        candidates.insert(0 if words[1][0].isalnum() else 1, " ".join(words[1:]))
    sides = stretch.split("=")
    if len(sides) > 2 and not set("<>") & set(stretch):
        candidates.append(sides[-1])
    return [candidate.strip().strip("=").strip() for candidate in candidates]
