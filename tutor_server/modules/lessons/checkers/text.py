"""TEXT: own words that hold one of each group of keys.

A key counts at the beginning of a word, so `plant` is found in "plants"; a plural key is found in
the singular, and a long word may have one slip of spelling.
"""

import re
from functools import lru_cache
from typing import Final

from sessions.teaching.lesson import Item, Outcome
from tutor_server.modules.lessons.checkers.cleaning import folded, words
from tutor_server.modules.lessons.checkers.outcomes import NO_ATTEMPT
from tutor_server.modules.lessons.checkers.saying import asks

_FUZZY_LETTERS: Final = 6
"""Words shorter than this are too like one another for a slip to be forgiven."""
_HELP = re.compile(
    r"^(?:what (?:does|do|is|are|should|if)|how (?:do|does|can|should|would|is|are)|why (?:do|does"
    r"|is|are)|can (?:you|i|we)|could (?:you|i|we)|do i|should i|help|tell me|show me|give me|hint"
    r"|explain|repeat|again|thanks?|i need|i want)\b"
)
_BEGS = re.compile(
    r"\b(?:give|tell|show) me (?:the|an?|your|just the) (?:answer|solution|hint|clue)"
    r"|\b(?:said|says|told) (?:that )?(?:you|i) (?:can|could|may|should|are allowed)\b"
)
_REMARKS: Final = (
    "yes no ok okay yeah yep nope hi hello hey thanks um uh hm hmm sure maybe so well wait please"
)
_REMARK: Final = frozenset(_REMARKS.split())


def check(item: Item, text: str) -> Outcome:
    """Which groups of keys are there; right when none is missing."""
    said = words(text)
    missing = tuple(n for n, group in enumerate(item.keys) if not holds_one(said, group))
    if not item.keys or not _attempts(text, said):
        return NO_ATTEMPT
    if not missing:
        return Outcome(correct=True, parsed=said)
    return Outcome(
        correct=False, parsed=said, missing=missing, misconception=_misconception(item, said)
    )


def holds_one(said: str, group: tuple[str, ...]) -> bool:
    """Whether one of the alternatives is in a text (see cleaning.words)."""
    return any(_holds(said, words(key)) for key in group)


def _holds(said: str, key: str) -> bool:
    if not key:
        return False
    if f" {key}" in f" {said}":
        return True
    singular = _singular(key)
    if singular != key and re.search(rf"\b{re.escape(singular)}\b", said):
        return True
    plural = f"{key[:-1]}ies" if key.endswith("y") else f"{key[:-1]}ves"
    if key.endswith(("y", "f")) and f" {plural}" in f" {said}":
        return True
    if " " in key or len(key) < _FUZZY_LETTERS or not key.isalpha():
        return False
    return any(_one_slip(word, key) for word in said.split())


def _singular(key: str) -> str:
    if key.endswith("ies") and len(key) > 4:
        return f"{key[:-3]}y"
    return key[:-1] if key.endswith("s") and not key.endswith("ss") and len(key) > 3 else key


@lru_cache(maxsize=65_536)
def _one_slip(word: str, key: str) -> bool:
    """One letter too many, too few, wrong, or two exchanged; the first letter must be right.
    An ending may follow, as in "photosinthesizes"."""
    if word[:1] != key[0] or len(word) < len(key) - 1:
        return False
    return any(_near(word[:length], key) for length in (len(key) - 1, len(key), len(key) + 1))


def _near(word: str, key: str) -> bool:
    start = 0
    while start < min(len(word), len(key)) and word[start] == key[start]:
        start += 1
    rest, wanted = word[start:], key[start:]
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
    )


def _attempts(text: str, said: str) -> bool:
    """Anything but a question, a cry for help or a bare remark."""
    if not set(said.split()) - _REMARK or _HELP.match(said) or _BEGS.search(said):
        return False
    plain = folded(text)
    return not asks(plain) or not (plain.rstrip().endswith("?") or _gives_up(plain))


def _gives_up(plain: str) -> bool:
    """ "I don't know" with nothing after it; "when it rains ..." is an answer."""
    return bool(re.match(r"^\W*(?:um |uh |well )*(?:i|no|not|idk|dunno|pass|skip)\b", plain))


def _misconception(item: Item, said: str) -> str:
    """The listed wrong answer that holds the same groups and most of the same words."""
    mine = {word for word in said.split() if len(word) > 3}
    best, found = 0.0, ""
    for wrong in item.wrong:
        theirs = {word for word in words(wrong.answer).split() if len(word) > 3}
        share = len(mine & theirs) / max(len(theirs), 1)
        if words(wrong.answer) == said:
            return wrong.misconception
        if share >= 0.6 and share > best:
            best, found = share, wrong.misconception
    return found
