"""Puts other words in the place of a conversation's own, everywhere alike.

What a reply copies from its passage stays copied, but no text can be known by heart: a model that
has few lessons to learn from must learn to read. Words of formulas and code stay. Pure.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Final

from inference.nano.unknown import invented_word
from inference.safety.everyday import EMPTY, EVERYDAY
from inference.safety.stems import stem

INVENTED: Final = 0.25
"""Share of the new words that do not exist."""
_KEPT: Final = re.compile(r"(```.*?```|`[^`\n]*`|\$[^$\n]*\$)", re.DOTALL)
_PLACES: Final = re.compile(r"[A-Za-z]{4,}|(?<![\d.,/])\d{1,4}(?![\d.,/]*\d)")


def lexicon(texts: Iterable[str]) -> tuple[str, ...]:
    """The words that may be put in: those that say something."""
    found = {word for text in texts for word in re.findall(r"\b[a-z]{4,}\b", _KEPT.sub(" ", text))}
    return tuple(sorted(word for word in found if _tells(word)))


class Swap:
    """One conversation's other words."""

    def __init__(
        self, random: Random, words: Sequence[str], share: float, *, kept: str = ""
    ) -> None:
        """`share` of all words that say something, and of all numbers, get another; `words`: as of
        lexicon. The words of `kept` stay."""
        self._random, self._words, self._share = random, words, share
        self._put = {_single(word): _single(word) for word in re.findall(r"[a-z]+", kept.lower())}

    def text(self, text: str) -> str:
        """The text with the other words."""
        return "".join(
            piece if odd % 2 else _PLACES.sub(self._other, piece)
            for odd, piece in enumerate(_KEPT.split(text))
        )

    def _other(self, place: re.Match[str]) -> str:
        there = place[0]
        if there[0].isdigit():
            return self._drawn(there, self._number)
        if not _tells(there.lower()):
            return there
        single = _single(there.lower())
        put = self._drawn(single, self._word)
        if put == single:
            return there
        if single != there.lower() and not put.endswith("s"):
            put += "s"
        return put.upper() if there.isupper() else put.title() if there[0].isupper() else put

    def _drawn(self, there: str, draw: Callable[[str], str]) -> str:
        if there not in self._put:
            other = self._random.random() < self._share
            self._put[there] = draw(there) if other else there
        return self._put[there]

    def _word(self, there: str) -> str:
        del there
        if self._random.random() < INVENTED:
            return invented_word(self._random)
        return self._random.choice(self._words)

    def _number(self, there: str) -> str:
        least = 10 ** (len(there) - 1)
        return str(self._random.randint(least if least > 1 else 0, 10 * least - 1))


def _single(word: str) -> str:
    """Without an s at its end: flower and flowers get the same."""
    return word.removesuffix("s")


def _tells(word: str) -> bool:
    return stem(word) not in EMPTY and stem(word) not in EVERYDAY
