"""Is an answer in words dictated bit by bit: a choice by how it begins, a sentence by its pieces?

Over all replies about the item. Pure.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.leak_words import words_leak
from sessions.teaching.lesson import Item
from sessions.teaching.plain import plain, word_set
from sessions.teaching.talk import Talk, statements

_QUOTED = re.compile(r"[\"*(]([^\"*()]{1,200}?)\.{0,3}[\"*)]")
_CUE = re.compile(
    r"\b(?:begins?|starts?|goes|ends?|(?:first|next|last|second|third) (?:words?|letters?|part)|"
    r"has the words?|contains|holds the words?|comes next|followed by|continues?)\b"
)
_BEHIND = re.compile(
    r"\b(?:begins?|starts?|goes(?: on)?|ends?|continues?) (?:with|on|in|like this):? *([^\".!?]+)"
)
_RUN = 3
"""Words in a row that are no chance."""
_MOST = 0.6
"""Share of the answer's telling words that may not be dictated."""
_LITTLE = word_set(
    "a an the of to in on at is are am was were be been it its they them this that and or but so "
    "than as by for with from you i he she we do does did has have had can will would there their"
)


def choice_begun(item: Item, talk: Talk, reply: str) -> Leak | None:
    """Do the pieces that are told of the right choice fit no other one?"""
    before = _fitting(item, tuple(e.tutor for e in talk))
    now = _fitting(item, (*(e.tutor for e in talk), reply))
    right = frozenset({item.choices.index(item.answer)})
    if now == right and before != right:
        return Leak(kind=LeakKind.CHOICE, found=reply[-120:])
    return None


@lru_cache(maxsize=1024)
def _fitting(item: Item, replies: tuple[str, ...]) -> frozenset[int]:
    """The choices that hold everything that was told of the right one; all when nothing was."""
    right = item.choices.index(item.answer)
    choices = [f" {_words(choice)} " for choice in item.choices]
    fitting = frozenset(range(len(choices)))
    for reply in replies:
        for piece, first in _told(reply):
            hit = frozenset(n for n, c in enumerate(choices) if _holds(c, piece, first=first))
            fitting &= hit if right in hit else fitting
    return fitting


def _holds(choice: str, piece: str, *, first: bool) -> bool:
    """Does it begin with the piece (an article aside), or have it somewhere?"""
    if first:
        bare = re.sub(r"^ (?:the|an?) ", " ", choice)
        return choice.startswith(f" {piece}") or bare.startswith(f" {piece}")
    return f" {piece} " in choice


def _told(reply: str) -> Iterator[tuple[str, bool]]:
    """What is quoted as a piece of something; is it its beginning?"""
    for statement in statements(reply):
        low = plain(statement)
        if not _CUE.search(low):
            continue
        first = re.search(r"\b(?:begins?|starts?|first)\b", low) is not None
        for match in (*_QUOTED.finditer(low), *_BEHIND.finditer(low)):
            piece = _words(re.sub(r"^the (?:letters?|words?) ", "", match[1]))
            if piece:
                yield piece, first


def sentence_dictated(item: Item, talk: Talk, reply: str) -> Leak | None:
    """Is most of the model answer said in its own words, in runs of three or more?"""
    replies = tuple(exchange.tutor for exchange in talk)
    before = _covered(item.answer, item.question, replies)
    now = before | _covered(item.answer, item.question, (reply,))
    telling = [at for at, word in enumerate(_words(item.answer).split()) if word not in _LITTLE]
    most = max(1.0, _MOST * len(telling))
    if sum(at in now for at in telling) >= most > sum(at in before for at in telling):
        return Leak(kind=LeakKind.KEYS, found=reply[-120:])
    old, whole = " ".join(replies), " ".join((*replies, reply))
    return None if words_leak(item, _pieces(old)) else words_leak(item, _pieces(whole))


def _pieces(text: str) -> str:
    """What stands between quotation marks."""
    return " ".join(
        match[1] for statement in statements(text) for match in _QUOTED.finditer(plain(statement))
    )


@lru_cache(maxsize=1024)
def _covered(answer: str, question: str, replies: tuple[str, ...]) -> frozenset[int]:
    """The places of the answer's words that stand in the replies in a row, and not in the
    question."""
    words = _words(answer).split()
    given = f" {_words(question)} "
    found = set[int]()
    for reply in replies:
        said = f" {_words(reply)} "
        for at in range(len(words) - _RUN + 1):
            run = f" {' '.join(words[at : at + _RUN])} "
            if run in said and run not in given:
                found |= set(range(at, at + _RUN))
    return frozenset(found)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", plain(text)))
