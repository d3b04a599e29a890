"""One question per turn, also where a model finds the words: the move's own, or the first.
Pure."""

import re
from typing import Final

from sessions.teaching.moves import Act, Move
from sessions.teaching.parts import questions

_PUT: Final = frozenset({Act.POSE, Act.TRANSFER, Act.PRAISE, Act.MOVE_ON, Act.PROBE})
"""Moves that put a question of the lesson."""
_OF_IT: Final = 0.5
"""Share of the shorter one's words that a sentence has in common with the question that it is."""
_WORD: Final = re.compile(r"\w+")


def asks(move: Move) -> str:
    """The question that a reply to this move puts; empty where any one will do."""
    item = move.probe or move.item
    return item.question if item and move.act in _PUT else ""


def may_ask(wanted: str, said: str, sentence: str) -> bool:
    """May a reply that has begun with `said` go on with this sentence? `wanted` is from `asks`;
    "Ready?" in front of it would be a question of its own."""
    count = questions(sentence)
    if not count:
        return True
    return _is(wanted, sentence) if wanted else questions(said) + count <= 1


def _is(wanted: str, sentence: str) -> bool:
    ours, theirs = _words(wanted), _words(sentence)
    return len(ours & theirs) >= _OF_IT * min(len(ours), len(theirs))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
