"""Cuts a reply's streamed text into pieces that can be judged and spoken one by one.

Knows where sentences of many languages may end; knows nothing of models, voices or safety. The
pieces, joined, are exactly the text that came in (without leading white space).
"""

import re

from inference.languages.table import LANGUAGES

FIRST_CLAUSE_WORDS = 4
"""The first piece may end at a comma after this many words: the voice starts sooner."""
MAX_PIECE_CHARS = 240
"""A sentence longer than this is cut at a space; the gate and the voice need bounded input."""

_NO_SPACE_ENDERS = (
    "\N{IDEOGRAPHIC FULL STOP}\N{FULLWIDTH EXCLAMATION MARK}\N{FULLWIDTH QUESTION MARK}"
)
_GREEK_QUESTION_MARK = ";"
"""Ends a sentence in Greek alone; everywhere else it is a pause."""
_ENDERS = frozenset("".join(language.ends for language in LANGUAGES)) - {_GREEK_QUESTION_MARK}
_CLOSERS = "\"'”’)]*_"
_ABBREVIATIONS = frozenset(
    {
        "e.g",
        "i.e",
        "etc",
        "vs",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "fig",
        "eq",
        "approx",
        "a.m",
        "p.m",
    }
)
_SURELY_LAST = re.compile(r"(?:^|\s)(?!(?:approx|assoc|dept|govt|incl|prof|sept)$)[a-z]{4,}$")
"""A full stop and a space after such a word end a sentence whatever follows: to wait for the next
word costs a token before every sentence, the first one included."""
_LAST_WORD = re.compile(r"([\w.]+)$")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\d{1,2}$")
_MATH = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"))


class Splitter:
    """Takes text as it streams in, gives back finished pieces."""

    def __init__(self) -> None:
        self._text = ""
        self._first = True

    def push(self, text: str) -> tuple[str, ...]:
        """More text came; returns the pieces that are certain to have ended."""
        self._text += text
        return self._take()

    def flush(self) -> str:
        """The text has ended; returns what is left, possibly nothing."""
        rest, self._text = self._text, ""
        return rest.lstrip() if self._first else rest

    def _take(self) -> tuple[str, ...]:
        pieces: list[str] = []
        if self._first:
            self._text = self._text.lstrip()
        while (end := _piece_end(self._text, first=self._first)) is not None:
            pieces.append(self._text[:end])
            self._text = self._text[end:]
            self._first = False
        return tuple(pieces)


def split(text: str) -> tuple[str, ...]:
    """Cut a whole text."""
    splitter = Splitter()
    pieces = splitter.push(text)
    rest = splitter.flush()
    return (*pieces, rest) if rest else pieces


def _piece_end(text: str, *, first: bool) -> int | None:
    """Where the first piece ends, white space included, or None while that is open."""
    for at, char in enumerate(text):
        if char == "\n" and text[:at].strip():
            end = _after_space(text, at)
        elif char in _ENDERS:
            end = _sentence_end(text, at)
        elif char == "," and first:
            end = _clause_end(text, at)
        else:
            end = None
        if end is not None and not _inside_math(text[:at]):
            return end
    return _forced_end(text)


def _after_space(text: str, at: int) -> int | None:
    """First non-space character from `at` on; None while more space may come."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at if at < len(text) else None


def _sentence_end(text: str, at: int) -> int | None:
    if at + 1 < len(text) and text[at + 1] in _ENDERS:
        return None  # "?!" and "...": the last mark decides
    if text[at] in _NO_SPACE_ENDERS:
        return _after_space(text, at + 1)
    closed = at + 1
    while closed < len(text) and text[closed] in _CLOSERS:
        closed += 1
    if closed >= len(text) or not text[closed].isspace():
        return None  # also "3.14" and "e.g": the next character is not here or not a space
    if text[at] != "." or _SURELY_LAST.search(text[:at]):
        return closed + 1
    end = _after_space(text, closed)
    return end if end is not None and _full_stop(text[:at], text[end]) else None


def _full_stop(before: str, following: str) -> bool:
    """Is this full stop the end of a sentence, and not of an abbreviation or a list number?"""
    word = _LAST_WORD.search(before)
    if word and (word[1].lower() in _ABBREVIATIONS or re.fullmatch(r"[A-Z]", word[1])):
        return False
    return not following.islower() and not _LIST_NUMBER.search(before)


def _clause_end(text: str, at: int) -> int | None:
    before = text[:at]
    if len(before.split()) < FIRST_CLAUSE_WORDS or before.count("(") > before.count(")"):
        return None
    if at + 1 >= len(text) or not text[at + 1].isspace():
        return None  # "1,234"
    return _after_space(text, at + 1)


def _inside_math(before: str) -> bool:
    """A cut inside LaTeX would be read out as nonsense."""
    for opener, closer in _MATH:
        if opener == closer:
            if before.count(opener) % 2:
                return True
        elif before.count(opener) > before.count(closer):
            return True
    return False


def _forced_end(text: str) -> int | None:
    if len(text) <= MAX_PIECE_CHARS:
        return None
    space = text.rfind(" ", 1, MAX_PIECE_CHARS)
    return space + 1 if space > 0 else MAX_PIECE_CHARS
