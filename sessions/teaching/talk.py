"""What was said about an item before the sentence that is judged: pieces of several replies can
make up an answer that none of them gives. Knows no items."""

import re
from dataclasses import dataclass

from sessions.teaching.numbers import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The student's words, and what the tutor said to them; empty while that is under way."""

    student: str = ""
    tutor: str = ""


Talk = tuple[Exchange, ...]
"""Oldest first."""

MOST_EXCHANGES = 16
"""Older ones are forgotten."""
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?]+(?=[\s\"')]|$)|(?=\n)|$)")


def statements(text: str) -> tuple[str, ...]:
    """The sentences that ask nothing; a question gives no piece of an answer."""
    found = (match[0].strip() for match in _SENTENCE.finditer(text))
    return tuple(
        part
        for part in found
        if re.search(r"[^\W_]", part) and not part.rstrip("\"')* ").endswith("?")
    )


def figures(reading: Reading) -> str:
    """A text with its numbers in digits; places in a row (first, second) stay words."""
    written = reading.canon
    for number, mention in enumerate(reading.mentions):
        said = reading.text[mention.start : mention.end]
        written = written.replace(
            f"#{number}#", said if mention.ordinal else f" {mention.surface} ", 1
        )
    return re.sub(r" +", " ", written)
