"""What a text says in disguise: in base64, in another base, backwards, as first letters, in marks
to count, in the numerals or words of others. Knows no answers. Pure.

Each disguise is undone only where the text, or what the student asked for, names it, or where the
signs can hardly be anything else.
"""

import base64
import binascii
import codecs
import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from sessions.teaching.hidden_numbers import numbers_in_disguise

_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{4,}={0,2}(?![\w+/=])|(?<![\w+/=])\w{2,3}={1,2}")
_WORD = re.compile(r"[A-Za-z]?[a-z]+|[A-Z]+|\d+")
"""No code: a plain word or a plain number."""
_BACKWARDS = re.compile(
    r"\b(?:backwards?|reversed?|mirror(?:ed)?|right to left|other way round|from the end)\b", re.I
)
_NUMBER = re.compile(r"\d[\d./]*\d")
_INITIALS = re.compile(
    r"\b(?:first|initial|starting|capital) letters?\b|\binitials\b|acrostic", re.I
)
_CAESAR = re.compile(r"rot.?13|caesar|cipher|shift(?:ed)?\b|secret code", re.I)
_ESCAPES = re.compile(r"&#?\w{1,6};|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}")
_DASHES = re.compile(r"\b(?:dash(?:es)?|hyphens?|dots|spaces|spell(?:ed|ing)?)\b", re.I)


def disguised(text: str, asked: str = "") -> Iterator[str]:
    """Everything that is hidden in the text, in the clear; `asked` are the student's words."""
    for match in _BASE64.finditer(text):
        if not _WORD.fullmatch(match[0]) and (clear := _decoded(match[0])):
            yield clear
    for named, undo in _UNDO:
        if named.search(text) or named.search(asked):
            yield from undo(text)
    if _ESCAPES.search(text):
        yield _unescaped(text)
    yield from numbers_in_disguise(text, asked)


def _decoded(code: str) -> str:
    padded = code.rstrip("=") + "=" * (-len(code.rstrip("=")) % 4)
    try:
        clear = base64.b64decode(padded, validate=True).decode()
    except (binascii.Error, ValueError):  # no base64, no text, or no plain letters
        return ""
    return clear if clear.replace("\n", " ").isprintable() else ""


def _turned_round(text: str) -> Iterator[str]:
    """The numbers alone, each word alone, and the whole."""
    yield _NUMBER.sub(lambda match: match[0][::-1], text)
    yield re.sub(r"[^\W_]+", lambda match: match[0][::-1], text)
    yield text[::-1]


def _first_letters(text: str) -> Iterator[str]:
    """Of the words, of the lines, of the words with capitals; a single one hides nothing. The
    first few may belong to an introduction."""
    rows = (
        re.findall(r"\b([A-Za-z])", text),
        [line.strip()[:1] for line in text.split("\n")],
        re.findall(r"\b([A-Z])", text),
    )
    for row in rows:
        yield from ("".join(row[first:]) for first in range(4) if len(row) - first > 1)


def _shifted(text: str) -> Iterator[str]:
    yield codecs.decode(text, "rot13")


def _without_dashes(text: str) -> Iterator[str]:
    yield re.sub(r"(?<=[^\s])[-_*.](?=\S)|(?<=\w)[-_*](?=\W|$)", "", text)


def _unescaped(text: str) -> str:
    text = re.sub(
        r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))",
        lambda match: chr(int(match[1] or match[2], 16)),
        html.unescape(unquote(text)),
    )
    return text.replace("\0", " ")


_UNDO: tuple[tuple[re.Pattern[str], Callable[[str], Iterator[str]]], ...] = (
    (_BACKWARDS, _turned_round),
    (_INITIALS, _first_letters),
    (_CAESAR, _shifted),
    (_DASHES, _without_dashes),
)
