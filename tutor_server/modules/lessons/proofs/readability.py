"""How hard a text is to read: the Flesch-Kincaid grade (J. P. Kincaid et al., 1975, report 8-75 of
the Naval Technical Training Command). Syllables are counted by their vowels. Pure.
"""

import re
from typing import Final

_CODE: Final = re.compile(r"```.*?```|`[^`]*`|\$[^$]*\$", re.DOTALL)
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'-]*")
_END: Final = re.compile(r"[.!?:]+(?=\W*(?:\s|$))")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT: Final = re.compile(r"(?<=[^aeiouylr])es?$|(?<=[^aeiouy][lr])es$|(?<=[^aeioutdy])ed$")


def reading_grade(text: str) -> float:
    """The school grade that reads a text in English Markdown; formulas and code are not counted.
    0 for a text without a word."""
    prose = _CODE.sub(" ", text)
    words = _WORD.findall(prose)
    if not words:
        return 0.0
    sentences = max(1, len(_END.findall(prose)))
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    """At least one."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.lower()))))
