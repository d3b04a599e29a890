"""Which choices of an item a sentence names by their words. Knows no right and wrong. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from sessions.teaching.framing import stem
from sessions.teaching.lesson import Item
from sessions.teaching.numbers import read
from sessions.teaching.plain import word_set

_FUNCTION_WORDS = word_set(
    "a an the of to in on at is are am was were be been it its they them this that these those "
    "and or but not no yes true false because so than as by for with from which who what i you "
    "he she we do does did has have had can will would there their his her our your more most "
    "less all both none one only very same into"
)
LETTERS = "abcdefgh"
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
DENY = re.compile(
    r"\b(?:not|n't|neither|nor|wrong|incorrect|cross out|rule out|ruled out|cross off|eliminate|"
    r"false|never|isn't|aren't|can't|cannot|won't|doesn't|don't|leave out|forget)\b|n't\b"
)
NEGATIVE = re.compile(r"\b(?:not|no|never|nor)\b|n't\b")
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?]+(?=[\s\"')]|$)|(?=\n)|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice as it can be recognised."""

    phrase: str
    """In plain words, numbers in digits, without an article."""
    stems: frozenset[str]
    """Its content words."""
    telling: frozenset[str]
    """Those that no other choice has."""
    own: bool
    """The question says all of it."""


@lru_cache(maxsize=256)
def known_choices(item: Item) -> tuple[Choice, ...]:
    stems = [content_stems(plain_words(choice)) for choice in item.choices]
    question = plain_words(item.question)
    known = []
    for number, choice in enumerate(item.choices):
        phrase = plain_words(choice)
        others = frozenset[str]().union(*(s for n, s in enumerate(stems) if n != number))
        own = f" {phrase} " in f" {question} " or (
            bool(stems[number]) and stems[number] <= content_stems(question)
        )
        known.append(
            Choice(phrase=phrase, stems=stems[number], telling=stems[number] - others, own=own)
        )
    return tuple(known)


def plain_words(text: str) -> str:
    """Plain words and numbers with single spaces, without an article in front."""
    reading = read(text)
    written = reading.canon
    for number, mention in enumerate(reading.mentions):
        said = mention.surface if mention.worded else reading.text[mention.start : mention.end]
        written = written.replace(f"#{number}#", said, 1)
    ratio = re.sub(r"(\d)( ?):\2(?=\d)", r"\1:", written)
    kept = re.sub(r"[^a-z0-9+\-*/=<>%': ]+|:(?!\d)", " ", ratio)
    kept = re.sub(r"(?<![a-z])'|'(?![a-z])", " ", kept)
    return re.sub(r"^(?:the|a|an) ", "", " ".join(kept.split()))


def content_stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split() if word not in _FUNCTION_WORDS)


def sentences_of(text: str) -> list[str]:
    return [match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip()]


def named_in(choices: tuple[Choice, ...], words: str) -> set[int]:
    """The choices that are said. One inside a longer one that is said ("increase" in "does not
    increase") is not; a word such as "and" names nothing beside choices with content."""
    named = {n for n, choice in enumerate(choices) if names_in(choice, words)}
    return {
        n
        for n in named
        if not any(
            m != n and choices[n].stems < choices[m].stems and choices[m].phrase in words
            for m in named
        )
    }


def names_in(choice: Choice, words: str) -> bool:
    if choice.phrase and f" {choice.phrase} " in f" {words} ":
        return True
    if NEGATIVE.search(choice.phrase) and not NEGATIVE.search(words):
        return False  # "the nail pulls" is not "nails do not pull"
    if len(choice.stems) == 1 and " " in choice.phrase:
        return False  # an example is not "for example"
    return bool(choice.telling) and choice.stems <= content_stems(words)
