"""English names of fractions. Knows nothing about where in a caption they stand."""

from inference.speaking.numbers import cardinal, ordinal

_ROUND = frozenset({30, 40, 50, 60, 70, 80, 90, 100, 1000, 1_000_000})


def _has_name(denominator: int) -> bool:
    """Twelfths and hundredths are words a child knows; thirty-sevenths are not."""
    return 2 <= denominator <= 20 or denominator in _ROUND


def part_word(denominator: int, *, plural: bool) -> str:
    """One part: `half`, `quarters`, `twelfths`, `hundredth`."""
    if denominator == 2:
        return "halves" if plural else "half"
    name = "quarter" if denominator == 4 else ordinal(str(denominator)).removeprefix("one ")
    return name + ("s" if plural else "")


def fraction_words(numerator: str, denominator: str) -> str:
    """`3`, `4` -> `three quarters`; denominators without a common name are read `over`."""
    if len(denominator) > 7 or not _has_name(int(denominator)):
        return f"{cardinal(numerator)} over {cardinal(denominator)}"
    part = part_word(int(denominator), plural=numerator != "1")
    return f"{cardinal(numerator)} {part}"
