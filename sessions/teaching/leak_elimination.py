"""Does a reply rule out all the wrong choices, alone or with what was said before? Pure."""

import re
from functools import lru_cache

from sessions.teaching.choice_names import (
    DENY,
    LETTERS,
    PLACES,
    Choice,
    known_choices,
    names_in,
    plain_words,
    sentences_of,
)
from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.lesson import Item
from sessions.teaching.talk import Talk


def elimination_leak(item: Item, talk: Talk, asked: str, reply: str) -> Leak | None:
    """Does this reply rule out the last wrong choice, after others that replies before it did?"""
    right = item.choices.index(item.answer)
    new = ruled_out(item, asked, reply)
    before = frozenset[int]().union(*(ruled_out(item, e.student, e.tutor) for e in talk))
    if right not in new | before and len(before) < len(item.choices) - 1 == len(new | before):
        return Leak(kind=LeakKind.ELIMINATION, found=reply.strip()[-200:])
    return None


@lru_cache(maxsize=1024)
def ruled_out(item: Item, asked: str, raw: str) -> frozenset[int]:
    """The choices that a reply calls wrong, but for what the student took for the answer: that it
    is wrong must be said."""
    choices, out = known_choices(item), set[int]()
    mentioned = frozenset(n for n, c in enumerate(choices) if _mentioned(n, c, asked))
    for sentence in sentences_of(raw):
        low = sentence.lower().replace("\u2019", "'")
        if len(mentioned) == 1 and _AGREES.match(low) and DENY.search(asked.lower()):
            out |= mentioned
        if not DENY.search(low):
            continue
        words = plain_words(sentence)
        for number, choice in enumerate(choices):
            place = _place_said(number, len(choices), low)
            if place or names_in(choice, words) or _letter_said(LETTERS[number], low, sentence):
                out.add(number)
    proposed = frozenset[int]() if DENY.search(asked.lower()) or "?" in asked else mentioned
    return frozenset(out) - proposed


def _place_said(number: int, count: int, low: str) -> bool:
    name = f"{PLACES[number]}|last" if number == count - 1 else PLACES[number]
    denied = rf"\b(?:not|neither|nor) (?:the )?(?:{name})\b(?! (?:of|time|try|step))"
    return re.search(rf"\b(?:{name}) (?:one|choice|option)\b|{denied}", low) is not None


_AGREES = re.compile(
    r"^\W*(?:(?:sure|okay|well|fine|oh)\W+)*(?:yes|yep|yeah|exactly|right|true)\b"
)


def _mentioned(number: int, choice: Choice, asked: str) -> bool:
    if not asked:
        return False
    return names_in(choice, plain_words(asked)) or _letter_said(
        LETTERS[number], asked.lower(), asked
    )


def _letter_said(letter: str, low: str, sentence: str) -> bool:
    """Is a choice's letter there? A small `a` is an article, and so is a big one in front of a
    word."""
    if letter == "a":
        word = r"(?! (?!nor\b|or\b|and\b|is\b|are\b|can)[a-z])"
        return re.search(rf"(?<![A-Za-z])A(?![A-Za-z']){word}", sentence) is not None
    return re.search(rf"(?<![a-z']){letter}(?![a-z'])", low) is not None
