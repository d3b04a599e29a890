"""Draws many items of a template and hands out the numbers of their questions."""

import re
from collections.abc import Iterator
from fractions import Fraction
from random import Random

from sessions.teaching.lesson import Item
from tutor_server.modules.lessons.generators.draw import generate

SEEDS = 150
_NUMBER = re.compile(r"\d+/\d+|\d[\d,]*(?:\.\d+)?")


def drawn(name: str) -> Iterator[Item]:
    """Items of a template."""
    for seed in range(SEEDS):
        yield generate(name, Random(seed))


def numbers(question: str) -> list[Fraction]:
    """The numbers of a question in order, without signs."""
    return [Fraction(found.replace(",", "")) for found in _NUMBER.findall(question)]


def value(answer: str) -> Fraction:
    """A generated answer's value: `3/4`, `1 3/4`, `2.5`."""
    return sum((Fraction(piece) for piece in answer.split()), Fraction(0))
