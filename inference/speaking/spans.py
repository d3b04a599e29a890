"""The values that pass between the rules of the verbaliser. Knows no language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from inference.speaking.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What is said for the caption's characters [start, end)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule says for the text from where it was asked up to `end`; `words` may be empty
    (said by silence) or one punctuation mark (a pause after what was said before)."""

    words: str
    end: int


Rule: TypeAlias = Callable[[str, int, Lexicon], Reading | None]
"""Reads the text at a place, or passes with None. Never raises, always moves on."""
