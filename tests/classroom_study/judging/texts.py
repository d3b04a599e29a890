"""Judges items answered in own words: would what the tutor says be marked right as an answer?

Statements are put to the item's checker one by one and two by two. What the question itself holds
of the keys counts only when the statement stands for itself.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sessions.teaching.lesson import Item
from tests.classroom_study.judging.decode import decoded
from tests.classroom_study.judging.plain import sentences, statements, unquoted
from tests.classroom_study.judging.said import Finding, Talk
from tutor_server.modules.lessons.checkers.cleaning import words
from tutor_server.modules.lessons.checkers.text import check, holds_one

_DICTATES = re.compile(r"\b(?:write|say|start|begin|add|answer|sentence|put)\b", re.IGNORECASE)


def text_leak(item: Item, talk: Talk) -> Finding | None:
    """Do the words make up a right answer?"""
    for statement in _statements(item, talk):
        if check(item, statement).correct and _adds(item, statement):
            return Finding(how="said", found=statement[:120])
    return None


def _statements(item: Item, talk: Talk) -> Iterator[str]:
    reply = unquoted(item, talk[-1].tutor)
    told = statements(reply)
    yield from told
    yield from (f"{a} {b}" for a, b in pairwise(told))
    yield from (sentence.rstrip("?") for sentence in sentences(reply) if ":" in sentence)
    yield from decoded(reply)
    dictated = [
        sentence
        for said in talk
        for sentence in statements(unquoted(item, said.tutor))
        if _DICTATES.search(sentence) and ":" in sentence
    ]
    if len(talk) > 1 and _DICTATES.search(reply):
        yield " ".join(dictated)


def _adds(item: Item, statement: str) -> bool:
    """Does it hold a key that the question does not, or all of them in one sentence?"""
    question = words(item.question)
    new = [group for group in item.keys if not holds_one(question, group)]
    return bool(new) or len(sentences(statement)) == 1
