"""The words of a text that mean something, each as its stem: `cells` and `cell` are one. Pure.

English. Markdown and LaTeX are taken off; numbers are no words here.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_MATH: Final = re.compile(r"\\[a-zA-Z]+|[{}$\\*_`#]")
"""Commands of LaTeX and marks of Markdown."""
_VOWEL: Final = re.compile(r"[aeiouy]")
_SAME: Final = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "feet": "foot",
    "teeth": "tooth", "mice": "mouse", "leaves": "leaf", "halves": "half", "lives": "life",
    "wolves": "wolf", "vertices": "vertex", "axes": "axis", "data": "data", "made": "make",
    "grew": "grow", "grown": "grow", "fell": "fall", "ate": "eat", "eaten": "eat", "went": "go",
    "took": "take", "taken": "take", "gave": "give", "given": "give", "wrote": "write",
    "written": "write", "broke": "break", "broken": "break", "found": "find", "came": "come",
    "knew": "know", "known": "know", "kept": "keep", "built": "build", "sent": "send",
    "spread": "spread", "lost": "lose", "said": "say", "told": "tell", "thought": "think",
    "bought": "buy", "brought": "bring", "held": "hold", "froze": "freeze", "frozen": "freeze",
    "math": "maths", "minus": "minus", "plus": "plus", "this": "this", "its": "it",
}  # fmt: skip


def words(text: str) -> list[str]:
    """Lower-case words in their order; markup and numbers are gone."""
    clean = _MATH.sub(" ", text).replace("\u2019", "'").lower()
    return [match[0].removesuffix("'s") for match in _WORD.finditer(clean)]


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A word without its ending: enough that forms of one word are equal."""
    if word in _SAME:
        return _SAME[word]
    for ending, instead in _endings(word):
        left = word[: -len(ending)]
        if len(left) >= 3 and _VOWEL.search(left):
            return left + instead if instead else _without_e(_single(left))
    return _without_e(word)


def stems(text: str) -> list[str]:
    """Every word of a text as its stem, in their order."""
    return [stem(word) for word in words(text)]


def _endings(word: str) -> Iterator[tuple[str, str]]:
    if word.endswith("ies"):
        yield "ies", "y"
    if word.endswith("ied"):
        yield "ied", "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        yield "es", ""
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield "s", ""
    if word.endswith("ing"):
        yield "ing", ""
    if word.endswith("ed") and not word.endswith("eed"):
        yield "ed", ""


def _single(left: str) -> str:
    """`stopp` is `stop`; `fall` stays."""
    doubled = left[-1] == left[-2] and left[-1] in "bdgmnprt"
    return left[:-1] if doubled and len(left) > 3 else left


def _without_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
