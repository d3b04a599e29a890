"""One answer checked: picks the checker of the item's kind."""

from sessions.teaching.lesson import Item, ItemKind, Outcome
from tutor_server.modules.lessons.checkers import (
    choice,
    expression,
    fraction,
    number,
    python,
    steps,
    text,
)

_CHECKS = {
    ItemKind.NUMBER: number.check,
    ItemKind.FRACTION: fraction.check,
    ItemKind.EXPRESSION: expression.check,
    ItemKind.CHOICE: choice.check,
    ItemKind.STEPS: steps.check,
    ItemKind.TEXT: text.check,
    ItemKind.PYTHON: python.check,
}


def check(item: Item, text: str) -> Outcome:
    """What the item's checker finds; the same answer always gives the same."""
    return _CHECKS[item.kind](item, text)
