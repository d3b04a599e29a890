"""How hard a text is to read: the Flesch-Kincaid grade (J. P. Kincaid et al., 1975, report 8-75 of
the Naval Technical Training Command). Syllables are counted by their vowels. Pure.
"""

import re
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = re.compile(r"```.*?```|`[^`]*`|\$[^$]*\$", re.DOTALL)
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'-]*")
_END: Final = re.compile(r"[.!?:]+(?=\W*(?:\s|$))")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT: Final = re.compile(r"(?<=[^aeiouylr])es?$|(?<=[^aeiouy][lr])es$|(?<=[^aeioutdy])ed$")


def grade_of(texts: Iterable[str]) -> float:
    """The school grade of the texts taken together; formulas and code are not counted. Raises
    ValueError when there is not a word."""
    sentences = words = syllables = 0
    for text in texts:
        prose = _FORMULA.sub(" ", text)
        found = _WORD.findall(prose)
        words += len(found)
        syllables += sum(map(syllables_of, found))
        sentences += max(1, len(_END.findall(prose))) if found else 0
    if not words:
        raise ValueError("no words")
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def syllables_of(word: str) -> int:
    """At least one."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.lower()))))
