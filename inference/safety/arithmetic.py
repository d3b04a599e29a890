"""The tutor never says a false sum: every plain equality in a sentence is worked out exactly.

Pure rules on numbers; variables, units, percentages and remainders are left alone. Design rule:
answers are checked deterministically, never by the model alone.
"""

import re
from fractions import Fraction
from itertools import pairwise

from inference.contracts import Direction, Verdict

CATEGORY = "false_arithmetic"
SAID = (
    "I made a slip in my sums, so I will stop there. "
    "Let's work it out together: what would you do first?"
)
_NUMBER = r"\d{1,9}/\d{1,9}|\d{1,3}(?:,\d{3})+|\d{1,12}(?:\.\d{1,9})?"
_SIGN = r"[+\-−–×*÷·]|(?<=\s)(?:[/x:]|of)(?=\s)"
_SUM = rf"(?:{_NUMBER})(?:\s*(?:{_SIGN})\s*(?:{_NUMBER}))*"
_CHAIN = re.compile(rf"(?:{_SUM})(?:\s*=\s*(?:{_SUM}))+")
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<sign>[+\-−–×*÷·/x:]|of)")
# A digit before is a mixed number, a letter or sign the rest of something we cannot read.
_BEFORE = re.compile(r"(?:[\w.,)%^]|[+\-−–×*÷/·:(√]\s*|\d\s+)$")
_AFTER = re.compile(r"\s*[+\-−–×*÷/·^%:°(]|[\w√]|[.,]\d|\s+(?:x\s|r\b|rem|rest|left)")
_QUOTED = re.compile(r"\bnot\b|n't\b|\byou (?:said|wrote|added|got|say)\b|\bif\b|≠|\?\s*$", re.I)


def false_sums(sentence: str) -> list[str]:
    """The equalities in a sentence that do not hold."""
    if _QUOTED.search(sentence):
        return []
    found = []
    for match in _CHAIN.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if _BEFORE.search(before) or _AFTER.match(after):
            continue
        sides = match[0].split("=")
        if any(not _equal(left, right) for left, right in pairwise(sides)):
            found.append(match[0])
    return found


def _equal(left: str, right: str) -> bool:
    a, b = _value(left), _value(right)
    if a is None or b is None:
        return True  # a division by zero: nothing that can be judged
    return abs(a - b) <= _rounding(left, right)


def _rounding(*sides: str) -> Fraction:
    """Half of the last decimal written: 10 ÷ 3 = 3.33 is no mistake."""
    places = [len(side.rpartition(".")[2].strip()) for side in sides if "." in side]
    return Fraction(1, 2 * 10 ** min(places)) if places else Fraction(0)


def _value(text: str) -> Fraction | None:
    """Worked out left to right, × and ÷ before + and −."""
    total, term, sign = Fraction(0), None, "+"
    try:
        for token in _TOKEN.finditer(text):
            if token["sign"]:
                sign = token["sign"]
                continue
            number = Fraction(token["number"].replace(",", ""))
            if term is None or sign in "+-−–":
                total += term or 0
                term = -number if sign in "-−–" else number
            else:
                term = term / number if sign in "÷/:" else term * number
    except ZeroDivisionError:
        return None
    return total + (term or 0)


class ArithmeticGate:
    """SafetyGate for what the tutor says about numbers; the student may say anything."""

    async def judge(self, direction: Direction, text: str) -> Verdict:
        """See SafetyGate; never raises."""
        if direction is Direction.TO_STUDENT and false_sums(text):
            return Verdict(allowed=False, category=CATEGORY, replacement=SAID)
        return Verdict(allowed=True)
