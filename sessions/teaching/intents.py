"""What a student means by a sentence: an answer, a wish for help, a question, or something else.

Rules on plain words, English; what is not recognised counts as an attempt, so that no answer is
lost. Pure.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from sessions.teaching import wishes
from sessions.teaching.lesson import Item
from sessions.teaching.numbers import read
from sessions.teaching.plain import plain


class Intent(StrEnum):
    """What is meant."""

    ATTEMPT = "attempt"
    HINT = "hint"
    TELL = "tell"
    """Just tell me."""
    AUTHORITY = "authority"
    """My teacher said you can tell me."""
    GIVE_UP = "give_up"
    UNSURE = "unsure"
    NEXT = "next"
    SKIP = "skip"
    AGAIN = "again"
    YES = "yes"
    NO = "no"
    THINKING = "thinking"
    """Wants time."""
    QUESTION = "question"
    """About the topic."""
    REMARK = "remark"
    """Greeting, thanks, chatter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A recognised sentence."""

    intent: Intent
    repeats: int = 0
    """How often the same was asked for right before: begging."""


_SURE = (
    (wishes.AUTHORITY, Intent.AUTHORITY),
    (wishes.TELL, Intent.TELL),
    (wishes.AGAIN, Intent.AGAIN),
)
"""Meant even when the sentence holds an answer too."""
_WISHES = (
    (wishes.GIVE_UP, Intent.GIVE_UP),
    (wishes.SKIP, Intent.SKIP),
    (wishes.PASS, Intent.SKIP),
    (wishes.NEXT, Intent.NEXT),
    (wishes.THINKING, Intent.THINKING),
    (wishes.HESITATING, Intent.THINKING),
    (wishes.UNSURE, Intent.UNSURE),
    (wishes.BLANK, Intent.UNSURE),
    (wishes.YES, Intent.YES),
    (wishes.NO, Intent.NO),
    (wishes.REMARK, Intent.REMARK),
)
_ASKING = frozenset({Intent.TELL, Intent.AUTHORITY})
_SHORT = 3
"""Words of a question that is only a checked answer: "12 apples?"."""


def recognise(text: str, *, item: Item | None = None, earlier: tuple[Intent, ...] = ()) -> Meant:
    """The intent of a sentence. `item` is what is open; `earlier` are the last intents, oldest
    first."""
    intent = _intent(_words(text), item)
    family = _ASKING if intent in _ASKING else frozenset({intent})
    repeats = 0
    for before in reversed(earlier):
        if before not in family:
            break
        repeats += 1
    return Meant(intent=intent, repeats=repeats)


def _words(text: str) -> str:
    """Plain, and `pleeeeease` with two letters at most."""
    text = re.sub(r"\s+", " ", plain(text))
    return re.sub(r"([a-z])\1{2,}", r"\1\1", text).strip().replace("pleease", "please")


def _intent(words: str, item: Item | None) -> Intent:
    if not words:
        return Intent.UNSURE
    if _chosen(words, item):
        return Intent.ATTEMPT
    for rule, intent in _SURE:
        if rule.search(words):
            return intent
    if _answers(words):
        return Intent.ATTEMPT
    if wishes.HINT.search(words) and not wishes.NO_HINT.search(words):
        return Intent.HINT
    for rule, intent in _WISHES:
        if rule.search(words):
            return intent
    return _question_or_attempt(words)


def _chosen(words: str, item: Item | None) -> bool:
    """A choice's own words, even where they look like a wish ("pass")."""
    said = re.sub(r"\W+", " ", words).strip()
    choices = item.choices if item else ()
    return any(said == re.sub(r"\W+", " ", plain(choice)).strip() for choice in choices)


def _answers(words: str) -> bool:
    """Does the sentence hold an answer all the same: "I don't know, maybe 5"?"""
    tail = wishes.MAYBE.search(words)
    return tail is not None and len(read(tail[1]).mentions) == 1


def _question_or_attempt(words: str) -> Intent:
    if not words.endswith("?") and not wishes.ASKS.match(words):
        return Intent.ATTEMPT
    if wishes.CHECKING.match(words) and not re.search(r"\bor\b", words):
        return Intent.ATTEMPT
    short = len(words.split()) <= _SHORT
    if short and read(words).mentions and not wishes.ASKS.match(words):
        return Intent.ATTEMPT
    return Intent.QUESTION
