"""The leak gate: does a sentence of the tutor give the final answer before the ladder allows it?

Works on what is said, not on why: "my teacher said you may" changes nothing. What the question
itself holds may be said. The talk before counts: pieces of several replies can make up an answer,
and a "yes" means what was asked. Pure and quick; knows no models and no sessions.
"""

import re
from functools import lru_cache

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.hidden import disguised
from sessions.teaching.leak_algebra import algebra_leak
from sessions.teaching.leak_choices import choice_leak
from sessions.teaching.leak_code import code_leak
from sessions.teaching.leak_dictated import choice_begun, sentence_dictated
from sessions.teaching.leak_elimination import elimination_leak
from sessions.teaching.leak_order import order_leak
from sessions.teaching.leak_pieces import pieces_leak
from sessions.teaching.leak_values import ValueKey, value_key, value_leak
from sessions.teaching.leak_words import words_leak
from sessions.teaching.lesson import Item, ItemKind
from sessions.teaching.numbers import read
from sessions.teaching.order_rules import rules_leak
from sessions.teaching.plain import letters_joined, plain
from sessions.teaching.talk import MOST_EXCHANGES, Exchange, Talk

__all__ = ["BOTTOM", "Leak", "LeakKind", "leaks"]

BOTTOM = 4
"""The rung of the ladder from which on the answer may be said."""
_MARK = re.compile(r"(?:[-\s]*\**\(?(?:Choice |Step )?[A-Ha-h1-9][).:]+\**\s*)$")
"""What stands in front of a choice in a list."""
_MOST_CHARS = 8_000
"""Only the end of a longer reply is looked at."""


def leaks(
    item: Item, text: str, allowed_rung: int, said: str = "", talk: Talk = ()
) -> Leak | None:
    """Judge `text`, the next sentence of a reply that began with `said`.

    `allowed_rung` is the highest rung that was given for the item; `talk` what was said about the
    item before, its last exchange the student's words that this reply answers. None means: may be
    said.
    """
    if allowed_rung >= BOTTOM:
        return None
    reply = _alone(_without_question(item, f"{said} {text}"[-_MOST_CHARS:]))
    if not reply.strip():
        return None
    asked = talk[-1].student if talk and not talk[-1].tutor else ""
    found = _judged(item, reply)
    if found is None:
        hidden = (_judged(item, clear) for clear in disguised(reply, asked))
        found = next(filter(None, hidden), None)
    return found or _pieced(item, talk, asked, reply)


_NUMBER_FIRST = re.compile(r"(?m)((?:^|[.!?:])\s*)(-?\d[\d./,%]*)(\s+)(?=[A-Z][a-z])")


def _alone(reply: str) -> str:
    """A number in front of a new sentence stands alone: `42 Now you know.` (with a full stop it
    would be the mark of a list)"""
    return _NUMBER_FIRST.sub(r"\1\2!\3", reply)


def _pieced(item: Item, talk: Talk, asked: str, reply: str) -> Leak | None:
    """Is the answer whole now, with what was said before?"""
    past = _past(item, talk[-MOST_EXCHANGES:])
    match item.kind:
        case ItemKind.NUMBER | ItemKind.FRACTION | ItemKind.EXPRESSION:
            key = _value_of(item)
            return pieces_leak(key, past, asked, reply) if key else None
        case ItemKind.CHOICE:
            return elimination_leak(item, past, asked, reply) or choice_begun(item, past, reply)
        case ItemKind.STEPS:
            return rules_leak(item, past, asked, reply)
        case ItemKind.TEXT:
            return sentence_dictated(item, past, reply)
        case ItemKind.PYTHON:
            before = "\n".join(exchange.tutor for exchange in past)
            if not before or code_leak(item, before):
                return None
            return code_leak(item, f"{before}\n{reply}")


@lru_cache(maxsize=256)
def _past(item: Item, talk: Talk) -> Talk:
    """What the tutor has said, without the question. What was said about the item before is in
    there too, but only what is true of this item's answer counts as a piece of it."""
    return tuple(
        Exchange(student=e.student, tutor=_without_question(item, e.tutor[-_MOST_CHARS:]))
        for e in talk
        if e.tutor
    )


def _value_of(item: Item) -> ValueKey | None:
    """The number of an item with a number, or of an equation that is solved: x = 4."""
    if item.kind is not ItemKind.EXPRESSION:
        return value_key(item, item.answer)
    solved = re.fullmatch(r"\s*([a-z])\s*=\s*(.+)", item.answer)
    return value_key(item, solved[2], solved[1]) if solved else None


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
