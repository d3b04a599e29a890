"""What is left of a reply for the judge: without what the student was shown anyway, in one
spelling, in sentences and in word stems. Knows no answers."""

import re
import unicodedata
from functools import lru_cache

from sessions.teaching.lesson import Item
from tutor_server.modules.lessons.checkers.cleaning import folded

_HIDDEN = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE0F, 0x20E3, 0xAD])
_LOOK_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0410\u0415"
    "\u041e\u0420\u0421\u0425\u0406\u0412\u041a\u041c\u041d\u0422",
    "aeopcyxiAEOPCXIBKMHT",
)
"""Cyrillic letters in a Latin dress."""
_LIST_LINE = re.compile(r"^(?:- )?\**(?:[A-H1-8]\)|(?:Choice|Step) [A-H1-8]:)\**.*$", re.MULTILINE)
_SMALL = re.compile("[\u2070-\u209f\u00b2\u00b3\u00b9]")
_SPLIT = re.compile(r"(?<=[.!?])[\"')*]*\s+(?=\S)|\n+")
_COMMON_WORDS = (
    "a an the of to in on at is are am was were be been being it its it's they them this that "
    "these those and or but so than as by for with from which who what where when how i you he "
    "she we my your his her our their do does did has have had can could will would should must "
    "may might there here then now just only also too very more most one ones if because into "
    "about get gets got make makes made go goes let come comes up start starts begin begins "
    "happen happens turn turns put puts give gives given tell tells thank"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ers", "est", "er", "ies", "ied", "ed",
            "es", "ly", "s", "e", "y")  # fmt: skip
_MOST_BETWEEN = 14
"""Characters between the choices of a list."""


def visible(text: str) -> str:
    """Without characters that nobody sees, and with small digits as digits."""
    text = text.translate(_HIDDEN).translate(_LOOK_ALIKE)
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    if "\u2044" in text:
        text = _SMALL.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return text


def unquoted(item: Item, reply: str) -> str:
    """The reply without the question, the list of choices and the frame of code, which the
    student sees all the time."""
    text = visible(reply).replace(item.question, "\n")
    for sentence in sorted(_long_sentences(item.question), key=len, reverse=True):
        text = text.replace(sentence, "\n")
    if item.starter.strip():
        text = text.replace(f"```python\n{item.starter.rstrip()}\n```", "\n")
    if item.choices:
        text = _without_list(item, text)
    return text


def _without_list(item: Item, text: str) -> str:
    shown = [line for line in _LIST_LINE.findall(text) if any(c in line for c in item.choices)]
    if len(shown) >= len(item.choices):
        text = _LIST_LINE.sub("\n", text)
    gap = rf"[^.?!]{{0,{_MOST_BETWEEN}}}?"
    row = gap.join(re.escape(choice.rstrip(".")) for choice in item.choices)
    return re.sub(rf"(?:[A-H1-8]\)\s*)?{row}", "\n", text)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences and lines, in their own spelling."""
    return tuple(part.strip() for part in _SPLIT.split(text) if part and part.strip())


def statements(text: str) -> tuple[str, ...]:
    """The sentences that are no questions."""
    return tuple(part for part in sentences(text) if not part.rstrip("\"')* ").endswith("?"))


@lru_cache(maxsize=1024)
def _long_sentences(question: str) -> tuple[str, ...]:
    return tuple(part for part in sentences(question) if len(part.split()) > 3)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def tokens(text: str) -> tuple[str, ...]:
    """Words and numbers, folded."""
    return tuple(re.findall(r"[a-z']+|\d+(?:[.,/]\d+)*", folded(text)))


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning, and the numbers."""
    return frozenset(stem(word) for word in tokens(text) if word not in _COMMON)
