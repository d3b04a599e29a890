"""Whether a text gives an item's answer away: in digits, in words, or as an equivalent.

Used by the proofs of hints; the same question is asked of everything a tutor says before the last
rung.
"""

import re

from sessions.teaching.lesson import Item, ItemKind
from tutor_server.modules.lessons.checkers import choice, expression, python, text
from tutor_server.modules.lessons.checkers.amounts import find_amounts
from tutor_server.modules.lessons.checkers.cleaning import folded, words
from tutor_server.modules.lessons.checkers.numeric import key_of
from tutor_server.modules.lessons.checkers.spoken import in_digits
from tutor_server.modules.lessons.checkers.steps import order_of

_CODE = re.compile(r"```(?:\w+\n)?(.*?)```|`([^`]+)`", re.DOTALL)


def leaks(item: Item, said: str) -> bool:
    """Whether the answer stands in the text."""
    match item.kind:
        case ItemKind.NUMBER | ItemKind.FRACTION:
            return _holds_number(item, said)
        case ItemKind.EXPRESSION:
            return expression.means_the_same(said, item)
        case ItemKind.CHOICE:
            return choice.stands_in(item, said)
        case ItemKind.STEPS:
            return _holds_order(item, said)
        case ItemKind.TEXT:
            return all(text.holds_one(words(said), group) for group in item.keys)
        case ItemKind.PYTHON:
            return _holds_code(item, said)


def code_in(said: str) -> tuple[str, ...]:
    """What stands in backticks."""
    return tuple((fenced or inline).strip("\n") for fenced, inline in _CODE.findall(said))


def _holds_number(item: Item, said: str) -> bool:
    key = key_of(item.answer)
    if key is None:
        return False
    return any(
        not amount.glued and amount.value == key.amount.value
        for amount in find_amounts(in_digits(folded(said)))
    )


def _holds_order(item: Item, said: str) -> bool:
    """The order by itself, or as a row of numbers or letters somewhere in the text."""
    key = order_of(item.answer, item.choices)
    if order_of(said, item.choices) == key:
        return True
    tokens = re.findall(r"[a-z]+|[0-9]+", folded(said))
    rows = (
        [str(number) for number in key],
        [chr(ord("a") + number - 1) for number in key],
    )
    return any(tokens[at : at + len(key)] == row for row in rows for at in range(len(tokens)))


def _holds_code(item: Item, said: str) -> bool:
    """The solution itself, or other code in backticks that passes the tests."""
    if _squeezed(item.answer) in _squeezed(said):
        return True
    return any(
        2 * len(_squeezed(code)) >= len(_squeezed(item.answer))
        and python.check(item, code).correct
        for code in code_in(said)
    )


def _squeezed(code: str) -> str:
    return re.sub(r"\s+", "", code)
