"""Do the sentences say in their own words what would be a right answer to a TEXT item?

The same rule as for the student: one of each group of keys, at the start of a word. Where the
question itself (a text to read) holds all of them, only one statement with all of them counts.
Pure.
"""

import re

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.lesson import Item
from sessions.teaching.plain import letters_joined, plain

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


def words_leak(item: Item, text: str) -> Leak | None:
    """`text` is the whole reply so far, plain."""
    question = plain(item.question)
    new = any(not any(holds(question, key) for key in group) for group in item.keys)
    told = letters_joined(text)
    parts = [told] if new else [s for s in _SENTENCE.findall(told) if not s.endswith("?")]
    for part in parts:
        found = [next((key for key in group if holds(part, key)), "") for group in item.keys]
        if found and all(found):
            return Leak(kind=LeakKind.KEYS, found=", ".join(found))
    return None


def holds(text: str, key: str) -> bool:
    """Does a word of the text begin with the key?"""
    return re.search(rf"(?<![a-z0-9]){re.escape(plain(key))}", text) is not None
