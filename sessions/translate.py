"""The session's own sentences in the student's language; English where there is none.

Looked up by the English sentence (as gettext does), so that code reads as what is said, and a
sentence from another package (the safety gate's) is found as well. Lessons and models are not
translated here. Pure once imported.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from inference.languages.table import FIRST, primary

_TABLES = Path(__file__).parent / "translations"
ENGLISH = "en"


def translated(english: str, tag: str) -> str:
    """The sentence for a BCP 47 tag. What follows a known beginning (a school's helpline) is kept
    as it is, or translated by itself."""
    table = catalogue(primary(tag))
    if english in table:
        return table[english]
    begun = max((known for known in table if english.startswith(known + " ")), key=len, default="")
    if not begun:
        return english
    rest = english[len(begun) + 1 :]
    return f"{table[begun]} {table.get(rest, rest)}"


def catalogue(language: str) -> Mapping[str, str]:
    """English sentence to that language's; empty for English and unknown languages."""
    return _CATALOGUES.get(language, {})


def _read(language: str) -> Mapping[str, str]:
    with (_TABLES / f"{language}.toml").open("rb") as file:
        return {english: str(own) for english, own in tomllib.load(file).items()}


_CATALOGUES = {language: _read(language) for language in FIRST if language != ENGLISH}
"""Read at import: a live session's loop waits for no file."""
