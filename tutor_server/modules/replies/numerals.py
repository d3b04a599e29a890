"""Number words as numerals: `twenty five` is 25, `three hundred and two` is 302. Pure.

A number whose scales stand on one another, as in `two hundred thousand`, comes in parts.
"""

from collections.abc import Sequence

from tutor_server.modules.replies.lexicon import CARDINALS, SCALES, TENS


def with_numerals(words: Sequence[str]) -> list[str]:
    """The row with every spoken number as one numeral; everything else as it was."""
    out: list[str] = []
    at = 0
    while at < len(words):
        size, value = _spoken(words, at)
        out.append(str(value) if size else words[at])
        at += size or 1
    return out


def _spoken(words: Sequence[str], at: int) -> tuple[int, int]:
    """How many words from `at` are one number, and its value; 0 words when none begins there."""
    begin, total = at, 0
    while True:
        size, value = _below_hundred(words, at)
        scale = SCALES.get(words[at + size]) if at + size < len(words) else None
        if scale is None or (not size and at != begin):
            return (at + size - begin, total + value) if size or at > begin else (0, 0)
        total += (value if size else 1) * scale
        at += size + 1
        # `and` joins only when a smaller number follows: three hundred and two.
        skip = 1 if words[at : at + 1] == ["and"] else 0
        if not _below_hundred(words, at + skip)[0] or _follows_scale(words, at + skip, scale):
            return at - begin, total
        at += skip


def _follows_scale(words: Sequence[str], at: int, scale: int) -> bool:
    """Whether the next part has a scale that is not smaller, so that it is another number."""
    size, _ = _below_hundred(words, at)
    following = SCALES.get(words[at + size]) if at + size < len(words) else None
    return following is not None and following >= scale


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    if at >= len(words):
        return 0, 0
    if words[at] in CARDINALS:
        return 1, CARDINALS[words[at]]
    if words[at] not in TENS:
        return 0, 0
    unit = CARDINALS.get(words[at + 1], 0) if at + 1 < len(words) else 0
    return (2, TENS[words[at]] + unit) if 1 <= unit <= 9 else (1, TENS[words[at]])
