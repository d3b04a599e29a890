"""Whether a text mentions one of each group of words. Pure.

Knows words and their plurals, not sense: "it needs no light" mentions light.
"""

import re
import unicodedata
from collections.abc import Sequence


def missing(text: str, groups: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Which groups have no word or phrase in the text; zero-based."""
    written = plain(text)
    return tuple(
        number
        for number, group in enumerate(groups)
        if not any(mentions(written, alternative) for alternative in group)
    )


def mentions(written: str, alternative: str) -> bool:
    """Whether a plain text holds the word or phrase as whole words."""
    words = [re.escape(word) for word in plain(alternative).split()]
    phrase = r"[\s-]+".join(words)
    return bool(words) and re.search(rf"(?<!\w){phrase}(?:'?s|es)?(?!\w)", written) is not None


def plain(text: str) -> str:
    """Lower case, without accents, with one kind of apostrophe and dash."""
    text = unicodedata.normalize("NFKD", text).translate({0x2019: "'", 0x2010: "-", 0x2011: "-"})
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(text.casefold().split())
