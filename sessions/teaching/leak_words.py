"""Do the sentences say in their own words what would be a right answer to a TEXT item?

The same rule as for the student: one of each group of keys, at the start of a word. What the
question says already counts for nothing, unless there is nothing else. Pure.
"""

import re

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.lesson import Item
from sessions.teaching.plain import letters_joined, plain


def words_leak(item: Item, text: str) -> Leak | None:
    """`text` is the whole reply so far, plain."""
    question = plain(item.question)
    told = letters_joined(text)
    groups = [
        tuple(key for key in group if not holds(question, key)) or group for group in item.keys
    ]
    new = [
        group
        for group, whole in zip(groups, item.keys, strict=True)
        if not any(holds(question, key) for key in whole)
    ]
    needed = new or groups
    found = [next((key for key in group if holds(told, key)), None) for group in needed]
    if not needed or None in found:
        return None
    if len(needed) == 1 and len(item.keys) > 1 and not new:
        return None
    return Leak(kind=LeakKind.KEYS, found=", ".join(key for key in found if key))


def holds(text: str, key: str) -> bool:
    """Does a word of the text begin with the key?"""
    return re.search(rf"(?<![a-z0-9]){re.escape(plain(key))}", text) is not None
