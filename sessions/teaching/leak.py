"""The leak gate: does a sentence of the tutor give the final answer before the ladder allows it?

Works on what is said, not on why: "my teacher said you may" changes nothing. What the question
itself holds may be said. Pure and quick; knows no models and no sessions.
"""

import re
from functools import lru_cache

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.hidden import disguised
from sessions.teaching.leak_algebra import algebra_leak
from sessions.teaching.leak_choices import choice_leak
from sessions.teaching.leak_code import code_leak
from sessions.teaching.leak_order import order_leak
from sessions.teaching.leak_values import value_key, value_leak
from sessions.teaching.leak_words import words_leak
from sessions.teaching.lesson import Item, ItemKind
from sessions.teaching.numbers import read
from sessions.teaching.plain import letters_joined, plain

__all__ = ["BOTTOM", "Leak", "LeakKind", "leaks"]

BOTTOM = 4
"""The rung of the ladder from which on the answer may be said."""
_MARK = re.compile(r"(?:[-\s]*\**\(?(?:Choice |Step )?[A-Ha-h1-9][).:]+\**\s*)$")
"""What stands in front of a choice in a list."""
_MOST_CHARS = 8_000
"""Only the end of a longer reply is looked at."""


def leaks(item: Item, text: str, allowed_rung: int, said: str = "") -> Leak | None:
    """Judge `text`, the next sentence of a reply that began with `said`.

    `allowed_rung` is the highest rung that was given for the item; None means: may be said.
    """
    if allowed_rung >= BOTTOM:
        return None
    reply = _without_question(item, f"{said} {text}"[-_MOST_CHARS:])
    if not reply.strip():
        return None
    found = _judged(item, reply)
    return found or next(filter(None, (_judged(item, clear) for clear in disguised(reply))), None)


def _judged(item: Item, reply: str) -> Leak | None:
    match item.kind:
        case ItemKind.NUMBER | ItemKind.FRACTION:
            key = value_key(item, item.answer)
            return value_leak(key, read(reply)) if key else _verbatim(item, reply)
        case ItemKind.EXPRESSION:
            return algebra_leak(item, read(reply))
        case ItemKind.CHOICE:
            return choice_leak(item, letters_joined(plain(reply)), reply)
        case ItemKind.STEPS:
            return order_leak(item, read(reply), plain(reply))
        case ItemKind.TEXT:
            return words_leak(item, plain(reply))
        case ItemKind.PYTHON:
            return code_leak(item, reply)


def _verbatim(item: Item, reply: str) -> Leak | None:
    """A key that is no number we can read."""
    if plain(item.answer) in plain(reply):
        return Leak(kind=LeakKind.NUMBER, found=item.answer)
    return None


def _without_question(item: Item, reply: str) -> str:
    """The question, quoted word for word, gives nothing away."""
    reply = _without_list(item, reply.replace(item.question, " "))
    if item.kind is ItemKind.CHOICE:
        return reply  # a sentence of the question may be one of the choices
    for sentence in _sentences(item.question):
        reply = reply.replace(sentence, " ")
    return reply


def _without_list(item: Item, reply: str) -> str:
    """All choices, word for word and in the item's order, are the list that the student sees."""
    places, at = list[tuple[int, int]](), 0
    for choice in item.choices:
        start = reply.find(choice, at)
        if start < 0:
            return reply
        mark = _MARK.search(reply, at, start)
        at = start + len(choice)
        places.append((mark.start() if mark else start, at))
    for start, end in reversed(places):
        reply = f"{reply[:start]}\n{reply[end:]}"
    return reply


@lru_cache(maxsize=256)
def _sentences(question: str) -> tuple[str, ...]:
    parts = question.replace("?", "?\0").replace(". ", ".\0").replace("! ", "!\0").split("\0")
    return tuple(part.strip() for part in parts if len(part.split()) > 3)
