"""The tutor never says a false sum: every plain equality in a sentence is worked out exactly.

Pure rules on numbers, with brackets, signs, powers and percents, on plain conversions of units,
and on what is said of one number; variables and remainders are left alone. Design rule: answers
are checked deterministically, never by the model alone.
"""

import re
from fractions import Fraction
from itertools import pairwise

from inference.contracts import Direction, Verdict
from inference.safety.conversions import false_conversions
from inference.safety.expression import value_of
from inference.safety.number_claims import false_claims

CATEGORY = "false_arithmetic"
SAID = (
    "I made a slip in my sums, so I will stop there. "
    "Let's work it out together: what would you do first?"
)
_NUMBER = r"\d{1,9}/\d{1,9}|\d{1,3}(?:,\d{3})+|\d{1,12}(?:\.\d{1,9})?"
_SIGN = r"[+\-−–×*÷·]|(?<=\s)(?:[/x:]|of)(?=\s)"
_ATOM = rf"\({{0,4}}[-−]?(?:{_NUMBER})%?(?:\^\d{{1,2}}(?!\d)|[²³])?\){{0,4}}"
_SUM = rf"(?:{_ATOM})(?:\s*(?:{_SIGN})\s*(?:{_ATOM}))*"
_CHAIN = re.compile(rf"(?:{_SUM})(?:\s*=\s*(?:{_SUM}))+")
# A digit before is a mixed number, a letter or sign the rest of something we cannot read.
_BEFORE = re.compile(r"(?:[\w.,)%^]|[+\-−–×*÷/·:(√]\s*|\d\s+|\bx\s+|/\s*\$)$")
_OF_BEFORE = re.compile(r"\b(?:of|over)\s+$")
_LETTER_BEFORE = re.compile(r"(?:\b[a-zA-Z]|[\d)])\s*$")
_AFTER = re.compile(r"\s*[+\-−–×*÷/·^%:°(]|[\w√]|[.,]\d|\s+(?:x\s|r\b|rem|rest|left)")
_INEXACT = re.compile(r"[×*÷·/x:%^²³]|of")
_DECIMALS = re.compile(r"\.(\d+)")
_QUOTED = re.compile(r"\bnot\b|n't\b|\byou (?:said|wrote|added|got|say)\b|\bif\b|≠|\?\s*$", re.I)


def false_sums(sentence: str) -> list[str]:
    """The equalities in a sentence, and what it says of a number, that do not hold."""
    claims = false_claims(sentence)
    if _QUOTED.search(sentence):
        return claims
    found = [*claims, *false_conversions(sentence)]
    for match in _CHAIN.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if _BEFORE.search(before) or _AFTER.match(after):
            continue
        if match[0][0] in "(-−" and _LETTER_BEFORE.search(before):
            continue  # the rest of `x -3` or of `x (2 + 3)`
        sides = _bare(match[0]).split("=")
        if _OF_BEFORE.search(before) and sides[0].strip().isdigit():
            continue  # half of 16 = 8, the square root of 81 = 9
        if any(not _equal(left, right) for left, right in pairwise(sides)):
            found.append(match[0])
    return found


def _bare(chain: str) -> str:
    """Drop a bracket that opens before or closes after all of it, such as `(so 3 + 4 = 7)`."""
    while chain.count(")") > chain.count("(") and chain.endswith(")"):
        chain = chain[:-1]
    while chain.count("(") > chain.count(")") and chain.startswith("("):
        chain = chain[1:]
    return chain


def _equal(left: str, right: str) -> bool:
    a, b = value_of(left), value_of(right)
    if a is None or b is None:
        return True  # nothing that can be judged
    if ("%" in left) is not ("%" in right) and "of" not in left + right:
        share, plain, text = (a, b, right) if "%" in left else (b, a, left)
        if text.strip().isdigit() or ("%" in right and plain == 100 * share):
            return True  # 48 = 100% says what counts as all; 18 ÷ 450 × 100 = 4% leaves one % out
    return abs(a - b) <= _rounding(left, right)


def _rounding(left: str, right: str) -> Fraction:
    """Half of the last decimal written: 10 ÷ 3 = 3.33 is no mistake; plus and minus are exact.

    On the left one decimal place is taken as exact, two may be rounded: 0.33 = 1/3.
    """
    if not (_INEXACT.search(left) or _INEXACT.search(right)):
        return Fraction(0)
    places = [len(digits) for digits in _DECIMALS.findall(right)]
    places = places or [len(digits) for digits in _DECIMALS.findall(left) if len(digits) > 1]
    return Fraction(1, 2 * 10 ** min(places)) if places else Fraction(0)


class ArithmeticGate:
    """SafetyGate for what the tutor says about numbers; the student may say anything."""

    async def judge(self, direction: Direction, text: str) -> Verdict:
        """See SafetyGate; never raises."""
        if direction is Direction.TO_STUDENT and false_sums(text):
            return Verdict(allowed=False, category=CATEGORY, replacement=SAID)
        return Verdict(allowed=True)
