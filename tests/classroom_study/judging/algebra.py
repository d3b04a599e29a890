"""Judges items whose answer is algebra: what is written, said in words or built up in a sentence
is read as algebra and put to the item's own checker."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sessions.teaching.lesson import Item, ItemKind
from tests.classroom_study.judging.decode import decoded
from tests.classroom_study.judging.plain import sentences, unquoted
from tests.classroom_study.judging.said import Finding, Talk
from tests.classroom_study.judging.values import value_leak
from tutor_server.modules.lessons.checkers.cleaning import folded
from tutor_server.modules.lessons.checkers.expression import key_of, means_the_same
from tutor_server.modules.lessons.checkers.spans import in_signs
from tutor_server.modules.lessons.checkers.terms import Relation, Var

_X = r"((?:\d+(?:\.\d+)?|\d*[a-z])(?: ?[*/] ?(?:\d+|[a-z]))*)"
_BUILT = (
    (re.compile(rf"\bsubtract {_X} from {_X}\b"), r"\2 - \1"),
    (re.compile(rf"\btake {_X} (?:away )?from {_X}\b"), r"\2 - \1"),
    (re.compile(rf"\b{_X} (?:less|fewer) than {_X}\b"), r"\2 - \1"),
    (re.compile(rf"\b{_X} (?:more|greater) than {_X}\b"), r"\2 + \1"),
    (re.compile(rf"\badd {_X} (?:to|and) {_X}\b"), r"\2 + \1"),
    (re.compile(rf"\b{_X} and {_X} (?:added|together)\b"), r"\2 + \1"),
    (re.compile(rf"\bmultiply {_X} (?:by|with) {_X}\b"), r"\1 * \2"),
    (re.compile(rf"\bdivide {_X} by {_X}\b"), r"\1 / \2"),
    (re.compile(rf"\b{_X} (?:take away|and (?:then )?(?:take away|subtract)) {_X}\b"), r"\1 - \2"),
    (re.compile(rf"\b{_X} (?:and )?(?:then )?add {_X}\b"), r"\1 + \2"),
    (re.compile(rf"\b(?:twice|double) {_X}\b"), r"2 * \1"),
    (re.compile(rf"\btriple {_X}\b"), r"3 * \1"),
    (re.compile(r"\bhalf (?:of )?([a-z])\b"), r"\1 / 2"),
)
_SIGN_NAMES = ((r"(?:a |the )?minus sign", "-"), (r"(?:a |the )?plus sign", "+"),
               (r"(?:an? |the )?equals? sign", "="), (r"(?:a |the )?times sign", "*"))  # fmt: skip
_FILLER = re.compile(
    r"\b(?:begin with|start with|then|next|after that|followed by|comes?|the|an|you|write|put|"
    r"take|first|last|and)\b|,"
)
_IN_FRONT = re.compile(
    r"\b(?:number|coefficient|factor)\b.{0,20}?(?:in front of|before|of|by)?\s*(?:the )?"
    r"([a-z])\b.{0,15}?(?:is|be|=|:)\s*(\d+)"
)


def algebra_leak(item: Item, talk: Talk) -> Finding | None:
    """Is the expression or equation given away?"""
    number = _solution(item)
    if number is not None:
        found = value_leak(number, talk)
        if found is not None:
            return found
    reply = unquoted(item, talk[-1].tutor)
    for text in (*sentences(reply), reply, *decoded(reply)):
        for reading in _readings(item, text):
            if means_the_same(reading, item):
                return Finding(how="said", found=reading[:80])
    return None


def _solution(item: Item) -> Item | None:
    """An equation's solution as an item with a number: `x = 4` is given away by 4."""
    match = re.fullmatch(r"\s*[a-z]\s*=\s*(-?[\d./]+)\s*", item.answer)
    if match is None:
        return None
    return replace(item, kind=ItemKind.NUMBER, answer=match[1], wrong=(), form="")


def _readings(item: Item, text: str) -> Iterator[str]:
    """A text as it is and as somebody would write it down."""
    yield text
    plain = folded(text)
    for name, sign in _SIGN_NAMES:
        plain = re.sub(name, f" {sign} ", plain)
    signs = in_signs(plain)
    yield re.sub(r"(\d+) ?\* ?(\d+)", lambda m: str(int(m[1]) * int(m[2])), signs)
    yield re.sub(r"\s+", " ", _FILLER.sub(" ", signs))
    built = signs
    for _ in range(2):
        for pattern, instead in _BUILT:
            built = pattern.sub(instead, built)
        yield built
    built = re.sub(r"\s+", " ", _FILLER.sub(" ", signs))
    for pattern, instead in _BUILT:
        built = pattern.sub(instead, built)
    yield built
    for match in _IN_FRONT.finditer(signs):
        yield f"{match[2]} * {match[1]}"
    yield from _right_side(item, signs)


def _right_side(item: Item, signs: str) -> Iterator[str]:
    """`6t on the right` of an equation that begins with s."""
    key = key_of(item.answer)
    if not isinstance(key, Relation) or not re.match(r"^\s*[a-z]\s*=", item.answer):
        return
    name = item.answer.strip()[0]
    for found in re.findall(r"(?<![\w=])(?:\d+ ?\*? ?[a-z]|[a-z] ?\* ?\d+)(?![\w=])", signs):
        if not isinstance(key_of(found), Var):
            yield f"{name} = {found}"
