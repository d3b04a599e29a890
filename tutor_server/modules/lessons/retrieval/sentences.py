"""Whole sentences of a lesson's text. Pure."""

from typing import Final

from inference.safety.stems import stems
from sessions.sentences import split

_ENDS: Final = (
    ".",
    "!",
    "?",
    ":",
    "\u2026",
    '."',
    ".*",
    ".)",
    "!*",
    "?*",
    ".\u201d",
    "!\u201d",
    "?\u201d",
)
_POINTING: Final = frozenset("it they he she this that these those so then and but".split())  # noqa: SIM905


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph. (A reply is split at its first comma too; here it is not.)"""
    whole: list[str] = []
    for piece in split(text):
        if whole and not whole[-1].rstrip().endswith(_ENDS) and "\n" not in whole[-1]:
            whole[-1] += piece
        else:
            whole.append(piece)
    return [sentence.strip() for sentence in whole]


def points_back(sentence: str) -> bool:
    """Does it need the sentence before it to be understood?"""
    first = stems(sentence)[:1]
    return bool(first) and first[0] in _POINTING
