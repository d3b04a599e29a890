"""Finds the numbers in a sentence, however they are written: `48`, forty-eight, ¾, 75 %, 3 over 4,
three and a half, XLVIII. Knows nothing of answers. Pure.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from sessions.teaching.number_scan import Mention, Scan, Token
from sessions.teaching.number_words import FOREIGN
from sessions.teaching.plain import letters_joined, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text and its numbers."""

    text: str
    """In plain writing (sessions.teaching.plain)."""
    canon: str
    """The same with `#0#`, `#1#` ... in the place of the numbers."""
    mentions: tuple[Mention, ...]

    def surfaces(self) -> frozenset[str]:
        """How the numbers are written."""
        return frozenset(mention.surface for mention in self.mentions)


_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|0,\d{1,2}(?!\d)|\d+\.\d+|(?<![\w.])\.\d+|\d+"
    r"|[a-z]+(?:'[a-z]+)?|\S"
)
_ROMAN = re.compile(
    r"\b(?=[IVXLCDM]{2,}\b)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\b"
)
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@lru_cache(maxsize=1024)
def read(text: str) -> Reading:
    """Find all numbers, first to last, never overlapping."""
    written = letters_joined(plain(_ROMAN.sub(_from_roman, text)))
    written = _translated(written)
    tokens = tuple(Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(written))
    scan = Scan(tokens)
    mentions, at = list[Mention](), 0
    while at < len(tokens):
        found = scan.number(at)
        if found is None:
            at += 1
            continue
        mention, at = found
        mentions.append(mention)
    return Reading(text=written, canon=_canon(written, mentions), mentions=tuple(mentions))


def _canon(text: str, mentions: list[Mention]) -> str:
    parts, at = list[str](), 0
    for number, mention in enumerate(mentions):
        parts += [text[at : mention.start], f"#{number}#"]
        at = mention.end
    return "".join((*parts, text[at:]))


def _from_roman(match: re.Match[str]) -> str:
    if not match[0]:  # letters of Roman numerals in no such order: MMMM, CIVIC
        return ""
    values = [_ROMAN_VALUE[char] for char in match[0]]
    following = (*values[1:], 0)
    return str(sum(-v if v < n else v for v, n in zip(values, following, strict=True)))


def _translated(text: str) -> str:
    """Numbers in the words of a language that the text names, as digits."""
    for language, words in FOREIGN.items():
        if language in text:
            for word in sorted((w for w in words if w in text), key=len, reverse=True):
                text = re.sub(rf"(?<![a-z]){word}(?![a-z])", str(words[word]), text)
    return text
