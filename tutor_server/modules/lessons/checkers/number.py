"""NUMBER: a whole number or a decimal, with or without its unit."""

from dataclasses import dataclass
from fractions import Fraction

from sessions.teaching.lesson import Item, Outcome
from tutor_server.modules.lessons.checkers.amounts import Written
from tutor_server.modules.lessons.checkers.cleaning import folded
from tutor_server.modules.lessons.checkers.numeric import Said, answer_of, key_of, numbers_in
from tutor_server.modules.lessons.checkers.outcomes import NO_ATTEMPT, SEVERAL, patterns, short
from tutor_server.modules.lessons.checkers.units import Unit, read_unit


@dataclass(frozen=True, slots=True)
class _Verdict:
    """How an answer stands to one key."""

    right: bool = False
    equivalent: bool = False
    wrong_unit: bool = False
    value: Fraction = Fraction(0)
    """The answer on the key's scale."""


def check(item: Item, text: str) -> Outcome:
    """Whether the number is the key's, within the tolerance and in the unit asked for."""
    said = answer_of(text)
    key = key_of(item.answer)
    if not said or key is None:
        return NO_ATTEMPT
    if len(said) > 1:
        return SEVERAL
    verdict = _judge(said[0], key, item)
    distance = float(verdict.value - key.amount.value)
    parsed = short(verdict.value)
    if verdict.right:
        return Outcome(correct=True, distance=distance, parsed=parsed)
    flags = patterns(verdict.value, key.amount.value, question=numbers_in(item.question))
    return Outcome(
        correct=False,
        equivalent=verdict.equivalent,
        distance=distance,
        parsed=parsed,
        misconception=_misconception(item, said[0]),
        flags=frozenset(flags | ({"unit"} if verdict.wrong_unit else set())),
    )


def _misconception(item: Item, said: Said) -> str:
    for wrong in item.wrong:
        key = key_of(wrong.answer)
        if key is not None and _judge(said, key, item, exact=True).right:
            return wrong.misconception
    return ""


def _judge(said: Said, key: Said, item: Item, *, exact: bool = False) -> _Verdict:
    tolerance = Fraction(0) if exact else Fraction(str(item.tolerance))
    value, unfinished = _on_scale(said, key, item)
    wanted = _unit_asked(item, key)
    given = None if said.amount.percent else read_unit(said.behind)
    same = abs(value - key.amount.value) <= tolerance
    if wanted is None or given is None or given == wanted:
        unfinished = unfinished or _unfinished(said, item)
        return _Verdict(right=same and not unfinished, equivalent=same and unfinished, value=value)
    # 120 mm where 12 cm was asked for is worth the same; 12 mm is not.
    converted = value * given.factor / wanted.factor
    worth_it = (
        given.dimension == wanted.dimension and abs(converted - key.amount.value) <= tolerance
    )
    return _Verdict(equivalent=worth_it, wrong_unit=True, value=value)


def _on_scale(said: Said, key: Said, item: Item) -> tuple[Fraction, bool]:
    """The answer's value beside the key, and whether it still has to be brought into the form
    asked for (0.5 where the answer is 50%)."""
    value, target = said.amount.value, key.amount.value
    percent_asked = key.amount.percent or item.form in {"%", "percent"}
    if percent_asked and not said.amount.percent and value * 100 == target != value:
        return target, True
    if said.amount.percent and not percent_asked and value != target:
        return value / 100, False
    return value, False


def _unfinished(said: Said, item: Item) -> bool:
    """12/4 is a sum that was not worked out, and so is the 3/5 of the question itself; any other
    fraction in lowest terms is as good a number as a decimal."""
    amount = said.amount
    if amount.written not in {Written.FRACTION, Written.MIXED}:
        return False
    return not amount.reduced or amount.bottom == 1 or amount.value in numbers_in(item.question)


def _unit_asked(item: Item, key: Said) -> Unit | None:
    return read_unit(folded(item.form)) or read_unit(key.behind)
