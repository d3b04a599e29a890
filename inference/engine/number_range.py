"""Grammar nodes of numbers between bounds, digit by digit. Knows JSON numbers, not schemas.

Technique: a range of equal-length decimals splits at its first differing digit into a low edge,
a free middle and a high edge (as in regular expressions of numeric ranges).
"""

from fractions import Fraction
from math import ceil, floor

from inference.engine.nodes import EMPTY, NOTHING, Node, Repeat, chars, literal, pick, sequence

_DIGITS = "0123456789"


def _same_length(low: str, high: str) -> Node:
    """Decimals of one length from `low` to `high`; leading zeros are part of them."""
    if not low:
        return EMPTY
    rest = len(low) - 1
    if low == "0" * len(low) and high == "9" * len(high):
        return sequence(*[chars(_DIGITS)] * len(low))
    if low[0] == high[0]:
        return sequence(literal(low[0]), _same_length(low[1:], high[1:]))
    middle = _DIGITS[int(low[0]) + 1 : int(high[0])]
    return pick(
        sequence(literal(low[0]), _same_length(low[1:], "9" * rest)),
        sequence(chars(middle), *[chars(_DIGITS)] * rest) if middle else NOTHING,
        sequence(literal(high[0]), _same_length("0" * rest, high[1:])),
    )


def _natural(low: int, high: int) -> Node:
    """Whole numbers from `low` >= 0 to `high`, without leading zeros."""
    options = []
    for length in range(len(str(low)), len(str(max(low, high))) + 1):
        first = 0 if length == 1 else 10 ** (length - 1)
        bottom, top = max(low, first), min(high, 10**length - 1)
        if bottom <= top:
            options.append(_same_length(str(bottom), str(top)))
    return pick(*options)


def integer_between(low: Fraction, high: Fraction) -> Node:
    """Integers from `low` to `high`; nothing when there are none."""
    least, most = ceil(low), floor(high)
    positive = _natural(max(0, least), most) if most >= 0 else NOTHING
    negative: Node = NOTHING
    if least < 0:
        negative = sequence(literal("-"), _natural(max(1, -most), -least))
    return pick(positive, negative)


def number_between(low: Fraction, high: Fraction) -> Node:
    """Numbers from `low` to `high`: the integers, and decimals from the first whole number at
    or above 0 to the last below `high`, where no digit can leave the range."""
    integers = integer_between(low, high)
    whole = _natural(max(0, ceil(low)), floor(high) - 1) if floor(high) >= 1 else NOTHING
    digits = Repeat(chars(_DIGITS), EMPTY, 1, 6)
    return pick(integers, sequence(whole, literal("."), digits))
