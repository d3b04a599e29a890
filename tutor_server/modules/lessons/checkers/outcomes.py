"""What every checker of numbers says in the same way: no attempt, several answers, patterns."""

from fractions import Fraction
from typing import Final

from sessions.teaching.lesson import Outcome

NO_ATTEMPT: Final = Outcome(correct=False, attempt=False)
SEVERAL: Final = Outcome(correct=False, attempt=False, flags=frozenset({"several"}))
"""More than one answer at once: the student is asked which one it is."""


def unavailable(code: str) -> Outcome:
    """It could not be checked now, for no fault of the student; `code` is stable."""
    return Outcome(correct=False, attempt=False, detail=code, flags=frozenset({"unavailable"}))


_PLACES: Final = frozenset(Fraction(10) ** n for n in (-3, -2, -1, 1, 2, 3))


def patterns(said: Fraction, key: Fraction, *, question: frozenset[Fraction]) -> set[str]:
    """How a wrong value comes from the right one; `question` holds the question's numbers."""
    flags = set()
    if said == -key:
        flags.add("sign")
    if said.denominator == key.denominator == 1 and abs(said - key) == 1:
        flags.add("off_by_one")
    if key and said / key in _PLACES:
        flags.add("off_by_ten")
    if said * key == 1:
        flags.add("swapped")
    if said in question:
        flags.add("copied")
    return flags


def short(value: Fraction) -> str:
    """A value in standard form: `7`, `-3/4`, and `2.5` where the decimal ends soon."""
    if value.denominator == 1:
        return str(value.numerator)
    for places in range(1, 7):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).zfill(places + 1)
            sign = "-" if value < 0 else ""
            return f"{sign}{digits[:-places]}.{digits[-places:]}"
    return f"{value.numerator}/{value.denominator}"
