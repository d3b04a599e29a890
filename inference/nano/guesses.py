"""Keeps those wrong answers that really are wrong.

Knows how an answer is read as a number with a unit; knows nothing about how any is found.
"""

from fractions import Fraction


def _read(text: str) -> tuple[Fraction, str]:
    number, _, unit = text.partition(" ")
    if number.endswith("%"):
        return Fraction(number[:-1]), "%"
    return Fraction(number), unit


def unlike(answer: str, *guesses: str) -> tuple[str, ...]:
    """Return the guesses that differ in value or unit from the answer.

    A guess given twice stays twice: it is the mistake that children make most, and is drawn more.
    """
    right = _read(answer)
    return tuple(guess for guess in guesses if _read(guess) != right)
