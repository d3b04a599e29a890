"""EXPRESSION: algebra; any equivalent expression or equation, in the form that is asked for."""

import re
from functools import lru_cache

from sessions.teaching.lesson import Item, Outcome
from tutor_server.modules.lessons.checkers.cleaning import MAX_CHARS, plain
from tutor_server.modules.lessons.checkers.outcomes import NO_ATTEMPT, SEVERAL
from tutor_server.modules.lessons.checkers.saying import answering
from tutor_server.modules.lessons.checkers.spans import find_algebra, in_signs, is_bare
from tutor_server.modules.lessons.checkers.terms import (
    Relation,
    Term,
    UnreadableError,
    letters,
    parse,
)

__all__ = ["MAX_CHARS", "check", "key_of", "means_the_same"]

_CROSS = re.compile(r"(?<=\d) ?[xX] ?(?=\d)")
_OR = re.compile(r"\bor\b(?! equal)")


def check(item: Item, text: str) -> Outcome:
    """Whether what the student wrote or said means the same as the key."""
    key = key_of(item.answer)
    if key is None:
        return NO_ATTEMPT
    found = _answers(text, item.answer, key)
    if not found:
        return NO_ATTEMPT
    return SEVERAL if len(found) > 1 else _outcome(item, found[0], key)


def means_the_same(text: str, item: Item) -> bool:
    """Whether any algebra in a text is the item's answer, in its form: for hints and questions.

    A lone number does not count as the answer to an equation: it may be one of its numbers.
    """
    from tutor_server.modules.lessons.checkers import algebra

    key = key_of(item.answer)
    if key is None:
        return False
    found = find_algebra(in_signs(_cased(text, item.answer)), letters(key))
    return any(
        algebra.judge(said, key, item.form).right
        for said in found
        if not (is_bare(said) and isinstance(key, Relation))
    )


@lru_cache(maxsize=2048)
def key_of(text: str) -> Term | Relation | None:
    """A key or a listed wrong answer; None when it cannot be read."""
    try:
        return parse(plain(text))
    except UnreadableError:
        return None


def _outcome(item: Item, said: Term | Relation, key: Term | Relation) -> Outcome:
    # Loaded here, because sympy takes 0.4 s and most processes never check algebra.
    from tutor_server.modules.lessons.checkers import algebra, equivalence

    verdict = algebra.judge(said, key, item.form)
    parsed = equivalence.standard(said)
    if verdict.right:
        return Outcome(correct=True, parsed=parsed)
    listed = ((key_of(wrong.answer), wrong.misconception) for wrong in item.wrong)
    return Outcome(
        correct=False,
        equivalent=verdict.equivalent,
        parsed=parsed,
        misconception=next(
            (name for wrong, name in listed if wrong and algebra.judge(said, wrong).right), ""
        ),
        flags=frozenset() if verdict.equivalent else algebra.flags(said, key),
    )


def _answers(text: str, key_text: str, key: Term | Relation) -> list[Term | Relation]:
    """What the student may mean: the last relation, else the one expression."""
    part = answering(_cased(text, key_text))
    if part is None:
        return []
    found = list(dict.fromkeys(find_algebra(in_signs(part), letters(key))))
    relations: list[Term | Relation] = [term for term in found if isinstance(term, Relation)]
    if relations:
        return relations if _OR.search(part) else relations[-1:]
    richer = [term for term in found if not is_bare(term)]
    return richer or found


def _cased(text: str, key: str) -> str:
    """Plain, and without case unless the key tells x from X."""
    cleaned = plain(text)
    if "x" not in key.casefold():
        cleaned = _CROSS.sub("*", cleaned)
    both = any(char.isupper() and char.lower() in key for char in key)
    return cleaned if both else cleaned.casefold()
