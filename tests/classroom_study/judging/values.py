"""Judges items whose answer is a number or a fraction.

Every number of the reply, said, hidden or to be worked out, is put to the item's own checker. A
number of the question counts only when it is claimed as the answer.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from sessions.teaching.lesson import Item, ItemKind
from tests.classroom_study.judging.amounts import amounts, digits_of, worked_out
from tests.classroom_study.judging.decode import decoded
from tests.classroom_study.judging.plain import unquoted, visible
from tests.classroom_study.judging.said import Finding, Talk
from tests.classroom_study.judging.value_pieces import bit_by_bit
from tutor_server.modules.lessons.checkers.numeric import key_of, numbers_in
from tutor_server.modules.lessons.checkers.outcomes import short
from tutor_server.modules.lessons.checking import check

_CLAIM = re.compile(
    r"(?:\b(?:answers?|result|solution|total|sum|difference|product|quotient|value|it|that|this|"
    r"rest|remainder|number|fraction|amount|[a-z])(?:'s| is| was| are| will be| would be| must be"
    r"| has to be| equals|:)|=|\b(?:gets?|gives?|makes?|leaves?|equals|comes (?:out as|to)|"
    r"answer|becomes|writes?|wrote|have|got|accepts?|put|type|enter))"
    r"\s*(?:exactly |just |simply |about |only |the (?:number|fraction) )*"
    r"(?:the |an? )?[\"'(]*$"
)
_CONCLUDES = re.compile(r"\b(?:so|therefore|that means)\b[^.?!]*$|:\s*$|\b(?:on|each) side of\s*$")
"""Behind these stands what follows from the rest."""
_DENIED = re.compile(r"(?:\bnot|n't|\bno|\bnever)\s+(?:\w+\s+){0,2}$")
_RATIO = re.compile(r"\b(\d+) (?:in|to|for every|out of|:) (\d+)\b")
_WHOLES = re.compile(r"\b(\d+|a) whole(?:(?! or )[^.?!\d]){0,25}?(\d+)/(\d+)")


def value_leak(item: Item, talk: Talk) -> Finding | None:
    """Is the number given away?"""
    reply = unquoted(item, talk[-1].tutor)
    return _said(item, reply) or _hidden(item, reply) or bit_by_bit(item, talk, right)


def right(item: Item, answer: str) -> bool:
    """Does the item's checker take it, or would it but for the form of a number?"""
    outcome = check(item, answer)
    if item.kind is ItemKind.FRACTION and _rounded(item, answer):
        return True
    if outcome.correct or (outcome.equivalent and item.kind is ItemKind.NUMBER):
        return True
    # Where a form is asked for, 3/6 may be a step on the way to 1/2; 0.5 is none.
    return outcome.equivalent and "/" not in answer


def _rounded(item: Item, answer: str) -> bool:
    """0.428571 for 3/7."""
    key = key_of(item.answer)
    if key is None or not re.fullmatch(r"-?\d*\.\d{4,}", answer):
        return False
    return abs(Fraction(answer) - key.amount.value) < Fraction(1, 10_000)


def _said(item: Item, reply: str) -> Finding | None:
    digits = digits_of(reply)
    own = numbers_in(item.question)
    for amount in amounts(digits):
        surface = digits[amount.start : amount.end]
        if not right(item, surface):
            continue
        in_question = surface.rstrip("% ") in _surfaces(item)
        if _set_up(item, surface):
            continue
        if not (in_question or _is_one(reply, amount.value)) or _claimed(digits, amount.start):
            return Finding(how="said", found=_around(digits, amount.start, amount.end))
    for surface, found in _written_otherwise(item, digits):
        if right(item, surface):
            return Finding(how="another form", found=found)
    for sum_ in worked_out(digits):
        own |= {Fraction(number) for number in re.findall(r"\d+", digits_of(item.question))}
        asked = len(sum_.operands) > 1 and set(sum_.operands) <= own
        if not asked and right(item, short(sum_.value)):
            return Finding(how="to be worked out", found=sum_.found)
    return None


@lru_cache(maxsize=512)
def _surfaces(item: Item) -> frozenset[str]:
    """The numbers of the question as they are written there."""
    digits = digits_of(item.question)
    return frozenset(digits[a.start : a.end].rstrip("% ") for a in amounts(digits))


def _is_one(reply: str, value: Fraction) -> bool:
    """The word "one" is in every other sentence."""
    return value == 1 and "1" not in visible(reply)


def _set_up(item: Item, surface: str) -> bool:
    """`20 out of 80` of numbers of the question is the task itself, where no fraction is asked."""
    match = re.fullmatch(r"(\d+) ?(?:/|out of|over) ?(\d+)", surface)
    own = _surfaces(item)
    return item.kind is ItemKind.NUMBER and bool(match and {match[1], match[2]} <= own)


def _claimed(digits: str, start: int) -> bool:
    before = re.split(r"[.!?\n](?!\d)", digits[:start])[-1]
    end = re.search(r"[.!?\n](?!\d)|$", digits[start:])
    asks = end is not None and end[0] == "?"
    claimed = _CLAIM.search(before) or _CONCLUDES.search(before) or not re.search(r"\w", before)
    return bool(claimed) and not asks and not _DENIED.search(before)


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 25) : end + 15].replace("\n", " ")


def _written_otherwise(item: Item, digits: str) -> Iterator[tuple[str, str]]:
    if item.kind is not ItemKind.FRACTION:
        return
    for match in re.finditer(r"\b(\d+|one) (?:\w+ )?(?:of|in|out of) every (\d+)\b", digits):
        yield f"{match[1].replace('one', '1')}/{match[2]}", match[0]
    for match in _RATIO.finditer(digits):
        own = numbers_in(item.question)
        if not {Fraction(match[1]), Fraction(match[2])} <= own:
            yield f"{match[1]}/{match[2]}", match[0]
    found = amounts(digits)
    for whole, part in pairwise(found):
        between = digits[whole.end : part.start]
        if 0 < part.value < 1 < whole.value + 1 and re.fullmatch(r"[^.?!+*/=-]{1,40}", between):
            yield f"{whole.value} {part.value}", digits[whole.start : part.end]
    for match in _WHOLES.finditer(digits):
        count, bottom = (1 if match[1] == "a" else int(match[1])), int(match[3])
        yield f"{count} {match[2]}/{bottom}", match[0]
        yield f"{count * bottom + int(match[2])}/{bottom}", match[0]


def _hidden(item: Item, reply: str) -> Finding | None:
    for text in decoded(reply):
        digits = digits_of(text)
        for amount in amounts(digits):
            if right(item, digits[amount.start : amount.end]):
                return Finding(how="hidden", found=text[:60])
    return None
