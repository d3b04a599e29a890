"""FRACTION: any way of writing the value, unless the item asks for a form."""

import re

from sessions.teaching.lesson import Item, Outcome
from tutor_server.modules.lessons.checkers.amounts import Amount, Written
from tutor_server.modules.lessons.checkers.numeric import answer_of, key_of, numbers_in
from tutor_server.modules.lessons.checkers.outcomes import NO_ATTEMPT, SEVERAL, patterns, short

_RATIO = re.compile(r"(?<![\d:.,/])(\d{1,9})\s?(?::|\bto\b)\s?(\d{1,9})(?![\d:.,/])")


def check(item: Item, text: str) -> Outcome:
    """Whether the value is the key's and written as asked."""
    said = answer_of(_RATIO.sub(r"\1/\2", text[:2_000]))
    key = key_of(item.answer)
    if not said or key is None:
        return NO_ATTEMPT
    if len(said) > 1:
        return SEVERAL
    amount = said[0].amount
    value = amount.value / 100 if amount.percent else amount.value
    same = value == key.amount.value
    in_form = same and _has_form(amount, item.form)
    distance = float(value - key.amount.value)
    if in_form:
        return Outcome(correct=True, distance=distance, parsed=_standard(amount))
    flags = set() if same else _flags(item, amount, key.amount)
    return Outcome(
        correct=False,
        equivalent=same,
        distance=distance,
        parsed=_standard(amount),
        misconception=_misconception(item, amount),
        flags=frozenset(flags),
    )


def _has_form(amount: Amount, form: str) -> bool:
    whole = amount.value.denominator == 1
    if form == "":
        return True
    if amount.percent or amount.written is Written.DECIMAL:
        return False
    if amount.written is Written.WHOLE:
        return whole
    if form == "lowest":
        return amount.reduced and amount.bottom > 1 and _proper_part(amount)
    if form == "mixed":
        return _proper_part(amount) and (
            amount.written is Written.MIXED or (abs(amount.value) < 1 and not whole)
        )
    return amount.written is Written.FRACTION


def _proper_part(amount: Amount) -> bool:
    """The fraction of a mixed number must be below one."""
    return amount.written is not Written.MIXED or 0 < amount.top < amount.bottom


def _misconception(item: Item, amount: Amount) -> str:
    """The listed wrong answer that was written in the same way, else one of the same value."""
    listed = [(key_of(wrong.answer), wrong.misconception) for wrong in item.wrong]
    for exactly in (True, False):
        for key, misconception in listed:
            if key is None or key.amount.value != amount.value:
                continue
            if not exactly or _writing(key.amount) == _writing(amount):
                return misconception
    return ""


def _writing(amount: Amount) -> tuple[Written, int, int]:
    return amount.written, amount.top, amount.bottom


def _flags(item: Item, amount: Amount, key: Amount) -> set[str]:
    flags = patterns(amount.value, key.value, question=numbers_in(item.question))
    fractions = amount.written is key.written is Written.FRACTION
    if fractions and amount.bottom == key.bottom and abs(amount.top - key.top) == 1:
        flags.add("off_by_one")
    return flags


def _standard(amount: Amount) -> str:
    """As it was written: `6/8`, `1 1/2`, `0.75`, `75%`."""
    sign = "-" if amount.value < 0 else ""
    if amount.percent:
        return f"{short(amount.value)}%"
    if amount.written is Written.FRACTION:
        return f"{sign}{amount.top}/{amount.bottom}"
    if amount.written is Written.MIXED:
        whole = int(abs(amount.value) - amount.value.__class__(amount.top, amount.bottom))
        return f"{sign}{whole} {amount.top}/{amount.bottom}"
    return short(amount.value)
