"""The school grade that can read a text: Flesch-Kincaid (Kincaid et al. 1975). Pure.

0.39 words per sentence + 11.8 syllables per word - 15.59. Syllables are counted as groups of
vowels without a silent e: right for nine words in ten, and the errors even out over a text. Code
is left out, a formula counts as one short word.
"""

import re
from typing import Final

_CODE: Final = re.compile(r"```.*?```", re.DOTALL)
_SIGNS: Final = re.compile(r"`[^`]*`|\$[^$]*\$")
_END: Final = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_WORD: Final = re.compile(r"[a-z']*[a-z][a-z']*", re.IGNORECASE)
_VOWELS: Final = re.compile(r"[aeiouy]+")


def reading_grade(text: str) -> float:
    """Of a text in English Markdown; 0 for one without a word."""
    plain = _SIGNS.sub(" x ", _CODE.sub(" ", text))
    sentences = [part for part in _END.split(plain) if _WORD.search(part)]
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee", "ye"))
    return max(1, groups - silent)
