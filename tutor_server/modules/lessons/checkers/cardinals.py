"""English number words: whole numbers below a trillion, and the names of parts.

Knows lists of words, not texts.
"""

from collections.abc import Sequence
from typing import Final

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
SMALL: Final = {word: value for value, word in enumerate(_SMALL.split())}
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS: Final = {word: 10 * value for value, word in enumerate(_TENS.split(), 2)} | {"fourty": 40}
POWERS: Final = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9}
_PARTS: Final = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_MORE_PARTS: Final = {
    "half": 2, "halves": 2, "halfs": 2, "quarter": 4, "quarters": 4, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "hundredth": 100, "thousandth": 1_000,
}  # fmt: skip
_SINGULAR: Final = {word: value for value, word in enumerate(_PARTS.split(), 3)} | _MORE_PARTS
PARTS: Final = _SINGULAR | {f"{word}s": value for word, value in _SINGULAR.items()}
"""Denominators by name. `second` is not one of them: it is a place or a time."""

_ORDINALS: Final = frozenset(
    word for word, value in PARTS.items() if value < 10 and word[0] not in "hq"
)
"""`third` to `ninth`: what may follow a ten, as halves and quarters may not."""


def read_cardinal(words: Sequence[str]) -> tuple[int, int]:
    """The whole number at the head of some words, and how many of them it takes (0: none)."""
    total = used = 0
    last_power = 10**12
    while used < len(words):
        value, taken = _below_thousand(words[used:], first=used == 0)
        if not taken:
            break
        power = _power(words[used + taken :])
        if power >= last_power:
            break
        total += value * power
        used += taken + (power > 1)
        last_power = power
        joined = words[used : used + 1] == ["and"]
        # "two thousand and five", but never "two and five".
        if power == 1 or (joined and not _below_thousand(words[used + 1 :], first=False)[1]):
            break
        used += joined
    if used and words[used - 1] == "and":
        used -= 1
    return total, used


def read_part(words: Sequence[str]) -> tuple[int, int]:
    """The denominator at the head of some words: `quarters`, `twenty fifths`."""
    if len(words) > 1 and words[0] in TENS and words[1] in _ORDINALS:
        return TENS[words[0]] + PARTS[words[1]], 2
    if words and words[0] in PARTS:
        return PARTS[words[0]], 1
    return 0, 0


def _power(words: Sequence[str]) -> int:
    power = POWERS.get(words[0], 1) if words else 1
    return power if power > 100 else 1


def _below_thousand(words: Sequence[str], *, first: bool) -> tuple[int, int]:
    """`three hundred and five`, `forty two`, `twelve`."""
    if len(words) > 1 and words[1] == "hundred" and (words[0] in SMALL or words[0] == "a"):
        hundreds = SMALL.get(words[0], 1)
        joined = words[2:3] == ["and"]
        rest, taken = _below_hundred(words[2 + joined :])
        return 100 * hundreds + rest, 2 + (joined + taken if taken else 0)
    if first and len(words) > 1 and words[0] == "a" and words[1] in POWERS:
        return 1, 1
    return _below_hundred(words)


def _below_hundred(words: Sequence[str]) -> tuple[int, int]:
    if not words:
        return 0, 0
    if words[0] in SMALL:
        return SMALL[words[0]], 1
    if words[0] not in TENS:
        return 0, 0
    ones = SMALL.get(words[1], 0) if len(words) > 1 else 0
    # "twenty fifths" is a part of a fraction and "twenty twelve" two numbers.
    return (TENS[words[0]] + ones, 2) if 0 < ones < 10 else (TENS[words[0]], 1)
